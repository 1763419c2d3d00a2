//! Samples of numbers: quantiles, and counts in bins.

/// The number below which a share `p` of a sample lies, by linear interpolation between the two nearest
/// draws (type 7 of Hyndman and Fan, 1996, which is NumPy's and R's default). NaN if there are no draws, if
/// one is NaN, or if `p` is no share.
pub fn quantile(sample: &[f64], p: f64) -> f64 {
    let known = !sample.is_empty() && !sample.iter().any(|draw| draw.is_nan());
    if !known || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let mut sorted = sample.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = p * (sorted.len() - 1) as f64;
    let (below, part) = (at as usize, at - libm::floor(at));
    match sorted.get(below + 1) {
        Some(above) if part > 0.0 => sorted[below] + (above - sorted[below]) * part,
        _ => sorted[below],
    }
}

/// A sample in bins of equal width, from the least draw to the greatest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bins {
    /// The least draw.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// How many draws each bin has: those from its lower edge on, and in the last bin the greatest too.
    pub counts: Vec<usize>,
}

impl Bins {
    /// Counts the draws that are finite; `None` if there are none. Draws that are all the same have one bin
    /// without width.
    pub fn new(sample: &[f64], bins: usize) -> Option<Self> {
        let draws = || sample.iter().copied().filter(|draw| draw.is_finite());
        let low = draws().reduce(|least, draw| if draw < least { draw } else { least })?;
        let high = draws().reduce(|most, draw| if draw > most { draw } else { most })?;
        let width = high - low;
        let mut counts = vec![0; if width > 0.0 { bins.max(1) } else { 1 }];
        let last = counts.len() - 1;
        for draw in draws() {
            let bin = (draw - low) / width * counts.len() as f64;
            counts[(bin as usize).min(last)] += 1;
        }
        Some(Self { low, high, counts })
    }

    /// The edges of a bin.
    pub fn edges(&self, bin: usize) -> (f64, f64) {
        let edge = |at: usize| match self.counts.len() {
            all if all == at => self.high,
            all => self.low + (self.high - self.low) * at as f64 / all as f64,
        };
        (edge(bin), edge(bin + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand from the definition: the place of p among n draws is p·(n − 1), counted from 0.
    #[test]
    fn quantiles() {
        let check = |sample: &[f64], p: f64, expect: f64| {
            let found = quantile(sample, p);
            assert!(
                (found - expect).abs() < 1e-12,
                "{found} is not {expect}: {p} of {sample:?}"
            );
        };
        let draws = [15.0, 20.0, 35.0, 40.0, 50.0];
        check(&draws, 0.0, 15.0);
        check(&draws, 0.4, 29.0);
        check(&draws, 0.5, 35.0);
        check(&draws, 1.0, 50.0);
        check(&[40.0, 15.0, 50.0, 35.0, 20.0], 0.4, 29.0);
        check(&[7.0], 0.99, 7.0);
        check(&[1.0, 2.0], 0.25, 1.25);
        check(&[1.0, 2.0, f64::INFINITY], 0.5, 2.0);
        for (sample, p) in [
            (&[][..], 0.5),
            (&[1.0, f64::NAN], 0.5),
            (&[1.0], 1.1),
            (&[1.0], f64::NAN),
        ] {
            assert!(quantile(sample, p).is_nan(), "{p} of {sample:?}");
        }
    }

    #[test]
    fn bins_by_hand() {
        // Four bins of 2.5 from 0 to 10: the lower edge belongs to a bin, the last has the greatest too.
        let bins = Bins::new(&[0.0, 1.0, 2.5, 4.9, 5.0, 9.0, 10.0, f64::NAN], 4).unwrap();
        assert_eq!(bins.counts, [2, 2, 1, 2]);
        assert_eq!((bins.edges(0), bins.edges(3)), ((0.0, 2.5), (7.5, 10.0)));
        assert_eq!(Bins::new(&[3.0, 3.0], 20).unwrap().counts, [2]);
        assert_eq!(Bins::new(&[f64::NAN], 20), None);
        assert_eq!(Bins::new(&[], 20), None);
    }

    #[test]
    fn no_draw_is_lost() {
        let draws: Vec<f64> = (0..1000).map(|at| f64::from(at) * 0.1).collect();
        for bins in [2, 3, 7, 20, 100] {
            assert_eq!(
                Bins::new(&draws, bins)
                    .unwrap()
                    .counts
                    .iter()
                    .sum::<usize>(),
                1000
            );
        }
    }
}
