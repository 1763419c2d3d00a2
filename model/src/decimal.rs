//! Floating-point numbers as decimal texts, and back, exactly.
//!
//! The standard library does this faster, with tables and code that would be a tenth of the whole program.
//! Here one long division of whole numbers of any length does it all: a double is a whole number times a
//! power of two, a decimal text is one times a power of ten, and the quotient is rounded to even. What an
//! instrument prints at every step of a slider is of a size that fits a machine's words, where a shift or a
//! single operation is as exact. Tests hold every result against the standard library's, and against exact
//! decimal arithmetic.
//!
//! What is printed is rounded once, from the double as it is; halves go away from 0, as they do for `round`.

use std::cmp::Ordering;

/// Digits that are looked at. A double, and the point halfway to the next, have at most 767.
const MAX_DIGITS: usize = 800;
/// The decimal exponents beyond which a number is infinite or zero, whatever its digits.
const MAX_EXPONENT: i32 = 400;
/// The powers of ten up to this one are doubles without an error, and fit 128 bits beside a double's 53.
const EXACT_POWERS: i32 = 22;
/// Of the lowest bit of the smallest double.
const LOWEST: i32 = -1074;

/// The double nearest to a decimal text, `-12.5e-3`; the even one if two are as near. `None` if it is no
/// such text. What is too large is infinite.
pub fn parse(text: &str) -> Option<f64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if let Some(value) = short(text) {
        return Some(if negative { -value } else { value });
    }
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, read_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !is_digits(&[whole, fraction].concat()) {
        return None;
    }
    let all = whole.bytes().chain(fraction.bytes());
    let mut number = Whole::default();
    // Of the last digit that was taken.
    let mut place = i32::try_from(whole.len()).ok()?.saturating_add(exponent);
    let (mut taken, mut rest) = (0, false);
    for byte in all {
        if taken == MAX_DIGITS {
            rest |= byte != b'0';
        } else {
            number.multiply_add(10, u32::from(byte - b'0'));
            taken += usize::from(!number.is_zero());
            place = place.saturating_sub(1);
        }
    }
    // Whatever is left only breaks ties.
    if rest {
        number.multiply_add(10, 1);
        place = place.saturating_sub(1);
    }
    let size = place.saturating_add(taken as i32);
    let value = if number.is_zero() || size < -MAX_EXPONENT {
        0.0
    } else if size > MAX_EXPONENT {
        f64::INFINITY
    } else {
        nearest(number, place)
    };
    Some(if negative { -value } else { value })
}

/// A number of at most 15 digits without an exponent, as nearly all are.
fn short(text: &str) -> Option<f64> {
    let (mut number, mut digits, mut decimals) = (0, 0, None);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' if digits < 15 => {
                number = number * 10 + u64::from(byte - b'0');
                digits += 1;
                decimals = decimals.map(|decimals: i32| decimals + 1);
            }
            b'.' if decimals.is_none() => decimals = Some(0),
            _ => return None,
        }
    }
    (digits > 0).then(|| exact(number, -decimals.unwrap_or(0)))?
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One that doesn't fit stands for one that is large enough.
fn read_exponent(text: &str) -> Option<i32> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    is_digits(digits).then(|| sign * digits.parse().unwrap_or(i32::MAX / 2))
}

/// A number below 2⁵³ times a power of ten that is a double without an error, too: one operation rounds once. W. D.
/// Clinger, How to Read Floating Point Numbers Accurately, 1990.
fn exact(number: u64, exponent: i32) -> Option<f64> {
    if exponent.abs() > EXACT_POWERS {
        return None;
    }
    let power = (0..exponent.abs()).fold(1.0, |power, _| power * 10.0);
    let number = number as f64;
    Some(match exponent < 0 {
        true => number / power,
        false => number * power,
    })
}

