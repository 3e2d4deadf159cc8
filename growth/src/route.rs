//! The order of a day's visits: exact for as many stops as anybody can make, improved step by step beyond.

use vocab::GeoPoint;

/// Up to so many stops every order is considered (Held and Karp's dynamic programme).
const EXACT: usize = 12;

/// A way through all stops.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// The stops in order, by their positions.
    pub order: Vec<usize>,
    /// Length in metres, straight over the map: roads are longer.
    pub metres: f64,
    /// Whether no shorter order exists.
    pub exact: bool,
}

/// A short way from the start (or, without one, from whichever stop is best) through all stops. It ends at the last
/// stop: where the mentor goes home to is nobody's business.
pub fn shortest(start: Option<GeoPoint>, stops: &[GeoPoint]) -> Route {
    let ways = Ways::between(start, stops);
    let exact = stops.len() <= EXACT;
    let order = if exact {
        held_karp(&ways)
    } else {
        improved(&ways)
    };
    Route {
        metres: ways.length(&order),
        order,
        exact,
    }
}

struct Ways {
    count: usize,
    first: Vec<f64>,
    between: Vec<f64>,
}

impl Ways {
    fn between(start: Option<GeoPoint>, stops: &[GeoPoint]) -> Self {
        let first = stops
            .iter()
            .map(|stop| start.map_or(0.0, |start| start.metres_to(*stop)))
            .collect();
        let between = stops
            .iter()
            .flat_map(|from| stops.iter().map(|to| from.metres_to(*to)))
            .collect();
        Self {
            count: stops.len(),
            first,
            between,
        }
    }

    fn at(&self, from: usize, to: usize) -> f64 {
        self.between[from * self.count + to]
    }

    fn length(&self, order: &[usize]) -> f64 {
        let first = order.first().map_or(0.0, |stop| self.first[*stop]);
        first
            + order
                .windows(2)
                .map(|pair| self.at(pair[0], pair[1]))
                .sum::<f64>()
    }
}

fn held_karp(ways: &Ways) -> Vec<usize> {
    let n = ways.count;
    if n == 0 {
        return Vec::new();
    }
    let full = (1_usize << n) - 1;
    let mut reach = vec![f64::INFINITY; (full + 1) * n];
    let mut before = vec![usize::MAX; (full + 1) * n];
    for stop in 0..n {
        reach[(1 << stop) * n + stop] = ways.first[stop];
    }
    for set in 1..=full {
        for last in (0..n).filter(|last| set & (1 << last) != 0) {
            let here = reach[set * n + last];
            for next in (0..n).filter(|next| set & (1 << next) == 0) {
                let place = (set | (1 << next)) * n + next;
                let there = here + ways.at(last, next);
                if there < reach[place] {
                    reach[place] = there;
                    before[place] = last;
                }
            }
        }
    }
    let mut last = (0..n)
        .min_by(|a, b| reach[full * n + a].total_cmp(&reach[full * n + b]))
        .unwrap_or(0);
    let (mut set, mut order) = (full, Vec::with_capacity(n));
    loop {
        order.push(last);
        let previous = before[set * n + last];
        set &= !(1 << last);
        if previous == usize::MAX {
            break;
        }
        last = previous;
    }
    order.reverse();
    order
}

/// Nearest neighbour, then stretches are turned round as long as that helps (2-opt).
fn improved(ways: &Ways) -> Vec<usize> {
    let mut left: Vec<usize> = (0..ways.count).collect();
    let mut order: Vec<usize> = Vec::with_capacity(ways.count);
    while !left.is_empty() {
        let way = |stop: usize| {
            order
                .last()
                .map_or(ways.first[stop], |last| ways.at(*last, stop))
        };
        let nearest = (0..left.len()).min_by(|a, b| way(left[*a]).total_cmp(&way(left[*b])));
        order.push(left.swap_remove(nearest.unwrap_or(0)));
    }
    let mut length = ways.length(&order);
    loop {
        let mut better = false;
        for from in 0..order.len() {
            for to in from + 1..order.len() {
                order[from..=to].reverse();
                let tried = ways.length(&order);
                if tried < length - 1e-6 {
                    length = tried;
                    better = true;
                } else {
                    order[from..=to].reverse();
                }
            }
        }
        if !better {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point(lat: f64, lng: f64) -> GeoPoint {
        GeoPoint::new(lat, lng).unwrap()
    }

    #[test]
    fn stops_on_a_line_are_visited_along_the_line() {
        let stops = [point(-7.0, 110.3), point(-7.0, 110.1), point(-7.0, 110.2)];
        let route = shortest(Some(point(-7.0, 110.0)), &stops);
        assert_eq!(route.order, [1, 2, 0]);
        assert!(route.exact);
        let free = shortest(None, &stops);
        assert!(free.metres < route.metres);
        assert!(shortest(None, &[]).order.is_empty());
    }

    proptest! {
        #[test]
        fn every_stop_is_visited_once_and_the_long_way_is_no_shorter_than_the_exact_one(
            places in proptest::collection::vec((-7.2..-6.9_f64, 109.9..110.4_f64), 1..20)
        ) {
            let stops: Vec<GeoPoint> = places.iter().map(|(lat, lng)| point(*lat, *lng)).collect();
            let start = Some(point(-7.0, 110.2));
            let route = shortest(start, &stops);
            let mut seen = route.order.clone();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..stops.len()).collect::<Vec<_>>());
            if route.exact {
                let ways = Ways::between(start, &stops);
                prop_assert!(route.metres <= ways.length(&improved(&ways)) + 1e-6);
            }
        }
    }
}
