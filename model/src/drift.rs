//! The mathematics of drift: shares of bins go in, divergences, noise floors and accuracies come out.
//!
//! A *share* is a fraction of a population, from 0 to 1; the shares of all bins of a histogram make a
//! slice and sum to 1. Where two slices are compared they have the same bins: slices of different lengths
//! give NaN, as does a NaN among the shares.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// What an empty bin counts as in [`psi`] where no sample size is known.
///
/// 0.0001 is the usual stand-in of monitoring tools, and half an observation in a window of 5000.
pub const EMPTY_SHARE: f64 = 1e-4;

/// The population stability index, Σ (Oᵢ − Eᵢ) ln(Oᵢ/Eᵢ): the Jeffreys divergence, in nats, of the
/// `observed` shares O and the `expected` shares E.
///
/// An empty bin would make the logarithm infinite. So a share below `floor` counts as `floor`, on both
/// sides, which keeps the index symmetric; the others are left as they are, and are not scaled to make up
/// for it. For exact shares [`EMPTY_SHARE`] will do. For sampled ones, half an observation
/// ([`half_observation`] of the smaller sample) depends on what the sample can tell: the usual continuity
/// correction of an empty cell.
pub fn psi(expected: &[f64], observed: &[f64], floor: f64) -> f64 {
    if expected.len() != observed.len() {
        return f64::NAN;
    }
    // A comparison, because `f64::max` would drop NaN.
    let floored = |share: f64| if share < floor { floor } else { share };
    expected
        .iter()
        .zip(observed)
        .fold(0.0, |psi, (&expected, &observed)| {
            let (expected, observed) = (floored(expected), floored(observed));
            psi + (observed - expected) * libm::log(observed / expected)
        })
}

/// The share that half an observation makes of a sample of `n`.
pub fn half_observation(n: f64) -> f64 {
    0.5 / n
}

/// The [`psi`] to expect between a sample of `n` and one of `m` from the same population, in `bins` bins:
/// (bins − 1)(1/n + 1/m), the mean of the χ² distribution with bins − 1 degrees of freedom, scaled.
///
/// An infinite `m` stands for shares that are known exactly.
pub fn noise_floor(bins: f64, n: f64, m: f64) -> f64 {
    (bins - 1.0) * (1.0 / n + 1.0 / m)
}

/// The total variation distance ½ Σ |aᵢ − bᵢ|, from 0 to 1: the share that has to move to another bin to
/// make one histogram the other.
pub fn total_variation(a: &[f64], b: &[f64]) -> f64 {
    if a.len() != b.len() {
        return f64::NAN;
    }
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + (a - b).abs()) / 2.0
}

/// The share of inputs that are in another bin `after` than `before`, if every input keeps its rank.
///
/// Under this coupling (the monotone one) the input of rank u ∈ [0, 1] is in the bin whose interval of
/// cumulated shares holds u, before and after. So it stays where the two intervals of its bin overlap:
/// 1 − Σᵢ |[Bᵢ₋₁, Bᵢ] ∩ [Aᵢ₋₁, Aᵢ]| with B and A the cumulated shares. Never below [`total_variation`],
/// which couples as kindly as possible.
pub fn changed(before: &[f64], after: &[f64]) -> f64 {
    if before.len() != after.len() {
        return f64::NAN;
    }
    let (mut b, mut a, mut stayed) = (0.0, 0.0, 0.0);
    for (before, after) in before.iter().zip(after) {
        let (next_b, next_a) = (b + before, a + after);
        let low = if b > a { b } else { a };
        let high = if next_b < next_a { next_b } else { next_a };
        if high > low {
            stayed += high - low;
        }
        (b, a) = (next_b, next_a);
    }
    if b.is_nan() || a.is_nan() {
        f64::NAN
    } else {
        (1.0 - stayed).clamp(0.0, 1.0)
    }
}

/// The degradation equation A₀ − λD, kept from 0 to 1: the accuracy left of `initial` at a divergence of
/// `divergence`, where `lambda` is in accuracy per unit of divergence.
pub fn degraded_accuracy(initial: f64, lambda: f64, divergence: f64) -> f64 {
    (initial - lambda * divergence).clamp(0.0, 1.0)
}

