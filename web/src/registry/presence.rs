//! Where a business is to be found: every place to sell online, with who says so and since when, and the registers and
//! lists of aid it was found in.

use center::registry::{
    linking::{Kind, PresenceView},
    view::{BusinessView, Shown},
};
use rulebook::Value;

use super::{
    business::Words,
    pages::{Channel, Evidence},
};

/// Every place to sell online, whether anything is known of it or not.
pub(super) fn channels(
    words: &Words<'_>,
    seen: &BusinessView,
    evidence: &[PresenceView],
) -> Vec<Channel> {
    let frame = words.frame;
    Kind::all()
        .filter_map(|kind| Some((kind, kind.flag()?)))
        .map(|(kind, fact)| {
            let known = seen.facts.iter().find(|known| known.fact == fact);
            let there = known.map(|known| &known.value);
            let (state, tone) = match there {
                Some(Shown::Value(Value::Bool(true))) => ("presence-there", "good"),
                Some(_) => ("presence-not", "mind"),
                None => ("presence-unknown", ""),
            };
            Channel {
                label: kind.label(frame.lang),
                state: frame.t(state),
                tone,
                from: known
                    .map(|known| words.from(&known.from))
                    .unwrap_or_default(),
                evidence: of_kind(words, evidence, kind),
            }
        })
        .collect()
}

/// The registers and lists of aid it was found in, those without any left out.
pub(super) fn registers(words: &Words<'_>, evidence: &[PresenceView]) -> Vec<Channel> {
    let frame = words.frame;
    Kind::all()
        .filter(|kind| !kind.is_channel())
        .filter_map(|kind| {
            let evidence = of_kind(words, evidence, kind);
            let now = evidence.iter().any(|one| !one.gone);
            let (state, tone) = if now {
                ("presence-there", "good")
            } else {
                ("presence-gone", "mind")
            };
            (!evidence.is_empty()).then(|| Channel {
                label: kind.label(frame.lang),
                state: frame.t(state),
                tone,
                from: String::new(),
                evidence,
            })
        })
        .collect()
}

fn of_kind(words: &Words<'_>, evidence: &[PresenceView], kind: Kind) -> Vec<Evidence> {
    let frame = words.frame;
    let of_kind = evidence.iter().filter(|one| one.kind == kind);
    of_kind
        .map(|one| {
            let first = frame.date(&one.first_on);
            let days = match one.gone_on {
                Some(gone) => frame.t2(
                    "presence-days-gone",
                    ("first", &first),
                    ("gone", &frame.date(&gone)),
                ),
                None => frame.t2(
                    "presence-days",
                    ("first", &first),
                    ("last", &frame.date(&one.last_on)),
                ),
            };
            Evidence {
                name: one.name_there.clone(),
                source: one.source.clone(),
                days,
                gone: one.gone_on.is_some(),
            }
        })
        .collect()
}