/// The double nearest to a number times a power of ten.
fn nearest(mut number: Whole, exponent: i32) -> f64 {
    if number.bits() <= 53
        && let Some(value) = exact(number.low(), exponent)
    {
        return value;
    }
    let mut divisor = Whole::from(1);
    number.multiply_power(10, exponent);
    divisor.multiply_power(10, -exponent);
    // A quotient of 54 or 55 bits has a bit to spare; one for a subnormal number has fewer.
    let shift = (54 - number.bits() + divisor.bits()).min(1 - LOWEST);
    number.multiply_power(2, shift);
    divisor.multiply_power(2, -shift);
    let (quotient, rest) = number.divide(&divisor);
    let quotient = quotient.low() << 1 | u64::from(!rest.is_zero());
    // In units of 2^-(shift + 1).
    let bits = 64 - quotient.leading_zeros() as i32;
    let drop = (bits - 53).max(LOWEST + shift + 1).max(1);
    let (kept, cut) = (quotient >> drop, quotient & ((1 << drop) - 1));
    let half = 1 << (drop - 1);
    let up = cut > half || (cut == half && kept & 1 == 1);
    libm::scalbn((kept + u64::from(up)) as f64, drop - shift - 1)
}

/// A number times a power of ten, with so many decimals; a half is rounded away from 0.
pub fn fixed(number: f64, power: i32, decimals: usize) -> String {
    if !number.is_finite() {
        return not_finite(number);
    }
    let digits = scaled(number, power + decimals as i32).digits();
    place_point(number.is_sign_negative(), digits, decimals as i32)
}

/// The shortest text that reads back the same, without an exponent: as `number.to_string()`.
/// For a power of two it may be a digit longer.
pub fn shortest(number: f64) -> String {
    shortest_times(number, 0)
}

/// The same digits with the point moved: those of a number times a power of ten, which is computed exactly.
pub fn shortest_times(number: f64, power: i32) -> String {
    if !number.is_finite() {
        return not_finite(number);
    }
    if number == 0.0 {
        return place_point(number.is_sign_negative(), "0".to_owned(), 0);
    }
    // Near a power of ten the logarithm may be off by one.
    let guess = 16 - libm::floor(libm::log10(number.abs())) as i32;
    let all = scaled(number, guess).digits();
    let most = guess + 17 - all.len() as i32;
    // Fifteen digits survive a double and are the shortest text of it, unless it is subnormal and has fewer
    // itself; seventeen tell all doubles apart.
    let fewer = if number.abs() < f64::MIN_POSITIVE {
        16
    } else {
        2
    };
    for decimals in most - fewer..most {
        let text = rounded(number, 0, decimals);
        if parse(&text) == Some(number) {
            return rounded(number, power, decimals - power);
        }
    }
    rounded(number, power, most - power)
}

/// A number times a power of ten, rounded at a decimal, or, where that is negative, at a power of ten; without
/// trailing zeros.
fn rounded(number: f64, power: i32, mut decimals: i32) -> String {
    let mut digits = scaled(number, power + decimals).digits();
    while decimals > 0 && digits.len() > 1 && digits.ends_with('0') {
        digits.pop();
        decimals -= 1;
    }
    place_point(number.is_sign_negative(), digits, decimals)
}

fn not_finite(number: f64) -> String {
    let text = match number {
        _ if number.is_nan() => "NaN",
        _ if number > 0.0 => "inf",
        _ => "-inf",
    };
    text.to_owned()
}

/// A number without its sign times a power of ten, rounded to a whole one, halves up.
fn scaled(number: f64, power: i32) -> Whole {
    let bits = number.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    // A subnormal number has no hidden bit, and the exponent of the smallest that has.
    let number = fraction | u64::from(exponent > 0) << 52;
    let exponent = exponent.max(1) - 1 + LOWEST;
    if (0..=EXACT_POWERS).contains(&power) && (-127..0).contains(&exponent) {
        let product = u128::from(number) * 10u128.pow(power as u32);
        let (quotient, half) = (product >> -exponent, 1 << (-exponent - 1));
        let rest = product - (quotient << -exponent);
        return Whole::from(quotient + u128::from(rest >= half));
    }
    let mut number = Whole::from(u128::from(number));
    let mut divisor = Whole::from(1);
    number.multiply_power(2, exponent);
    divisor.multiply_power(2, -exponent);
    number.multiply_power(10, power);
    divisor.multiply_power(10, -power);
    let (mut quotient, mut rest) = number.divide(&divisor);
    rest.multiply_add(2, 0);
    if rest.compare(&divisor) != Ordering::Less {
        quotient.multiply_add(1, 1);
    }
    quotient
}