/// The exact shares of a normal population, N(`mean`, `sd`²), in the bins between the `bins`-quantiles of
/// the standard normal one. N(0, 1) itself has `1 / bins` in each. An `sd` that is not positive gives NaN.
pub fn normal_shares(mean: f64, sd: f64, bins: usize) -> Vec<f64> {
    let edge = |index: usize| {
        let quantile = match index {
            0 => f64::NEG_INFINITY,
            _ if index == bins => f64::INFINITY,
            _ => normal_quantile(index as f64 / bins as f64),
        };
        if sd > 0.0 {
            (quantile - mean) / sd
        } else {
            f64::NAN
        }
    };
    let mut low = edge(0);
    let share = |index: usize| {
        let high = edge(index + 1);
        // In the upper tail both values are near 1, and their difference would lose its digits.
        let share = if low > 0.0 {
            normal_cdf(-low) - normal_cdf(-high)
        } else {
            normal_cdf(high) - normal_cdf(low)
        };
        low = high;
        share
    };
    (0..bins).map(share).collect()
}

/// The share of a standard normal population below `z`. Exact to rounding in both tails.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// The `z` below which a share `p` of a standard normal population lies; infinite at 0 and 1.
///
/// Newton's method on ln Φ(z) = ln p, for p up to one half. ln Φ is concave, and the start −√(−2 ln p) is
/// below the solution (Φ(−x) ≤ exp(−x²/2)); so the steps rise to the solution and never pass it, but by
/// rounding. The curve is close to a parabola: some five steps do.
pub fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    let mut z = -(-2.0 * libm::log(p)).sqrt();
    for _ in 0..16 {
        let below = normal_cdf(z);
        let density = libm::exp(-z * z / 2.0) / (2.0 * PI).sqrt();
        let next = z - libm::log(below / p) * below / density;
        if next <= z {
            break;
        }
        z = next;
    }
    z
}

#[cfg(test)]
mod tests {
    //! Reference values were computed with 40 decimal digits (mpmath), but where another source is named.
    use super::*;

    fn check(computed: f64, expect: f64) {
        assert!(
            (computed - expect).abs() <= 1e-9 * expect.abs().max(1e-3),
            "{computed} is not {expect}"
        );
    }

    fn check_exact(computed: f64, expect: f64) {
        assert!(
            (computed / expect - 1.0).abs() < 1e-13,
            "{computed} is not {expect}"
        );
    }

    fn decile_psi(mean: f64) -> f64 {
        psi(&[0.1; 10], &normal_shares(mean, 1.0, 10), EMPTY_SHARE)
    }

    #[test]
    fn psi_of_four_bins() {
        let (expected, observed) = ([0.25; 4], [0.4, 0.3, 0.2, 0.1]);
        // 0.15 (ln 1.6 − ln 0.4) + 0.05 (ln 1.2 − ln 0.8) = 0.15 ln 4 + 0.05 ln 1.5.
        check(psi(&expected, &observed, EMPTY_SHARE), 0.228217409573392);
        check(psi(&observed, &expected, EMPTY_SHARE), 0.228217409573392);
        check(total_variation(&expected, &observed), 0.2);
    }

    #[test]
    fn psi_of_shifted_deciles() {
        check(decile_psi(0.0), 0.0);
        check(decile_psi(0.1), 0.009587276463);
        check(decile_psi(0.25), 0.059815581829);
        check(decile_psi(0.5), 0.237749204686);
        check(decile_psi(1.0), 0.926142424262);
        check(decile_psi(-1.0), 0.926142424262);
    }

    #[test]
    fn psi_of_hundredths() {
        let (trained, live) = (normal_shares(0.0, 1.0, 100), normal_shares(0.5, 1.25, 100));
        check(psi(&trained, &live, EMPTY_SHARE), 0.290679855869949);
    }

    #[test]
    fn psi_of_an_empty_bin_counts_the_floor() {
        let (expected, observed) = ([0.5, 0.5], [1.0, 0.0]);
        let by_hand = |floor: f64| 0.5 * libm::log(2.0) + (0.5 - floor) * libm::log(0.5 / floor);
        check(psi(&expected, &observed, EMPTY_SHARE), by_hand(1e-4));
        check(
            psi(&expected, &observed, half_observation(200.0)),
            by_hand(0.0025),
        );
        check(psi(&[0.0, 1.0], &[0.0, 1.0], EMPTY_SHARE), 0.0);
    }

