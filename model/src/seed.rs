//! All randomness: words go in as a seed, the same draws come out wherever they are made.
//!
//! A seed is a hash of what the draws belong to (book, chapter, directive, track, key). Draws are made by
//! ChaCha8 and turned into uniform numbers by integer arithmetic and one multiplication with a power of
//! two, so that they are the same to the bit natively and in WebAssembly.

use crate::drift::normal_quantile;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardUniform};
use std::rc::Rc;

/// The most draws that one sample has.
pub const MAX_DRAWS: usize = 200_000;

/// How many samples [`Draws`] keeps.
const MAX_SAMPLES: usize = 32;

/// The seed of a list of words. Lists that differ, even in where one word ends, have different seeds, but
/// for chance.
///
/// FNV-1a (64 bits) over the words' UTF-8, each followed by the byte 0xFF, which occurs in no UTF-8; then
/// the finaliser of SplitMix64, because FNV leaves the upper bits of short inputs alike.
pub fn seed(parts: &[&str]) -> u64 {
    let hash = parts.iter().fold(FNV_OFFSET, |hash, part| {
        fnv(fnv(hash, part.as_bytes()), &[0xff])
    });
    finalise(hash)
}

/// The seed of one key under the seed of its directive: hashed in the same way, over the 8 bytes of the
/// seed (the lowest first) and the key.
pub fn keyed(seed: u64, key: &str) -> u64 {
    finalise(fnv(fnv(FNV_OFFSET, &seed.to_le_bytes()), key.as_bytes()))
}

/// The generator of a seed.
pub fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// The endless draws of a seed: uniform in [0, 1), multiples of 2⁻⁵³.
pub fn uniforms(seed: u64) -> impl Iterator<Item = f64> {
    StandardUniform.sample_iter(rng(seed))
}

/// The shares of bins that `draws`, sorted and uniform in [0, 1), find in a population of these `shares`:
/// a draw is in the bin whose interval of cumulated shares holds it.
///
/// What the shares lack of 1 belongs to the last bin. A share that is NaN, or no draws at all, give NaN.
///
/// The same draws may be put to shares that move (common random numbers): then what is seen moves with
/// them, instead of jumping with each sample.
pub fn observed_shares(shares: &[f64], draws: &[f64]) -> Vec<f64> {
    let n = draws.len() as f64;
    let (mut cumulated, mut seen) = (0.0, 0);
    let observed = shares.iter().enumerate().map(|(bin, share)| {
        cumulated += share;
        let below = match bin + 1 {
            last if last == shares.len() => draws.len(),
            _ => draws.partition_point(|&draw| draw < cumulated).max(seen),
        };
        let count = below - seen;
        seen = below;
        if cumulated.is_nan() {
            f64::NAN
        } else {
            count as f64 / n
        }
    });
    observed.collect()
}

/// How draws are distributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Uniform in [0, 1), in ascending order.
    Sorted,
    /// Exponential, of mean 1.
    Exponential,
    /// Normal, of mean 0 and standard deviation 1.
    Normal,
}

/// The most draws of a sample whose order counts: each is used, where a sorted one is searched.
pub const MAX_UNSORTED: usize = 20_000;

/// Draws, kept for the next evaluation: sorting and quantiles are what costs. It changes no result.
#[derive(Clone, Debug, Default)]
pub struct Draws {
    /// Seed, shape and draws, the one used last at the end.
    samples: Vec<(u64, Shape, Rc<[f64]>)>,
}

impl Draws {
    /// The first `n` (1 to [`MAX_DRAWS`]) draws of a seed, in ascending order.
    pub fn sorted(&mut self, seed: u64, n: usize) -> Rc<[f64]> {
        self.kept(seed, n.clamp(1, MAX_DRAWS), Shape::Sorted)
    }

    /// The first `n` (1 to [`MAX_UNSORTED`]) draws of a seed by inverse transform, in the order in which they
    /// are drawn: so those of two seeds are independent, place by place.
    pub fn unsorted(&mut self, seed: u64, n: usize, shape: Shape) -> Rc<[f64]> {
        self.kept(seed, n.clamp(1, MAX_UNSORTED), shape)
    }

    fn kept(&mut self, seed: u64, n: usize, shape: Shape) -> Rc<[f64]> {
        let known = self
            .samples
            .iter()
            .position(|(of, drawn, draws)| (*of, *drawn, draws.len()) == (seed, shape, n));
        let sample = match known {
            Some(index) => self.samples.remove(index),
            None => {
                if self.samples.len() == MAX_SAMPLES {
                    self.samples.remove(0);
                }
                (seed, shape, draw(seed, n, shape).into())
            }
        };
        let draws = Rc::clone(&sample.2);
        self.samples.push(sample);
        draws
    }
}

fn draw(seed: u64, n: usize, shape: Shape) -> Vec<f64> {
    // A uniform draw is 0 once in 2⁵³; half the least other one stands for it, so that all stays finite.
    const NEAR_ZERO: f64 = 1.0 / (1_u64 << 54) as f64;
    let uniforms = uniforms(seed).take(n);
    match shape {
        Shape::Sorted => {
            let mut draws: Vec<_> = uniforms.collect();
            draws.sort_unstable_by(f64::total_cmp);
            draws
        }
        Shape::Exponential => uniforms.map(|draw| -libm::log1p(-draw)).collect(),
        Shape::Normal => uniforms
            .map(|draw| normal_quantile(draw.max(NEAR_ZERO)))
            .collect(),
    }
}

