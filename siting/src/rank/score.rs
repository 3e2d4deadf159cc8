//! Three ways to join values and weights into one figure per site. They differ in what they
//! forgive: the weighted sum lets a strength make up for any weakness, TOPSIS looks at the
//! distances to the best and the worst imaginable site, VIKOR minds the one greatest regret.

use super::criteria::{Direction, Normalisation};

/// Values and how to read them; column by column, since all three methods work on columns.
#[derive(Debug, Clone)]
pub struct Grid {
    sites: usize,
    directions: Vec<Direction>,
    normalisation: Normalisation,
    vikor_v: f64,
    raw: Vec<f64>,
    even: Vec<f64>,
}

/// Figures of all sites by all methods.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Weighted sum; more is better.
    pub sum: Vec<f64>,
    /// TOPSIS closeness; more is better.
    pub topsis: Vec<f64>,
    /// VIKOR Q; less is better.
    pub vikor: Vec<f64>,
    /// VIKOR S: regret of the many.
    pub group_regret: Vec<f64>,
    /// VIKOR R: greatest single regret.
    pub worst_regret: Vec<f64>,
}

impl Grid {
    /// A grid from one row per site.
    pub fn new(
        rows: &[Vec<f64>],
        directions: Vec<Direction>,
        normalisation: Normalisation,
        vikor_v: f64,
    ) -> Self {
        let columns = directions.len();
        let raw = (0..columns).flat_map(|column| {
            rows.iter()
                .map(move |row| row.get(column).copied().unwrap_or(0.0))
        });
        let raw: Vec<f64> = raw.collect();
        let even = vec![0.0; raw.len()];
        Self {
            sites: rows.len(),
            directions,
            normalisation,
            vikor_v,
            raw,
            even,
        }
    }

    /// Number of sites.
    pub fn sites(&self) -> usize {
        self.sites
    }

    /// The values, column after column, to be disturbed in Monte-Carlo runs.
    pub(crate) fn raw(&mut self) -> &mut [f64] {
        &mut self.raw
    }

    /// Values between sites made comparable: 0 bad, 1 good (Minmax).
    pub fn even_out(&mut self) {
        if self.sites == 0 {
            return;
        }
        let columns = self
            .raw
            .chunks(self.sites)
            .zip(self.even.chunks_mut(self.sites));
        for ((raw, even), direction) in columns.zip(&self.directions) {
            even_out(raw, even, *direction, self.normalisation);
        }
    }

    /// One site's comparable values.
    pub fn even(&self, site: usize) -> Vec<f64> {
        self.even
            .chunks(self.sites.max(1))
            .map(|column| column[site])
            .collect()
    }

    /// Scores all sites; `even_out` must have been called after the last change of values.
    pub fn score(&self, weights: &[f64], figures: &mut Figures) {
        figures.clear(self.sites);
        if self.sites == 0 {
            return;
        }
        let mut near = vec![0.0; self.sites];
        let mut far = vec![0.0; self.sites];
        for (column, (even, &weight)) in self.even.chunks(self.sites).zip(weights).enumerate() {
            let (low, high) = range(even);
            for (site, &value) in even.iter().enumerate() {
                figures.sum[site] += weight * value;
                near[site] += (weight * (high - value)).powi(2);
                far[site] += (weight * (value - low)).powi(2);
            }
            self.regret(column, weight, figures);
        }
        for site in 0..self.sites {
            let (near, far) = (near[site].sqrt(), far[site].sqrt());
            // All sites alike: each is at the ideal.
            figures.topsis[site] = if near + far > 0.0 {
                far / (near + far)
            } else {
                1.0
            };
        }
        let (many, one) = (range(&figures.group_regret), range(&figures.worst_regret));
        for site in 0..self.sites {
            figures.vikor[site] = self.vikor_v * share(figures.group_regret[site], many)
                + (1.0 - self.vikor_v) * share(figures.worst_regret[site], one);
        }
    }

    /// VIKOR looks at the raw values: how much of the way from best to worst is lost.
    fn regret(&self, column: usize, weight: f64, figures: &mut Figures) {
        let raw = &self.raw[column * self.sites..(column + 1) * self.sites];
        let (low, high) = range(raw);
        let width = high - low;
        if width <= 0.0 {
            return;
        }
        let best = if self.directions[column] == Direction::Cost {
            low
        } else {
            high
        };
        for (site, &value) in raw.iter().enumerate() {
            let regret = weight * ((best - value).abs() / width);
            figures.group_regret[site] += regret;
            figures.worst_regret[site] = figures.worst_regret[site].max(regret);
        }
    }
}

impl Figures {
    fn clear(&mut self, sites: usize) {
        for list in [
            &mut self.sum,
            &mut self.topsis,
            &mut self.vikor,
            &mut self.group_regret,
            &mut self.worst_regret,
        ] {
            list.clear();
            list.resize(sites, 0.0);
        }
    }
}

