//! Tasks laid on days: by the plan, as things stand, and the curve of both. No database.

use chrono::{Datelike, Days, NaiveDate};
use store::project::task::{Progress, Task};
use vocab::id::TaskId;

use super::Phase;
use crate::project::error::ProjectError;
use crate::project::schedule::{self, Cycle, Span, Work};
use crate::project::workdays::Workdays;

/// A task with its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskView {
    /// The task.
    pub task: Task,
    /// Its phase.
    pub phase: Phase,
    /// What it waits for.
    pub after: Vec<TaskId>,
    /// First and last day by the plan.
    pub planned: (NaiveDate, NaiveDate),
    /// First and last day as things stand.
    pub expected: (NaiveDate, NaiveDate),
    /// Working days it may slip without moving the opening.
    pub slack: u32,
    /// Whether it decides the opening.
    pub critical: bool,
    /// It will be, or was, done after the day agreed.
    pub late: bool,
}

/// The S-curve at one day, shares of the whole work from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// When.
    pub on: NaiveDate,
    /// By the plan.
    pub planned: f64,
    /// What was noted; none for days to come.
    pub real: Option<f64>,
}

/// The programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Programme {
    /// The tasks, phase by phase.
    pub tasks: Vec<TaskView>,
    /// First and last day by the plan; none without tasks.
    pub planned: Option<(NaiveDate, NaiveDate)>,
    /// Last day as things stand.
    pub expected_end: Option<NaiveDate>,
    /// The day agreed for the end.
    pub due: Option<NaiveDate>,
    /// The S-curve, month by month.
    pub curve: Vec<CurvePoint>,
    /// Today.
    pub today: NaiveDate,
}

impl Programme {
    /// Whether the end will be by the day agreed; none without such a day.
    pub fn on_time(&self) -> Option<bool> {
        Some(self.expected_end? <= self.due?)
    }

    /// Plan and reality of today, shares from 0 to 1.
    pub fn today_shares(&self) -> Option<(f64, f64)> {
        let point = self.curve.iter().find(|point| point.on == self.today)?;
        Some((point.planned, point.real?))
    }
}

/// Days of the project, counted from its first.
struct Ruler<'a> {
    workdays: &'a Workdays,
    first: NaiveDate,
}

impl Ruler<'_> {
    fn at(&self, day: NaiveDate) -> u32 {
        self.workdays.between(self.first, day)
    }

    /// First and last day of a span; a milestone has one day.
    fn days(&self, start: u32, end: u32) -> (NaiveDate, NaiveDate) {
        let last = end.saturating_sub(1).max(start);
        (
            self.workdays.after(self.first, start),
            self.workdays.after(self.first, last),
        )
    }
}

