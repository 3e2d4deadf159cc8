//! The critical path: when each task can begin and end, how long it may wait, and whether the dependencies make a
//! circle. Time is counted in whole working days from the start of the project. Pure.

/// A task, as far as time is concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// Working days it takes (those that are left, once it has begun); 0 for a milestone.
    pub days: u32,
    /// The tasks that come before it, by position.
    pub after: Vec<usize>,
    /// Not before this day of the project; for work that has begun, the day on which the rest goes on.
    pub not_before: u32,
    /// It is done, and was on this day.
    pub done_at: Option<u32>,
}

/// When a task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The day of the project on which it begins.
    pub start: u32,
    /// The first day on which it no longer works.
    pub end: u32,
    /// The latest end that delays nothing.
    pub late_end: u32,
    /// How many days it may slip without moving the end of the project.
    pub slack: u32,
    /// Whether it stands on the path that decides the end.
    pub critical: bool,
}

/// A circle: every task waits for the one before it in the list, the first for the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle(pub Vec<usize>);

/// Plans the tasks as early as they can be. A position that is none is taken for nothing to wait for.
pub fn plan(works: &[Work]) -> Result<Vec<Span>, Cycle> {
    let order = order(works)?;
    let mut spans = vec![
        Span {
            start: 0,
            end: 0,
            late_end: 0,
            slack: 0,
            critical: false
        };
        works.len()
    ];
    for &at in &order {
        let work = &works[at];
        let ready = befores(works, at).map(|before| spans[before].end);
        let start = ready.max().unwrap_or(0).max(work.not_before);
        let (start, end) = match work.done_at {
            Some(done) => (done.saturating_sub(work.days), done),
            None => (start, start.saturating_add(work.days)),
        };
        spans[at] = Span {
            start,
            end,
            ..spans[at]
        };
    }
    let last = spans.iter().map(|span| span.end).max().unwrap_or(0);
    for span in &mut spans {
        span.late_end = last;
    }
    for &at in order.iter().rev() {
        let work = &works[at];
        let latest_start = spans[at].late_end.saturating_sub(work.days);
        for before in befores(works, at) {
            // What is done already asks nothing of those before it.
            if work.done_at.is_none() {
                spans[before].late_end = spans[before].late_end.min(latest_start);
            }
        }
    }
    for (span, work) in spans.iter_mut().zip(works) {
        span.late_end = span.late_end.max(span.end);
        span.slack = span.late_end - span.end;
        span.critical = span.slack == 0 && work.done_at.is_none();
    }
    Ok(spans)
}

fn befores(works: &[Work], at: usize) -> impl Iterator<Item = usize> + '_ {
    let count = works.len();
    works[at]
        .after
        .iter()
        .copied()
        .filter(move |&before| before < count)
}

/// The tasks in an order in which each stands behind those it waits for.
fn order(works: &[Work]) -> Result<Vec<usize>, Cycle> {
    let mut waits: Vec<usize> = (0..works.len())
        .map(|at| befores(works, at).count())
        .collect();
    let mut afters: Vec<Vec<usize>> = vec![Vec::new(); works.len()];
    for at in 0..works.len() {
        for before in befores(works, at) {
            afters[before].push(at);
        }
    }
    let mut order: Vec<usize> = (0..works.len()).filter(|&at| waits[at] == 0).collect();
    let mut next = 0;
    while let Some(&at) = order.get(next) {
        next += 1;
        for &after in &afters[at] {
            waits[after] -= 1;
            if waits[after] == 0 {
                order.push(after);
            }
        }
    }
    if order.len() == works.len() {
        return Ok(order);
    }
    // Whatever still waits, waits for something that still waits: following it back must come round.
    let mut at = waits.iter().position(|&waits| waits > 0).unwrap_or(0);
    let mut walked: Vec<usize> = Vec::new();
    loop {
        if let Some(begin) = walked.iter().position(|&seen| seen == at) {
            let mut circle = walked.split_off(begin);
            circle.reverse();
            return Err(Cycle(circle));
        }
        walked.push(at);
        let Some(before) = befores(works, at).find(|&before| waits[before] > 0) else {
            return Err(Cycle(walked));
        };
        at = before;
    }
}