    #[test]
    fn degradation() {
        check(degraded_accuracy(0.95, 0.4, 0.25), 0.85);
        let mean = [0.1, 0.25, 0.5, 1.0]
            .into_iter()
            .map(decile_psi)
            .sum::<f64>()
            / 4.0;
        check(mean, 0.308323621810);
        check(degraded_accuracy(0.95, 0.4, mean), 0.826670551276);
        check(degraded_accuracy(0.95, 1.0, 2.0), 0.0);
        check(degraded_accuracy(0.95, 1.0, -2.0), 1.0);
    }

    #[test]
    fn noise() {
        check(noise_floor(10.0, 1000.0, 500.0), 0.027);
        check(noise_floor(10.0, 2000.0, f64::INFINITY), 0.0045);
    }

    #[test]
    fn changed_by_hand() {
        check(changed(&[0.25; 4], &[0.25; 4]), 0.0);
        // [0, .5] [.5, 1] against [0, .2] [.2, 1]: .2 and .5 stay.
        check(changed(&[0.5, 0.5], &[0.2, 0.8]), 0.3);
        // The second bins are [.25, .5] and [.4, .7], the third [.5, .75] and [.7, .9].
        check(
            changed(&[0.25; 4], &[0.4, 0.3, 0.2, 0.1]),
            1.0 - (0.25 + 0.1 + 0.05 + 0.1),
        );
        check(changed(&[1.0, 0.0], &[0.0, 1.0]), 1.0);
        // All move half a standard deviation: most leave their decile, though a fifth would do.
        let (before, after) = (normal_shares(0.0, 1.0, 10), normal_shares(0.5, 1.0, 10));
        check(changed(&before, &after), 0.862588805599940);
        check(total_variation(&before, &after), 0.197411568398480);
    }

    #[test]
    fn normal_distribution() {
        check_exact(normal_cdf(-8.0), 6.22096057427178e-16);
        check_exact(normal_cdf(-1.0), 0.158655253931457);
        check_exact(normal_cdf(3.0), 0.998650101968370);
        check_exact(normal_quantile(1e-300), -37.0470962993612);
        check_exact(normal_quantile(1e-10), -6.36134090240406);
        check_exact(normal_quantile(0.01), -2.32634787404084);
        check_exact(normal_quantile(0.3), -0.524400512708041);
        check_exact(normal_quantile(0.975), 1.95996398454005);
        assert!(normal_quantile(0.5).abs() < 1e-15);
        assert_eq!(
            (normal_quantile(0.0), normal_quantile(1.0)),
            (f64::NEG_INFINITY, f64::INFINITY)
        );
    }

    #[test]
    fn shares_of_bins() {
        let quarters = normal_shares(-1.2, 0.8, 4);
        let expect = [
            0.744373472270450,
            0.188819326460692,
            0.0572453853724527,
            0.00956181589640533,
        ];
        quarters
            .into_iter()
            .zip(expect)
            .for_each(|(share, expect)| check_exact(share, expect));
        for bins in 1..=100 {
            let shares = normal_shares(0.0, 1.0, bins);
            shares
                .iter()
                .for_each(|&share| check_exact(share, 1.0 / bins as f64));
        }
        // Both tails keep their digits.
        assert!((normal_shares(5.0, 0.5, 10)[0] / 1.68428638796226e-36 - 1.0).abs() < 1e-12);
        assert!((normal_shares(-5.0, 0.5, 10)[9] / 1.68428638796226e-36 - 1.0).abs() < 1e-12);
        assert!(
            normal_shares(0.0, 0.0, 10)
                .iter()
                .all(|share| share.is_nan())
        );
    }

    #[test]
    fn what_does_not_fit_is_nan() {
        for (a, b) in [
            (&[0.5, 0.5][..], &[1.0][..]),
            (&[0.5, 0.5], &[f64::NAN, 0.5]),
        ] {
            assert!(psi(a, b, EMPTY_SHARE).is_nan() && psi(b, a, EMPTY_SHARE).is_nan());
            assert!(changed(a, b).is_nan() && changed(b, a).is_nan());
            assert!(total_variation(a, b).is_nan() && total_variation(b, a).is_nan());
        }
    }
}
