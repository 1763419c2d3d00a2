//! A directive's body goes in with a source of choices; the same with one mistake in it comes out, as authors make
//! them: on their keyboards, and by moving lines about.

use std::ops::Range;

/// Damages a body in one place; says how.
pub fn damaged(body: &str, choices: &mut Choices) -> (String, String) {
    let lines: Vec<&str> = body.lines().collect();
    loop {
        let at = choices.below(lines.len());
        let line = lines[at];
        let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let key = line
            .split_once(" = ")
            .filter(|(key, _)| !key.contains(['"', '#', ' ']));
        let header = line.starts_with('[').then_some(line);
        let damage = match (choices.below(18), key, header) {
            (0, Some((key, value)), _) => {
                changed[at] = format!("{} = {value}", misspelt(key, choices));
                "a key misspelt"
            }
            (1, _, _) => {
                changed.remove(at);
                "a line deleted"
            }
            (2, _, _) => {
                changed.insert(at, line.to_owned());
                "a line twice"
            }
            (3, _, _) if at + 1 < lines.len() => {
                changed.swap(at, at + 1);
                "lines swapped"
            }
            (4, Some((key, _)), _) => {
                let other = choices.pick(&[
                    "7",
                    "\"text\"",
                    "true",
                    "[]",
                    "{}",
                    "[1, 2]",
                    "{ a = \"b\" }",
                    "1979-05-27",
                    "\"\"",
                    "' '",
                ]);
                changed[at] = format!("{key} = {other}");
                "another type"
            }
            (5 | 6, _, _) => match words(line) {
                words if words.is_empty() => continue,
                words => {
                    let word = words[choices.below(words.len())].clone();
                    let other = misspelt(&line[word.clone()], choices);
                    changed[at].replace_range(word, &other);
                    "a name misspelt"
                }
            },
            (7, _, _) => match words(line) {
                words if words.is_empty() => continue,
                words => {
                    changed[at].replace_range(words[choices.below(words.len())].clone(), "");
                    "a name removed"
                }
            },
            (8, Some((key, _)), _) if key == "min" || key == "max" => {
                let other = if key == "min" { "max" } else { "min" };
                changed[at] = line.replacen(key, other, 1);
                let near =
                    (at.saturating_sub(2)..lines.len().min(at + 3)).filter(|near| *near != at);
                for near in near {
                    if lines[near].starts_with(&format!("{other} = ")) {
                        changed[near] = lines[near].replacen(other, key, 1);
                    }
                }
                "a range inverted"
            }
            (9 | 10, _, _) => match numbers(line) {
                numbers if numbers.is_empty() => continue,
                numbers => {
                    let number = numbers[choices.below(numbers.len())].clone();
                    let other = choices.pick(&[
                        "-1",
                        "0",
                        "1e300",
                        "-1e300",
                        "99999999999999999999",
                        "nan",
                        "inf",
                        "0.0000001",
                        "1e9",
                        "2.5",
                        "-0",
                    ]);
                    changed[at].replace_range(number, other);
                    "another number"
                }
            },
            (11 | 12, _, _) => {
                let marks: Vec<usize> = line
                    .char_indices()
                    .filter(|(_, c)| "\"'[]{}(),=".contains(*c))
                    .map(|(at, _)| at)
                    .collect();
                if marks.is_empty() {
                    continue;
                }
                changed[at].remove(marks[choices.below(marks.len())]);
                "a mark dropped"
            }
            (13, _, Some(header)) => {
                changed[at] = choices
                    .pick(&[
                        "[x]",
                        "[[x]]",
                        "[track]",
                        "[[track]]",
                        "[[track.cloud]]",
                        "[]",
                        "[[control.x]]",
                    ])
                    .to_owned();
                if choices.below(2) == 0 {
                    changed[at] = misspelt(header, choices);
                }
                "a table renamed"
            }
            (14, _, Some(_)) => {
                let next = lines[at + 1..]
                    .iter()
                    .position(|line| line.starts_with('['));
                let end = next.map_or(lines.len(), |next| at + 1 + next);
                let table: Vec<String> = lines[at..end]
                    .iter()
                    .map(|line| (*line).to_owned())
                    .collect();
                if choices.below(2) == 0 {
                    changed.splice(at..at, table);
                    "a table twice"
                } else {
                    changed.drain(at..end);
                    "a table deleted"
                }
            }
            (15, _, _) => {
                let place = line
                    .char_indices()
                    .map(|(at, _)| at)
                    .nth(choices.below(line.len().max(1)))
                    .unwrap_or(0);
                let mark = choices.pick(&[
                    "\"", "'", "[", "]", "{{= ", "}}", "$`", "`$", "<b>", "\\", "é", "\u{202f}",
                    "'''", "#", "{", "\u{0}", "\t", "\r", "\u{e0f0}",
                ]);
                changed[at].insert_str(place, mark);
                "a mark put in"
            }
            (16, _, _) => {
                changed.truncate(at);
                "the rest lost"
            }
            (17, Some((key, value)), _) => {
                changed[at] = format!("{key} = {{ {key} = {value} }}");
                "a table around it"
            }
            _ => continue,
        };
        let mut text = changed.join("\n");
        text.push('\n');
        return (format!("{damage} in line {} `{line}`", at + 1), text);
    }
}

/// A letter lost, doubled or changed.
fn misspelt(word: &str, choices: &mut Choices) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = choices.below(letters.len().max(1));
    match choices.below(3) {
        0 if letters.len() > 1 => drop(letters.remove(at)),
        1 => letters.insert(at, letters.get(at).copied().unwrap_or('x')),
        _ => letters[at] = if letters[at] == 'q' { 'z' } else { 'q' },
    }
    letters.into_iter().collect()
}

/// The words after the key.
fn words(line: &str) -> Vec<Range<usize>> {
    let from = line.find(" = ").map_or(0, |at| at + 3);
    runs(line, from, |c| c.is_ascii_alphabetic() || c == '_')
}

fn numbers(line: &str) -> Vec<Range<usize>> {
    let from = line.find(" = ").map_or(line.len(), |at| at + 3);
    runs(line, from, |c| c.is_ascii_digit() || c == '.')
}

fn runs(line: &str, from: usize, of: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in line.char_indices().filter(|(at, c)| *at >= from && of(*c)) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end = at + c.len_utf8(),
            _ => found.push(at..at + c.len_utf8()),
        }
    }
    found
}

/// Choices that follow from a seed.
pub struct Choices(u64);

impl Choices {
    /// The same for the same words.
    pub fn new(seed: &str) -> Self {
        Self(mission_model::seed::seed(&["mutations", seed]) | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}