fn range(values: &[f64]) -> (f64, f64) {
    values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| {
            (low.min(value), high.max(value))
        })
}

fn share(value: f64, (low, high): (f64, f64)) -> f64 {
    if high > low {
        (value - low) / (high - low)
    } else {
        0.0
    }
}

fn even_out(raw: &[f64], even: &mut [f64], direction: Direction, how: Normalisation) {
    let (low, high) = range(raw);
    let cost = direction == Direction::Cost;
    let total: f64 = match how {
        Normalisation::Minmax => high - low,
        Normalisation::Max => high,
        Normalisation::Vector => raw.iter().map(|value| value * value).sum::<f64>().sqrt(),
        Normalisation::Sum if cost => raw.iter().map(|value| 1.0 / value).sum(),
        Normalisation::Sum => raw.iter().sum(),
    };
    if total == 0.0 {
        // All alike: the criterion tells no site from another.
        even.fill(1.0);
        return;
    }
    for (even, &value) in even.iter_mut().zip(raw) {
        *even = match (how, cost) {
            (Normalisation::Minmax, false) => (value - low) / total,
            (Normalisation::Minmax, true) => (high - value) / total,
            (Normalisation::Sum, true) => 1.0 / value / total,
            (Normalisation::Max | Normalisation::Vector, true) => 1.0 - value / total,
            (_, false) => value / total,
        };
    }
}

/// Places 1, 2, … by figure; equal figures share a place and the next one is left out.
pub fn places(figures: &[f64], less_is_better: bool) -> Vec<usize> {
    let sign = if less_is_better { -1.0 } else { 1.0 };
    let better = |a: f64, b: f64| sign * (a - b) > 1e-12;
    figures
        .iter()
        .map(|&own| 1 + figures.iter().filter(|&&other| better(other, own)).count())
        .collect()
}

/// VIKOR's compromise: the best site alone when it leads clearly and also leads by S or R;
/// otherwise all which are nearly as good.
pub fn compromise(figures: &Figures) -> Vec<usize> {
    let mut order: Vec<usize> = (0..figures.vikor.len()).collect();
    order.sort_by(|&a, &b| {
        figures.vikor[a]
            .total_cmp(&figures.vikor[b])
            .then(a.cmp(&b))
    });
    let (Some(&first), Some(&second)) = (order.first(), order.get(1)) else {
        return order;
    };
    let step = 1.0 / crate::number::real(order.len() - 1);
    let ahead = |site: usize| figures.vikor[site] - figures.vikor[first];
    if ahead(second) < step {
        return order
            .into_iter()
            .filter(|&site| ahead(site) < step)
            .collect();
    }
    let leads = |list: &[f64]| list.iter().all(|other| *other >= list[first]);
    if leads(&figures.group_regret) || leads(&figures.worst_regret) {
        vec![first]
    } else {
        vec![first, second]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(rows: &[Vec<f64>], directions: &[Direction], weights: &[f64]) -> Figures {
        let mut grid = Grid::new(rows, directions.to_vec(), Normalisation::Minmax, 0.5);
        grid.even_out();
        let mut figures = Figures::default();
        grid.score(weights, &mut figures);
        figures
    }

    #[test]
    fn a_site_best_in_everything_wins_by_every_method() {
        let rows = [vec![1.0, 9.0], vec![3.0, 5.0], vec![2.0, 7.0]];
        let figures = scored(&rows, &[Direction::Benefit, Direction::Cost], &[0.4, 0.6]);
        assert!((figures.sum[1] - 1.0).abs() < 1e-12);
        assert!((figures.topsis[1] - 1.0).abs() < 1e-12);
        assert!(figures.vikor[1].abs() < 1e-12);
        assert_eq!(compromise(&figures), vec![1]);
        assert_eq!(places(&figures.sum, false), vec![3, 1, 2]);
        assert_eq!(places(&figures.vikor, true), vec![3, 1, 2]);
    }

    #[test]
    fn sites_which_are_all_alike_share_the_first_place() {
        let figures = scored(&[vec![2.0], vec![2.0]], &[Direction::Benefit], &[1.0]);
        assert_eq!(places(&figures.sum, false), vec![1, 1]);
        assert_eq!(places(&figures.topsis, false), vec![1, 1]);
        assert_eq!(places(&figures.vikor, true), vec![1, 1]);
        assert_eq!(compromise(&figures).len(), 2);
    }

    #[test]
    fn one_site_alone_gets_finite_figures() {
        let figures = scored(
            &[vec![2.0, 1.0]],
            &[Direction::Benefit, Direction::Cost],
            &[0.5, 0.5],
        );
        assert!(figures.sum[0].is_finite() && figures.topsis[0].is_finite());
        assert!(figures.vikor[0].abs() < 1e-12);
    }
}