/// Puts tasks on days. Pure.
pub(super) fn lay_out(
    mut tasks: Vec<Task>,
    edges: &[(TaskId, TaskId)],
    notes: &[Progress],
    workdays: &Workdays,
    today: NaiveDate,
) -> std::result::Result<Programme, ProjectError> {
    let phase = |task: &Task| Phase::from_id(&task.phase).unwrap_or(Phase::Site);
    tasks.sort_by_key(|task| (phase(task), task.position));
    let firsts = tasks
        .iter()
        .flat_map(|task| [task.not_before, task.started_on]);
    let first = workdays.at_or_after(firsts.flatten().min().unwrap_or(today));
    let ruler = Ruler { workdays, first };
    let after: Vec<Vec<usize>> = tasks
        .iter()
        .map(|task| {
            let befores = edges.iter().filter(|(_, after)| *after == task.id);
            let at =
                |(before, _): &(TaskId, TaskId)| tasks.iter().position(|one| one.id == *before);
            befores.filter_map(at).collect()
        })
        .collect();
    let planned = plan(&tasks, &after, |task| Work {
        days: days(task.days),
        not_before: task.not_before.map_or(0, |day| ruler.at(day)),
        ..Work::default()
    })?;
    let expected = plan(&tasks, &after, |task| as_it_stands(task, &ruler, today))?;
    let views: Vec<TaskView> = tasks
        .iter()
        .enumerate()
        .map(|(at, task)| {
            let (plan, real) = (planned[at], expected[at]);
            let begun = task.started_on.map(|day| ruler.at(day));
            let (start, end) = ruler.days(begun.unwrap_or(real.start), real.end);
            TaskView {
                phase: phase(task),
                after: after[at].iter().map(|&before| tasks[before].id).collect(),
                planned: ruler.days(plan.start, plan.end),
                expected: (start, task.finished_on.unwrap_or(end)),
                slack: real.slack,
                critical: real.critical,
                late: task
                    .due_on
                    .is_some_and(|due| task.finished_on.unwrap_or(end) > due),
                task: task.clone(),
            }
        })
        .collect();
    let ends = |pick: fn(&TaskView) -> NaiveDate| views.iter().map(pick).max();
    let planned_end = ends(|view| view.planned.1);
    let expected_end = ends(|view| view.expected.1);
    Ok(Programme {
        planned: planned_end.map(|end| (first, end)),
        expected_end,
        due: tasks.iter().filter_map(|task| task.due_on).max(),
        curve: curve(&tasks, &planned, notes, &ruler, today, planned_end),
        tasks: views,
        today,
    })
}

fn days(days: i64) -> u32 {
    u32::try_from(days).unwrap_or(0)
}

fn plan(
    tasks: &[Task],
    after: &[Vec<usize>],
    work: impl Fn(&Task) -> Work,
) -> std::result::Result<Vec<Span>, ProjectError> {
    let works: Vec<Work> = tasks
        .iter()
        .zip(after)
        .map(|(task, after)| Work {
            after: after.clone(),
            ..work(task)
        })
        .collect();
    schedule::plan(&works).map_err(|Cycle(circle)| ProjectError::Cycle {
        path: circle_of(tasks, &circle),
    })
}

fn circle_of(tasks: &[Task], circle: &[usize]) -> String {
    let names = circle.iter().chain(circle.first());
    let names: Vec<&str> = names
        .filter_map(|&at| tasks.get(at))
        .map(|task| task.name.as_str())
        .collect();
    names.join(" → ")
}

/// What is done stays where it was; what is begun needs the rest of its days from today on; nothing begins before today.
fn as_it_stands(task: &Task, ruler: &Ruler<'_>, today: NaiveDate) -> Work {
    let now = ruler.at(today);
    if let Some(finished) = task.finished_on {
        let end = ruler.at(finished) + u32::from(task.days > 0);
        let started = task.started_on.map_or(end, |day| ruler.at(day));
        return Work {
            days: end.saturating_sub(started),
            done_at: Some(end),
            ..Work::default()
        };
    }
    let left = days(task.days) * (100 - days(task.percent).min(100));
    let earliest = task.not_before.map_or(0, |day| ruler.at(day));
    Work {
        days: left.div_ceil(100),
        not_before: if task.started_on.is_some() {
            now
        } else {
            earliest.max(now)
        },
        ..Work::default()
    }
}

/// Plan and reality at the end of every month, and today.
fn curve(
    tasks: &[Task],
    planned: &[Span],
    notes: &[Progress],
    ruler: &Ruler<'_>,
    today: NaiveDate,
    end: Option<NaiveDate>,
) -> Vec<CurvePoint> {
    let Some(end) = end else { return Vec::new() };
    let weights: Vec<u32> = tasks.iter().map(|task| days(task.weight)).collect();
    let mut moments = month_ends(ruler.first, end.max(today));
    moments.push(ruler.first);
    moments.push(today);
    moments.sort_unstable();
    moments.dedup();
    let total: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
    moments
        .into_iter()
        .filter(|on| *on >= ruler.first)
        .map(|on| CurvePoint {
            on,
            // A day's own work is done in the evening.
            planned: schedule::planned_share(planned, &weights, ruler.at(on + Days::new(1))),
            real: (on <= today && total > 0.0).then(|| noted(tasks, notes, on) / total),
        })
        .collect()
}