/// A hash of the first `n` draws of a fixed seed, to be compared between platforms.
pub fn draw_digest(n: u64) -> u64 {
    let mut draws = uniforms(seed(&["draw digest"]));
    (0..n).fold(FNV_OFFSET, |hash, _| {
        fnv(
            hash,
            &draws.next().unwrap_or_default().to_bits().to_le_bytes(),
        )
    })
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME)
    })
}

fn finalise(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::{half_observation, noise_floor, normal_shares, psi};

    #[test]
    fn seeds_tell_words_apart() {
        let lists: [&[&str]; 7] = [
            &[],
            &[""],
            &["a"],
            &["b"],
            &["ab", "c"],
            &["a", "bc"],
            &["a", "b", "c"],
        ];
        let seeds: Vec<_> = lists.into_iter().map(seed).collect();
        for (index, seed) in seeds.iter().enumerate() {
            assert!(!seeds[..index].contains(seed), "{:?}", lists[index]);
        }
        assert_ne!(keyed(1, "a"), keyed(2, "a"));
        assert_ne!(keyed(1, "a"), keyed(1, "b"));
    }

    #[test]
    fn fnv_agrees_with_its_published_vectors() {
        assert_eq!(fnv(FNV_OFFSET, b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv(FNV_OFFSET, b"foobar"), 0x8594_4171_f739_67e8);
    }

    /// These pin the seeds and the draws, so that ledgers stay replayable and every platform agrees. They
    /// were computed by a second implementation of FNV, SplitMix64, PCG32 and ChaCha8, in another language.
    #[test]
    fn bits_are_stable() {
        assert_eq!(
            seed(&["book", "ml_ops", "drift", "edge"]),
            0xc287_2609_5499_16f1
        );
        assert_eq!(keyed(42, "contrast"), 0x264a_6d9f_945a_2884);
        assert_eq!(draw_digest(0), FNV_OFFSET);
        assert_eq!(draw_digest(1_000), 0xe4ff_c011_0298_9e84);
        assert_eq!(draw_digest(1_000_000), 0x5fda_5db2_2c29_3960);
    }

    #[test]
    fn draws_are_sorted_kept_and_bounded() {
        let mut draws = Draws::default();
        let first = draws.sorted(1, 1000);
        assert!(first.is_sorted() && first[0] >= 0.0 && first[999] < 1.0);
        assert!(Rc::ptr_eq(&first, &draws.sorted(1, 1000)));
        assert_eq!(draws.sorted(1, 0).len(), 1);
        assert_eq!(draws.sorted(1, usize::MAX).len(), MAX_DRAWS);
        for other in 0..100 {
            draws.sorted(2, 10 + other);
            draws.sorted(1, 1000);
        }
        assert_eq!(draws.samples.len(), MAX_SAMPLES);
        assert!(
            Rc::ptr_eq(&first, &draws.sorted(1, 1000)),
            "what is in use is kept"
        );
        draws.samples.clear();
        assert_eq!(first, draws.sorted(1, 1000), "forgetting changes nothing");
    }

    #[test]
    fn a_larger_sample_holds_the_smaller() {
        let mut draws = Draws::default();
        let (small, large) = (draws.sorted(7, 50), draws.sorted(7, 60));
        assert!(small.iter().all(|draw| large.contains(draw)));
    }

    #[test]
    fn observed_by_hand() {
        let draws = [0.05, 0.3, 0.5, 0.95];
        assert_eq!(observed_shares(&[0.5, 0.3, 0.2], &draws), [0.5, 0.25, 0.25]);
        assert_eq!(observed_shares(&[0.0, 1.0], &draws), [0.0, 1.0]);
        // Shares that are none: nothing is counted twice.
        assert_eq!(
            observed_shares(&[0.9, -0.8, 0.9], &draws),
            [0.75, 0.0, 0.25]
        );
        assert!(observed_shares(&[], &draws).is_empty());
        assert!(
            observed_shares(&[f64::NAN, 1.0], &draws)
                .iter()
                .all(|share| share.is_nan())
        );
    }

    #[test]
    fn observed_shares_converge() {
        let shares = normal_shares(0.4, 1.1, 10);
        let observed = observed_shares(&shares, &Draws::default().sorted(seed(&["x"]), MAX_DRAWS));
        for (share, observed) in shares.iter().zip(observed) {
            let standard_error = (share * (1.0 - share) / MAX_DRAWS as f64).sqrt();
            assert!(
                (observed - share).abs() < 4.0 * standard_error,
                "{observed} is not {share}"
            );
        }
    }

    /// Without drift the index of many samples averages to the noise floor, which is derived independently.
    #[test]
    fn observed_shares_have_the_noise_floor() {
        let (shares, n, samples) = ([0.1; 10], 1000, 400);
        let index = |sample| {
            let draws = Draws::default().sorted(keyed(sample, "noise"), n);
            psi(
                &shares,
                &observed_shares(&shares, &draws),
                half_observation(n as f64),
            )
        };
        let mean = (0..samples).map(index).sum::<f64>() / samples as f64;
        // One index has a relative standard deviation of √(2/9), their mean one of 0.024.
        let floor = noise_floor(10.0, n as f64, f64::INFINITY);
        assert!((mean / floor - 1.0).abs() < 0.1, "{mean} is not {floor}");
    }
}