/// Digits with a point before so many of them, zeros put before where there are too few; where their number is
/// negative, zeros put behind.
fn place_point(negative: bool, mut digits: String, decimals: i32) -> String {
    let nothing = digits == "0";
    (decimals..0)
        .filter(|_| !nothing)
        .for_each(|_| digits.push('0'));
    let decimals = decimals.max(0) as usize;
    let mut text = String::from(if negative { "-" } else { "" });
    let whole = digits.len().saturating_sub(decimals);
    text.push_str(if whole > 0 { &digits[..whole] } else { "0" });
    if decimals > 0 {
        text.push('.');
        (digits.len()..decimals).for_each(|_| text.push('0'));
        text.push_str(&digits[whole..]);
    }
    text
}

/// A whole number of any length, in 32 bits a piece, the lowest first, the highest not zero.
#[derive(Clone, Default)]
struct Whole(Vec<u32>);

impl From<u128> for Whole {
    fn from(number: u128) -> Self {
        let mut whole = Self((0..4).map(|at| (number >> (32 * at)) as u32).collect());
        whole.trim();
        whole
    }
}

impl Whole {
    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bits it has.
    fn bits(&self) -> i32 {
        let top = self.0.last().map_or(0, |top| top.leading_zeros());
        (32 * self.0.len() as u32 - top) as i32
    }

    /// The lowest 64 bits.
    fn low(&self) -> u64 {
        let piece = |at: usize| u64::from(self.0.get(at).copied().unwrap_or(0));
        piece(1) << 32 | piece(0)
    }

    fn multiply_add(&mut self, factor: u32, mut carry: u32) {
        for piece in &mut self.0 {
            let product = u64::from(*piece) * u64::from(factor) + u64::from(carry);
            *piece = product as u32;
            carry = (product >> 32) as u32;
        }
        if carry > 0 {
            self.0.push(carry);
        }
    }

    /// Multiplies by a power; not at all, if the exponent is negative.
    fn multiply_power(&mut self, base: u32, exponent: i32) {
        // The largest powers of 2 and of 10 with an exponent of 9 fit a piece.
        let mut rest = exponent;
        while rest > 0 {
            let step = rest.min(9);
            self.multiply_add(base.pow(step as u32), 0);
            rest -= step;
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let lengths = self.0.len().cmp(&other.0.len());
        lengths.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Takes away what isn't larger.
    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (at, piece) in self.0.iter_mut().enumerate() {
            let (without, first) = piece.overflowing_sub(other.0.get(at).copied().unwrap_or(0));
            let (rest, second) = without.overflowing_sub(u32::from(borrow));
            *piece = rest;
            borrow = first || second;
        }
        self.trim();
    }

    /// Without so many of the lowest bits.
    fn shifted(&self, bits: i32) -> Self {
        let (pieces, bits) = (bits as usize / 32, bits % 32);
        let piece = |at: usize| u64::from(self.0.get(at).copied().unwrap_or(0));
        let shifted = |at| ((piece(at + 1) << 32 | piece(at)) >> bits) as u32;
        let mut rest = Self((pieces..self.0.len()).map(shifted).collect());
        rest.trim();
        rest
    }

    /// The quotient, bit by bit, and the rest.
    fn divide(&self, divisor: &Self) -> (Self, Self) {
        let steps = (self.bits() - divisor.bits() + 1).max(0);
        let (mut quotient, mut rest) = (Self::default(), self.shifted(steps));
        for bit in (0..steps).rev() {
            rest.multiply_add(2, self.0[bit as usize / 32] >> (bit % 32) & 1);
            let fits = rest.compare(divisor) != Ordering::Less;
            if fits {
                rest.subtract(divisor);
            }
            quotient.multiply_add(2, u32::from(fits));
        }
        (quotient, rest)
    }

    fn digits(mut self) -> String {
        let mut digits = Vec::new();
        while !self.is_zero() || digits.is_empty() {
            let mut rest = 0;
            for piece in self.0.iter_mut().rev() {
                let part = rest << 32 | u64::from(*piece);
                *piece = (part / 10) as u32;
                rest = part % 10;
            }
            self.trim();
            digits.push(char::from(b'0' + rest as u8));
        }
        digits.iter().rev().collect()
    }
}

#[cfg(test)]
mod tests {
    //! Against the standard library.
    use super::*;

