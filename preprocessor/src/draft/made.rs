//! Names for values that their author has not named.

use mission_model::expr::Expr;
use mission_model::mission::ValueName;
use mission_model::seed::seed;

/// So many letters keep a few thousand expressions of a directive apart; where they don't, `salt` does.
const LETTERS: usize = 6;

/// `directive._role_letters`: the letters are a digest of the expression.
pub fn name(directive: &str, role: &str, expr: &Expr, salt: usize) -> ValueName {
    let mut digest = match salt {
        0 => seed(&[&expr.to_string()]),
        salt => seed(&[&expr.to_string(), &salt.to_string()]),
    };
    let mut name = format!("{directive}._");
    if !role.is_empty() {
        name.push_str(role);
        name.push('_');
    }
    for _ in 0..LETTERS {
        name.push(char::from(b'a' + (digest % 26) as u8));
        digest /= 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, salt: usize) -> String {
        name("bench", "need", &Expr::parse(text).unwrap(), salt)
    }

    /// Ledgers are read by these names: a change of the digest takes what they were kept with out of reach.
    #[test]
    fn a_name_follows_from_the_expression_alone() {
        assert_eq!(of("bench.a<1", 0), of("  bench.a < 1 ", 0));
        assert_ne!(of("bench.a < 1", 0), of("bench.a < 2", 0));
        assert_ne!(of("bench.a < 1", 0), of("bench.a < 1", 1));
        assert_eq!(of("bench.a < 1", 0), "bench._need_xptswc");
        // Names of before counted places: `bench._12`.
        assert!(of("bench.a < 1", 0).ends_with(|c: char| c.is_ascii_lowercase()));
    }
}