/// Weight that was done by a day, by the newest note of each task until then.
fn noted(tasks: &[Task], notes: &[Progress], on: NaiveDate) -> f64 {
    let done = |task: &Task| {
        let newest = notes
            .iter()
            .rev()
            .find(|note| note.task == task.id && note.on <= on);
        newest.map_or(0, |note| days(note.percent).min(100))
    };
    tasks
        .iter()
        .map(|task| f64::from(done(task)) / 100.0 * f64::from(days(task.weight)))
        .sum()
}

/// The last days of the months from one day to another, not more than ten years of them.
fn month_ends(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let mut ends = Vec::new();
    let (mut year, mut month) = (from.year(), from.month());
    while ends.len() < 120 {
        (year, month) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
        let last = NaiveDate::from_ymd_opt(year, month, 1).and_then(|day| day.pred_opt());
        let Some(last) = last else { break };
        ends.push(last);
        if last >= to {
            break;
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn task(at: u8, days: i64) -> Task {
        Task {
            id: TaskId::from_parts(u64::from(at), [at; 10]),
            phase: "building".to_owned(),
            position: i64::from(at),
            name: format!("Pekerjaan {at}"),
            days,
            not_before: None,
            due_on: None,
            weight: days,
            percent: 0,
            started_on: None,
            finished_on: None,
            proof: String::new(),
            example: false,
        }
    }

    #[test]
    fn a_late_start_moves_what_is_expected_and_not_the_plan() {
        let mut first = task(1, 10);
        first.not_before = Some(day("2026-11-02"));
        let mut second = task(2, 5);
        second.due_on = Some(day("2026-11-20"));
        let edges = [(first.id, second.id)];
        // Nothing has begun three weeks after it should have.
        let made = lay_out(
            vec![first, second],
            &edges,
            &[],
            &Workdays::default(),
            day("2026-11-24"),
        )
        .unwrap();
        assert_eq!(made.planned, Some((day("2026-11-02"), day("2026-11-20"))));
        assert_eq!(made.expected_end, Some(day("2026-12-14")));
        assert_eq!(made.on_time(), Some(false));
        assert!(made.tasks[1].late && made.tasks[1].critical);
    }

    #[test]
    fn the_real_curve_follows_the_notes_and_ends_today() {
        let mut one = task(1, 10);
        one.not_before = Some(day("2026-10-01"));
        let note = |on: &str, percent| Progress {
            task: one.id,
            on: day(on),
            percent,
            note: String::new(),
            account: None,
        };
        let notes = [note("2026-10-10", 40), note("2026-11-03", 70)];
        let today = day("2026-11-24");
        let made = lay_out(vec![one], &[], &notes, &Workdays::default(), today).unwrap();
        let at = |on: &str| made.curve.iter().find(|point| point.on == day(on)).unwrap();
        assert_eq!(at("2026-10-31").real, Some(0.4));
        assert!((at("2026-10-31").planned - 1.0).abs() < 1e-9);
        assert_eq!(made.today_shares(), Some((1.0, 0.7)));
        assert!(
            made.curve
                .iter()
                .all(|point| point.on <= today || point.real.is_none())
        );
    }

    #[test]
    fn a_circle_is_told_by_the_names_of_its_tasks() {
        let (one, two) = (task(1, 1), task(2, 1));
        let edges = [(one.id, two.id), (two.id, one.id)];
        let made = lay_out(
            vec![one, two],
            &edges,
            &[],
            &Workdays::default(),
            day("2026-11-24"),
        );
        let Err(ProjectError::Cycle { path }) = made else {
            unreachable!("a circle");
        };
        assert!(path.contains("Pekerjaan 1") && path.contains('→'), "{path}");
    }
}