    /// Doubles of every magnitude, some of them round, and those beside powers of ten and of two.
    fn numbers() -> impl Iterator<Item = f64> {
        let mut draws = crate::seed::uniforms(crate::seed::seed(&["decimals"]));
        let mut draw = move || draws.next().unwrap_or_default();
        let random = (0..40_000).map(move |at| {
            let bits =
                (draw() * 4_294_967_296.0) as u64 | ((draw() * 4_294_967_296.0) as u64) << 32;
            match at % 4 {
                0 => f64::from_bits(bits),
                1 => draw() * 1000.0,
                2 => (draw() * 1e6).round() / 1e3,
                _ => {
                    (draw() * 9_007_199_254_740_992.0)
                        * libm::pow(10.0, f64::from((draw() * 40.0) as i32 - 20))
                }
            }
        });
        let tens = (-323..=308).map(|power| format!("1e{power}").parse::<f64>().unwrap());
        let twos = (-1074..=1023).map(|power| libm::scalbn(1.0, power));
        let beside = tens.chain(twos).flat_map(|number| {
            [-1, 0, 1].map(|step| f64::from_bits(number.to_bits().wrapping_add_signed(step)))
        });
        let halves = (0..64).map(|half| f64::from(half) / 8.0);
        random
            .chain(beside)
            .chain(halves)
            .chain([-0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY])
    }

    #[test]
    fn reads() {
        for number in numbers().filter(|number| number.is_finite()) {
            for text in [
                format!("{number}"),
                format!("{number:e}"),
                format!("{number:.20e}"),
            ] {
                let expect: f64 = text.parse().unwrap();
                assert_eq!(
                    parse(&text).map(f64::to_bits),
                    Some(expect.to_bits()),
                    "{text}"
                );
            }
        }
    }

    /// The points halfway between doubles are where rounding is decided, and one digit far behind decides it.
    #[test]
    fn reads_what_lies_halfway() {
        for number in numbers()
            .filter(|number| number.abs() < f64::MAX)
            .step_by(97)
        {
            let next = f64::from_bits(number.to_bits() + 1);
            // Twice as many bits as a double has: the sum is exact, since it is written out.
            let halfway = exact_halfway(number.abs(), next.abs());
            for end in ["", "0", "1", "00000000000000000000000000000000000001"] {
                let text = [&halfway, end].concat();
                let expect: f64 = text.parse().unwrap();
                assert_eq!(
                    parse(&text).map(f64::to_bits),
                    Some(expect.to_bits()),
                    "{text}"
                );
            }
        }
    }

