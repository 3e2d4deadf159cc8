//! Which rooms of the hall a visitor sees in the head of the page. It only shows doors; whether
//! they open is decided by the table of routes.

use center::Role;

use super::Frame;
use crate::routes;

/// A door in the head of the page.
pub(crate) struct Room {
    pub(crate) href: &'static str,
    pub(crate) label: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) current: bool,
}

/// Every door, in the order of a working day.
const DOORS: &[(&str, &str, &str)] = &[
    ("/plan", "nav-plan", "plan"),
    ("/licensing/own", "nav-own-cases", "paper"),
    ("/field", "nav-field", "phone"),
    ("/registry", "nav-registry", "registry"),
    ("/licensing", "nav-licensing", "paper"),
    ("/mentoring/mine", "nav-mine", "people"),
    ("/mentoring", "nav-mentoring", "place"),
    ("/campaigns", "nav-campaigns", "people"),
    ("/enumeration", "nav-enumeration", "place"),
    ("/insight", "nav-insight", "insight"),
    ("/project", "nav-project", "place"),
    ("/import", "nav-import", "import"),
    ("/people", "nav-people", "people"),
    ("/audit", "nav-audit", "audit"),
];

/// The line of the table that decides about a door. The field form's page is the same for everybody, also
/// for those who may fetch nothing with it.
fn gate(href: &'static str) -> &'static str {
    match href {
        "/field" => "/api/sync/hello",
        other => other,
    }
}

/// The doors that open for this visitor, by the table of routes itself.
pub(super) fn rooms(frame: &Frame) -> Vec<Room> {
    if frame.role() == Role::Public {
        return Vec::new();
    }
    DOORS
        .iter()
        .filter(|(href, ..)| routes::opens(gate(href), frame.standing()))
        .map(|&(href, label, icon)| Room {
            href,
            label,
            icon,
            current: frame.is_at(href),
        })
        .collect()
}