/// How much of the work is done by a day, if each task goes evenly from start to end: the planned S-curve, 0 to 1.
pub fn planned_share(spans: &[Span], weights: &[u32], day: u32) -> f64 {
    let total: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
    if total <= 0.0 {
        return 0.0;
    }
    let done = spans.iter().zip(weights).map(|(span, &weight)| {
        let length = f64::from(span.end - span.start);
        let share = if day >= span.end {
            1.0
        } else if day <= span.start || length <= 0.0 {
            0.0
        } else {
            f64::from(day - span.start) / length
        };
        share * f64::from(weight)
    });
    done.sum::<f64>() / total
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn work(days: u32, after: &[usize]) -> Work {
        Work {
            days,
            after: after.to_vec(),
            ..Work::default()
        }
    }

    #[test]
    fn the_longer_way_is_critical_and_the_shorter_may_wait() {
        let spans = plan(&[work(2, &[]), work(5, &[0]), work(3, &[0]), work(1, &[1, 2])]).unwrap();
        let critical: Vec<bool> = spans.iter().map(|span| span.critical).collect();
        assert_eq!(critical, [true, true, false, true]);
        assert_eq!((spans[2].slack, spans[3].start, spans[3].end), (2, 7, 8));
    }

    #[test]
    fn a_circle_is_named() {
        let Err(Cycle(circle)) = plan(&[work(1, &[2]), work(1, &[0]), work(1, &[1]), work(1, &[])])
        else {
            unreachable!("a circle");
        };
        let mut sorted = circle.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2]);
        assert_eq!(plan(&[work(1, &[0])]), Err(Cycle(vec![0])));
    }

    #[test]
    fn what_is_done_stays_where_it_was_done() {
        let mut works = vec![work(5, &[]), work(5, &[0])];
        works[0].done_at = Some(9);
        let spans = plan(&works).unwrap();
        assert_eq!((spans[0].end, spans[1].start), (9, 9));
        assert!(!spans[0].critical && spans[1].critical);
    }

    /// Tasks that wait only for earlier ones: no circle can be.
    fn works() -> impl Strategy<Value = Vec<Work>> {
        let one = (
            0_u32..30,
            proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
            0_u32..20,
        );
        proptest::collection::vec(one, 1..40).prop_map(|list| {
            list.into_iter()
                .enumerate()
                .map(|(at, (days, after, not_before))| {
                    let after = if at == 0 {
                        Vec::new()
                    } else {
                        after.iter().map(|index| index.index(at)).collect()
                    };
                    Work {
                        days,
                        after,
                        not_before,
                        done_at: None,
                    }
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn nothing_begins_before_what_it_waits_for(works in works()) {
            let spans = plan(&works).unwrap();
            for (work, span) in works.iter().zip(&spans) {
                prop_assert!(span.start >= work.not_before);
                prop_assert_eq!(span.end, span.start + work.days);
                for &before in &work.after {
                    prop_assert!(spans[before].end <= span.start);
                    prop_assert!(spans[before].late_end + work.days <= span.late_end);
                }
            }
            prop_assert!(spans.iter().any(|span| span.critical));
        }

        #[test]
        fn a_task_may_slip_by_its_slack_and_not_by_more(works in works(), pick in any::<prop::sample::Index>()) {
            let spans = plan(&works).unwrap();
            let last = |works: &[Work]| plan(works).unwrap().iter().map(|span| span.end).max().unwrap();
            let end = last(&works);
            let at = pick.index(works.len());
            let mut slipped = works.clone();
            slipped[at].days += spans[at].slack;
            prop_assert_eq!(last(&slipped), end);
            slipped[at].days += 1;
            prop_assert_eq!(last(&slipped), end + 1);
        }

        #[test]
        fn the_curve_rises_from_nothing_to_all(works in works(), weight in 1_u32..9) {
            let spans = plan(&works).unwrap();
            let weights = vec![weight; spans.len()];
            let end = spans.iter().map(|span| span.end).max().unwrap();
            let mut before = 0.0;
            for day in 0..=end {
                let share = planned_share(&spans, &weights, day);
                prop_assert!(share >= before && share <= 1.0 + 1e-9);
                before = share;
            }
            prop_assert!((planned_share(&spans, &weights, end) - 1.0).abs() < 1e-9);
        }

        #[test]
        fn any_dependencies_are_planned_or_their_circle_is_real(
            edges in proptest::collection::vec((0_usize..12, 0_usize..12), 0..40)
        ) {
            let mut works = vec![work(1, &[]); 12];
            for (before, after) in edges {
                works[after].after.push(before);
            }
            if let Err(Cycle(circle)) = plan(&works) {
                for (at, &one) in circle.iter().enumerate() {
                    let next = circle[(at + 1) % circle.len()];
                    prop_assert!(works[next].after.contains(&one), "{circle:?}");
                }
            }
        }
    }
}