    /// The mean of neighbours with all its decimals, more than a thousand of them.
    fn exact_halfway(a: f64, b: f64) -> String {
        let decimals = 1100;
        let mut sum = scaled(a, decimals);
        let other = scaled(b, decimals);
        // a + b = 2a + (b − a).
        let mut step = other.clone();
        let (low, high) = if other.compare(&sum) == Ordering::Less {
            (other.clone(), sum.clone())
        } else {
            (sum.clone(), other.clone())
        };
        step.0.clone_from(&high.0);
        step.subtract(&low);
        step.multiply_add(5, 0);
        sum.0.clone_from(&low.0);
        sum.multiply_add(10, 0);
        let mut carry = 0;
        sum.0.resize(sum.0.len().max(step.0.len()) + 1, 0);
        for (at, piece) in sum.0.iter_mut().enumerate() {
            let total = u64::from(*piece) + u64::from(step.0.get(at).copied().unwrap_or(0)) + carry;
            *piece = total as u32;
            carry = total >> 32;
        }
        sum.trim();
        place_point(false, sum.digits(), decimals + 1)
    }

    #[test]
    fn refuses() {
        for text in [
            "", "-", ".", "e", "1e", "1e+", "--1", "1.2.3", "1_0", "0x1", "inf", "NaN", "1e1.5",
            "é",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn reads_whatever_the_length() {
        let zeros = "0".repeat(100_000);
        for (text, expect) in [
            (format!("1{zeros}e-100000"), 1.0),
            (format!("0.{zeros}1e100001"), 1.0),
            (format!("1{zeros}"), f64::INFINITY),
            (format!("0.{zeros}1"), 0.0),
            ("1e99999999999".to_owned(), f64::INFINITY),
            ("1e-99999999999".to_owned(), 0.0),
            ("0e99999999999".to_owned(), 0.0),
        ] {
            assert_eq!(parse(&text), Some(expect));
        }
    }

    #[test]
    fn prints_the_shortest() {
        for number in numbers() {
            let (text, expect) = (shortest(number), number.to_string());
            let power_of_two = number.to_bits() << 12 == 0;
            if power_of_two && text != expect {
                assert_eq!(text.parse::<f64>().unwrap(), number, "{expect}");
            } else {
                assert_eq!(text, expect);
            }
        }
    }

    /// The standard library rounds halves to even, so that it has no say where there may be one.
    #[test]
    fn prints_decimals() {
        for number in numbers().filter(|number| (number * 8192.0).fract() != 0.0) {
            for decimals in [0, 1, 2, 3, 6, 12] {
                assert_eq!(fixed(number, 0, decimals), format!("{number:.decimals$}"));
            }
        }
    }

    #[test]
    fn halves_go_away_from_nothing() {
        for (number, decimals, expect) in [
            (0.5, 0, "1"),
            (1.5, 0, "2"),
            (2.5, 0, "3"),
            (-2.5, 0, "-3"),
            (0.25, 1, "0.3"),
            (0.125, 2, "0.13"),
            // These are no halves: the doubles lie below them.
            (0.35, 1, "0.3"),
            (1.005, 2, "1.00"),
            (9_007_199_254_740_993.0, 0, "9007199254740992"),
        ] {
            assert_eq!(fixed(number, 0, decimals), expect);
            let whole = fixed(number, decimals as i32, 0).parse();
            let exact = [0.5, 0.25, 0.125].contains(&number.abs().fract());
            if exact {
                let power = libm::pow(10.0, decimals as f64);
                assert_eq!(whole, Ok((number * power).round()), "as `round` has it");
            }
        }
    }

    #[test]
    fn moves_the_point() {
        for (number, power, expect) in [
            (0.07, 2, "7"),
            (0.0705, 2, "7.05"),
            (0.5, 2, "50"),
            (-1.0, 2, "-100"),
            (0.0, 2, "0"),
            (1234.5, -3, "1.2345"),
            (1e-9, 2, "0.0000001"),
            (0.1 + 0.2, 2, "30.000000000000004"),
        ] {
            assert_eq!(shortest_times(number, power), expect);
        }
        assert_eq!(fixed(1_115_000.0, -6, 2), "1.12");
        assert_eq!(fixed(1.115, 2, 0), "111", "and not what 1.115 * 100 is");
    }
}
