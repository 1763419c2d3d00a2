//! The mathematics of retraining: how often to pay for a new model.
//!
//! Between two runs accuracy falls in proportion to drift, and drift grows with time; so the loss of a day
//! grows by K dollars every day, and a run sets it back to nothing.

use crate::seed::uniforms;

/// The longest time that a policy is simulated over, in days.
pub const LONGEST: f64 = 3650.0;
/// The most runs of a simulation.
const MOST_RUNS: f64 = 20_000.0;

/// The cost of a day, J(T) = C/T + K·T/2, with a run every `interval` T days.
///
/// `cost` C in $ a run, `growth` K in $/day². The first term is compute, the second what wrong answers
/// lose on average: the sawtooth from 0 to K·T has half its height as its mean.
pub fn daily_cost(cost: f64, growth: f64, interval: f64) -> f64 {
    cost / interval + growth * interval / 2.0
}

/// The interval at which [`daily_cost`] is least, T* = √(2C/K), in days.
///
/// The square-root law of the economic order quantity (Harris 1913), for staleness instead of stock.
pub fn best_interval(cost: f64, growth: f64) -> f64 {
    (2.0 * cost / growth).sqrt()
}

/// What a policy came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Compute and losses together, in $ a day.
    pub cost_per_day: f64,
    /// How many runs were paid for.
    pub runs: f64,
}

/// Drift whose speed changes from week to week.
#[derive(Clone, Copy, Debug)]
pub struct Drift {
    /// PSI a day, on average.
    pub speed: f64,
    /// The seed of the weeks: each has the mean speed times a factor drawn from the exponential
    /// distribution of mean 1, so that calm weeks and bursts take turns.
    pub seed: u64,
}

/// When a policy pays for a run.
#[derive(Clone, Copy, Debug)]
pub enum Policy {
    /// Every so many days.
    Every(f64),
    /// When divergence has reached a threshold, in PSI, and labels have told so, `delay` days later.
    At {
        /// PSI since the last run.
        threshold: f64,
        /// Days until labels arrive.
        delay: f64,
    },
}

/// Simulates a policy over so many `days`: `cost` in $ a run, `loss` in $ per PSI and day.
///
/// Drift is linear within a week, so every integral is exact. A run takes no time and resets divergence
/// to 0. Arguments that make no sense give NaN.
pub fn simulate(policy: Policy, drift: Drift, cost: f64, loss: f64, days: f64) -> Outcome {
    let nothing = Outcome {
        cost_per_day: f64::NAN,
        runs: f64::NAN,
    };
    let policy = match policy {
        Policy::Every(interval) if interval >= days / MOST_RUNS => Policy::Every(interval),
        Policy::At { threshold, delay } if threshold > 0.0 && delay >= 0.0 => {
            Policy::At { threshold, delay }
        }
        _ => return nothing,
    };
    if !(days > 0.0
        && days <= LONGEST
        && drift.speed >= 0.0
        && cost.is_finite()
        && loss.is_finite())
    {
        return nothing;
    }
    let (mut lost, mut runs, mut divergence) = (0.0, 0.0, 0.0);
    // When the next run is paid for, once that is known.
    let mut due = if let Policy::Every(interval) = policy {
        interval
    } else {
        f64::INFINITY
    };
    let mut now = 0.0;
    for (week, draw) in uniforms(drift.seed).enumerate() {
        let speed = -drift.speed * libm::log1p(-draw);
        let end = (7.0 * (week as f64 + 1.0)).min(days);
        while now < end {
            if let Policy::At { threshold, delay } = policy
                && due.is_infinite()
            {
                let crossed = now + ((threshold - divergence) / speed).max(0.0);
                if crossed < end {
                    due = crossed + delay;
                }
            }
            let until = due.min(end);
            let span = until - now;
            lost += loss * span * (divergence + speed * span / 2.0);
            divergence += speed * span;
            now = until;
            if now >= due && now < days {
                runs += 1.0;
                divergence = 0.0;
                due = if let Policy::Every(interval) = policy {
                    due + interval
                } else {
                    f64::INFINITY
                };
                if runs > MOST_RUNS {
                    return nothing;
                }
            }
        }
        if end >= days {
            break;
        }
    }
    Outcome {
        cost_per_day: (lost + runs * cost) / days,
        runs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `facts.md`: C = 10,000 and K = 500.
    #[test]
    fn the_square_root_law() {
        let (cost, growth) = (10_000.0, 500.0);
        let best = best_interval(cost, growth);
        assert!((best - 6.324_555_320_336_759).abs() < 1e-12, "√40 = {best}");
        let least = daily_cost(cost, growth, best);
        assert!(
            (least - 3_162.277_660_168_379).abs() < 1e-9,
            "√10⁷ = {least}"
        );
        assert!((daily_cost(cost, growth, best / 10.0) / least - 5.05).abs() < 1e-12);
    }

    fn steady(policy: Policy, days: f64) -> Outcome {
        // A long mean over weeks; the tests below compare with what holds for any draw.
        simulate(
            policy,
            Drift {
                speed: 0.01,
                seed: 7,
            },
            100.0,
            5000.0,
            days,
        )
    }

    #[test]
    fn a_fixed_interval_pays_for_every_run_but_one_at_the_end() {
        assert_eq!(steady(Policy::Every(10.0), 100.0).runs, 9.0);
        assert_eq!(steady(Policy::Every(30.0), 100.0).runs, 3.0);
        assert_eq!(steady(Policy::Every(500.0), 100.0).runs, 0.0);
    }

    #[test]
    fn over_a_long_time_a_fixed_interval_costs_what_the_formula_says() {
        let outcome = steady(Policy::Every(7.0), 3640.0);
        // 520 weeks of exponential speed: the mean is off by about 1/√520, which is 4.4 %.
        let formula = daily_cost(100.0, 0.01 * 5000.0, 7.0);
        assert!(
            (outcome.cost_per_day / formula - 1.0).abs() < 0.12,
            "{outcome:?} against {formula}"
        );
    }

    #[test]
    fn without_drift_a_threshold_never_pays() {
        let policy = Policy::At {
            threshold: 0.1,
            delay: 2.0,
        };
        let outcome = simulate(
            policy,
            Drift {
                speed: 0.0,
                seed: 1,
            },
            100.0,
            5000.0,
            365.0,
        );
        assert_eq!(
            outcome,
            Outcome {
                cost_per_day: 0.0,
                runs: 0.0
            }
        );
    }

    #[test]
    fn label_delay_costs() {
        let of = |delay| {
            steady(
                Policy::At {
                    threshold: 0.05,
                    delay,
                },
                365.0,
            )
            .cost_per_day
        };
        assert!(of(0.0) < of(7.0) && of(7.0) < of(21.0));
    }

    #[test]
    fn nonsense_gives_no_number() {
        for policy in [
            Policy::Every(0.0),
            Policy::Every(f64::NAN),
            Policy::At {
                threshold: -1.0,
                delay: 0.0,
            },
        ] {
            assert!(steady(policy, 100.0).cost_per_day.is_nan());
        }
        assert!(
            steady(Policy::Every(1.0), f64::INFINITY)
                .cost_per_day
                .is_nan()
        );
        assert!(steady(Policy::Every(1e-9), 100.0).runs.is_nan());
        assert!(steady(Policy::Every(0.005), 100.0).runs <= MOST_RUNS);
    }
}
