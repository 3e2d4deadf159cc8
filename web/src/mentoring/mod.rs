//! The room `mentoring`.

pub(crate) mod assess;
pub(crate) mod assignment;
pub(crate) mod caseload;
pub(crate) mod certificate;
pub(crate) mod effect;
pub(crate) mod figures;
pub(crate) mod mentors;
pub(crate) mod mine;
pub(crate) mod neglect;
pub(crate) mod one;
pub(crate) mod pages;
mod picture;
pub(crate) mod trainings;
pub(crate) mod visit;

use center::ErrorKind;
use growth::need::Reason;
use vocab::DomainError;

use crate::{error::Refusal, frame::Frame, page::say};

/// What is wrong, to be shown above the form with everything that was typed; other errors go on.
fn problem(frame: &Frame, error: center::Error) -> Result<Vec<String>, Refusal> {
    match error.kind() {
        ErrorKind::Invalid | ErrorKind::Conflict => Ok(vec![say(frame.lang, &error.message())]),
        _ => Err(error.into()),
    }
}

/// An id in an address; one that is none is not found.
fn id<T: std::str::FromStr>(text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

/// Why somebody should be visited, in words.
fn reason(frame: &Frame, why: &Reason) -> String {
    match why {
        Reason::NeverVisited => frame.t("mentoring-why-never"),
        Reason::Agreed { on } => frame.t1("mentoring-why-agreed", "day", frame.date(on)),
        Reason::LongAgo { on } => frame.t1("mentoring-why-long-ago", "day", frame.date(on)),
        Reason::Asks { n } => frame.count("mentoring-why-asks", i64::from(*n)),
        Reason::Promised { n, on } => frame.t2(
            "mentoring-why-promised",
            ("shown", n),
            ("day", &frame.date(on)),
        ),
        Reason::NotAssessed => frame.t("mentoring-why-not-assessed"),
        Reason::LowScore { total } => frame.t1("mentoring-why-low", "total", total),
    }
}

/// Kilometres with one decimal, as written in Indonesia.
#[expect(clippy::cast_precision_loss, reason = "metres of one regency")]
fn kilometres(metres: i64) -> String {
    format!("{:.1} km", metres as f64 / 1_000.0).replace('.', ",")
}

/// A score of 0 to 100 with one decimal.
fn score(total: f64) -> String {
    format!("{total:.1}").replace('.', ",")
}
