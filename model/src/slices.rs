//! The mathematics of slices: rates with their uncertainty, and two models on the same requests.
//!
//! Counts are whole numbers held as `f64`; anything that is no count gives NaN.

/// The standard normal quantile of 0.975.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % interval of a rate, by Wilson's score (Wilson 1927, J. Am. Stat. Assoc. 22, 209–212).
///
/// `successes` of `n`. At 0 and at n it stays inside [0, 1], where the textbook interval collapses.
pub fn wilson(successes: f64, n: f64) -> (f64, f64) {
    if !(n > 0.0 && successes >= 0.0 && successes <= n) {
        return (f64::NAN, f64::NAN);
    }
    let rate = successes / n;
    let centre = (rate + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
    // At the ends the bound is exact; rounding must not push it past them.
    let low = if successes == 0.0 { 0.0 } else { centre - half };
    let high = if successes == n { 1.0 } else { centre + half };
    (low, high)
}

/// McNemar's exact test (McNemar 1947, Psychometrika 12, 153–157): the two-sided p-value of two models
/// that are right on equally many requests, given `b` on which only the old one is right and `c` on which
/// only the new one is.
///
/// min(1, 2·P[X ≤ min(b, c)]) for X binomial of b + c trials at ½. Without disagreement it is 1.
pub fn mcnemar(b: f64, c: f64) -> f64 {
    if !(b >= 0.0 && c >= 0.0 && (b + c).is_finite()) {
        return f64::NAN;
    }
    let (n, k) = (b + c, if b < c { b } else { c });
    if n == 0.0 || b == c {
        return 1.0;
    }
    // The largest term by logarithms, the smaller ones relative to it: nothing underflows.
    let log_term = libm::lgamma(n + 1.0)
        - libm::lgamma(k + 1.0)
        - libm::lgamma(n - k + 1.0)
        - n * std::f64::consts::LN_2;
    let (mut sum, mut term, mut i) = (1.0, 1.0, k);
    while i > 0.0 && term > 1e-18 {
        term *= i / (n - i + 1.0);
        sum += term;
        i -= 1.0;
    }
    let p = 2.0 * libm::exp(log_term) * sum;
    if p < 1.0 { p } else { 1.0 }
}

/// The 95 % interval of the paired difference of rates, new minus old, by the adjusted Wald method
/// (Bonett and Price 2012, J. Educ. Behav. Stat. 37, 479–488).
///
/// Of `n` requests, `b` on which only the old model is right and `c` on which only the new one is.
pub fn paired_difference(b: f64, c: f64, n: f64) -> (f64, f64) {
    if !(n > 0.0 && b >= 0.0 && c >= 0.0 && b + c <= n) {
        return (f64::NAN, f64::NAN);
    }
    let (worse, better) = ((b + 1.0) / (n + 2.0), (c + 1.0) / (n + 2.0));
    let difference = better - worse;
    let half = Z * ((worse + better - difference * difference) / (n + 2.0)).sqrt();
    ((difference - half).max(-1.0), (difference + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expect: f64, what: &str) {
        assert!(
            (found - expect).abs() <= 1e-6,
            "{what}: {found} instead of {expect}"
        );
    }

    /// Bounds by statsmodels 0.15, `proportion_confint(method="wilson")`.
    #[test]
    fn wilson_intervals() {
        for (k, n, low, high) in WILSON {
            let (found_low, found_high) = wilson(k, n);
            close(found_low, low, &format!("low of {k} of {n}"));
            close(found_high, high, &format!("high of {k} of {n}"));
        }
        assert!(wilson(3.0, 0.0).0.is_nan() && wilson(5.0, 4.0).1.is_nan());
    }

    /// p-values by SciPy 1.17, `binomtest(min(b, c), b + c, 0.5).pvalue`.
    #[test]
    fn mcnemar_exact() {
        for (b, c, p) in MCNEMAR {
            let found = mcnemar(b, c);
            assert!(
                (found - p).abs() <= 1e-6 * p.max(1e-6),
                "{b}, {c}: {found} instead of {p}"
            );
            assert_eq!(found, mcnemar(c, b));
        }
        assert!(mcnemar(-1.0, 2.0).is_nan());
    }

    /// Intervals computed from the published formula with 50 digits (mpmath 1.3).
    #[test]
    fn paired_differences() {
        for (b, c, n, low, high) in PAIRED {
            let (found_low, found_high) = paired_difference(b, c, n);
            close(found_low, low, &format!("low of {b}, {c} of {n}"));
            close(found_high, high, &format!("high of {b}, {c} of {n}"));
        }
    }

    const WILSON: [(f64, f64, f64, f64); 10] = [
        (0.0, 5.0, 0.0, 0.43448246478317487),
        (5.0, 5.0, 0.5655175352168252, 1.0),
        (3.0, 5.0, 0.2307242812760129, 0.8823792257673522),
        (60.0, 100.0, 0.5020025867910618, 0.6905987135675411),
        (91.0, 100.0, 0.8377378714728368, 0.9519274599974349),
        (1.0, 1000.0, 0.00017654637062607765, 0.005642558597957937),
        (9500.0, 10000.0, 0.9455528841569758, 0.9541015173094152),
        (99990.0, 100000.0, 0.9998159153045492, 0.9999456792654904),
        (0.0, 100000.0, 0.0, 3.841311258303965e-05),
        (100000.0, 100000.0, 0.999961586887417, 1.0),
    ];

    const MCNEMAR: [(f64, f64, f64); 11] = [
        (0.0, 5.0, 0.0625),
        (1.0, 5.0, 0.21875),
        (3.0, 12.0, 0.03515625),
        (10.0, 10.0, 1.0),
        (0.0, 1.0, 1.0),
        (12.0, 41.0, 8.171334999262925e-05),
        (150.0, 200.0, 0.008720036530555947),
        (480.0, 520.0, 0.2174482932041415),
        (1000.0, 1200.0, 2.1817026407914194e-05),
        (24800.0, 25200.0, 0.07436051924949075),
        (0.0, 40.0, 1.8189894035458565e-12),
    ];

    const PAIRED: [(f64, f64, f64, f64, f64); 6] = [
        (0.0, 0.0, 5.0, -0.395972521243, 0.395972521243),
        (2.0, 1.0, 20.0, -0.243756647916, 0.152847557007),
        (5.0, 30.0, 200.0, 0.0672641751596, 0.180260577316),
        (40.0, 60.0, 1000.0, 0.00024362039224, 0.0396765392884),
        (900.0, 700.0, 50000.0, -0.00556833634884, -0.00243134366396),
        (
            1500.0,
            1500.0,
            100000.0,
            -0.00107385278838,
            0.00107385278838,
        ),
    ];
}
