//! The pages of licensing.

use askama::Template;

use crate::{frame::Frame, plan::view::Choice};

/// The officers' queue.
#[derive(Template)]
#[template(path = "licensing/queue.html")]
pub(crate) struct QueuePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) filters: Vec<(&'static str, String, Vec<Choice>)>,
    /// How many of the office's cases are late, in words; empty if none is.
    pub(crate) late: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
    pub(crate) load: Vec<(String, String, String)>,
}

/// Cases by whose turn it is.
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) n: String,
    pub(crate) current: bool,
}

/// A case in a list.
pub(crate) struct Row {
    pub(crate) href: String,
    pub(crate) business: String,
    pub(crate) permit: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) due: String,
    pub(crate) late: bool,
    pub(crate) officer: String,
}

/// An owner's cases.
#[derive(Template)]
#[template(path = "licensing/own.html")]
pub(crate) struct OwnPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) rows: Vec<Row>,
}

/// A case as the office handles it.
#[derive(Template)]
#[template(path = "licensing/case.html")]
pub(crate) struct CasePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) case: CaseParts,
    pub(crate) problems: Vec<String>,
}

/// A case as its owner follows it.
#[derive(Template)]
#[template(path = "licensing/track.html")]
pub(crate) struct TrackPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) case: CaseParts,
    pub(crate) problems: Vec<String>,
}

/// What both pages of a case show.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a template asks of each form whether it is shown"
)]
pub(crate) struct CaseParts {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) permit: String,
    pub(crate) product: String,
    pub(crate) business: String,
    pub(crate) business_href: String,
    pub(crate) business_id: String,
    pub(crate) owner: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) turn: String,
    /// What happens next, said to the owner.
    pub(crate) next: String,
    pub(crate) closed: bool,
    pub(crate) due: String,
    pub(crate) late: bool,
    pub(crate) days: String,
    pub(crate) officer: String,
    pub(crate) officers: Vec<Choice>,
    pub(crate) outside: String,
    pub(crate) system: String,
    pub(crate) issued: String,
    pub(crate) valid_until: String,
    pub(crate) reason: String,
    pub(crate) stations: Vec<Station>,
    pub(crate) documents: Vec<Paper>,
    pub(crate) may_bring: bool,
    pub(crate) may_review: bool,
    pub(crate) may_submit: bool,
    pub(crate) may_take_up: bool,
    pub(crate) may_ask_repair: bool,
    pub(crate) may_resubmit: bool,
    pub(crate) may_issue: bool,
    pub(crate) has_number: bool,
    pub(crate) may_refuse: bool,
    pub(crate) may_withdraw: bool,
    pub(crate) events: Vec<Happened>,
    /// Papers that are made here.
    pub(crate) made: Vec<MadePaper>,
    /// Where a further product's case is opened; empty if the permit is not given by product.
    pub(crate) further: String,
    /// A conversation by WhatsApp with the owner, begun with a sentence.
    pub(crate) whatsapp: Option<String>,
    pub(crate) today: String,
    /// What was typed into a form that was refused.
    pub(crate) typed: Typed,
}

/// What was typed into a form that was refused, so that nobody types it twice.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(crate) number: String,
    pub(crate) system: String,
    pub(crate) reason: String,
    pub(crate) issued_on: String,
    pub(crate) valid_until: String,
}

/// A station on a case's way.
pub(crate) struct Station {
    pub(crate) label: String,
    /// `done`, `now` or nothing.
    pub(crate) state: &'static str,
}

/// A document of the checklist.
pub(crate) struct Paper {
    pub(crate) id: String,
    pub(crate) place: String,
    pub(crate) name: String,
    /// `missing`, `new`, `good` or `bad`.
    pub(crate) state: String,
    pub(crate) label: String,
    pub(crate) tone: &'static str,
    pub(crate) reason: String,
    /// The file, and what it is.
    pub(crate) file: Option<(String, String)>,
    pub(crate) thumbnail: Option<String>,
    pub(crate) unscanned: bool,
    pub(crate) wanted: bool,
}

impl Paper {
    pub(crate) fn is_new(&self) -> bool {
        self.state == "new"
    }

    pub(crate) fn is_good(&self) -> bool {
        self.state == "good"
    }
}

/// A paper that is made here.
pub(crate) struct MadePaper {
    pub(crate) label: String,
    /// Where it is filled in; empty if nothing is to be.
    pub(crate) form: String,
    /// Where it is taken; empty while something is missing.
    pub(crate) pdf: String,
    /// What is missing, in words.
    pub(crate) missing: String,
}

/// The form of a paper.
#[derive(Template)]
#[template(path = "licensing/paper.html")]
pub(crate) struct PaperPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) title: String,
    pub(crate) business: String,
    pub(crate) permit: String,
    pub(crate) case_href: String,
    /// The form's own address.
    pub(crate) at: String,
    pub(crate) fields: Vec<PaperField>,
    pub(crate) may_fill: bool,
    pub(crate) ready: bool,
    pub(crate) problems: Vec<String>,
}

/// A field of a paper's form.
pub(crate) struct PaperField {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) value: String,
    pub(crate) lines: bool,
    pub(crate) needed: bool,
}

/// Messages that somebody sends by hand.
#[derive(Template)]
#[template(path = "licensing/messages.html")]
pub(crate) struct MessagesPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) messages: Vec<MessageRow>,
}

/// One of them.
pub(crate) struct MessageRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) link: String,
    pub(crate) when: String,
}

/// Something that happened to a case.
pub(crate) struct Happened {
    pub(crate) when: String,
    pub(crate) what: String,
    pub(crate) who: String,
    pub(crate) note: String,
}

/// The activity finder.
#[derive(Template)]
#[template(path = "licensing/kbli.html")]
pub(crate) struct KbliPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) text: String,
    pub(crate) version: Vec<Choice>,
    pub(crate) asked: bool,
    pub(crate) found: Vec<Activity>,
}

/// An activity that fits.
pub(crate) struct Activity {
    pub(crate) title: String,
    pub(crate) codes: Vec<(&'static str, String)>,
    pub(crate) crosswalk: String,
    pub(crate) warnings: Vec<String>,
    pub(crate) risk: String,
    pub(crate) rows: Vec<(String, String, String)>,
    pub(crate) steps: Vec<Required>,
}

/// A step that choosing an activity brings.
pub(crate) struct Required {
    pub(crate) title: String,
    pub(crate) duty: String,
    pub(crate) perhaps: bool,
    pub(crate) probably: bool,
    pub(crate) depends_on: String,
    pub(crate) cost: String,
    pub(crate) time: String,
    pub(crate) source: String,
}

/// Why a step is in a plan.
#[derive(Template)]
#[template(path = "licensing/why.html")]
pub(crate) struct WhyPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) business: String,
    pub(crate) back: String,
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) state: String,
    pub(crate) duty: String,
    pub(crate) certainty: String,
    pub(crate) source: String,
    pub(crate) rule: String,
    pub(crate) valid: String,
    pub(crate) likely: bool,
    pub(crate) applies: Vec<Reason>,
    pub(crate) done: Vec<Reason>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) versions: Vec<(String, String)>,
}

/// A condition and whether it holds.
pub(crate) struct Reason {
    pub(crate) text: String,
    pub(crate) label: String,
    pub(crate) tone: &'static str,
}

/// The batch days.
#[derive(Template)]
#[template(path = "licensing/batches.html")]
pub(crate) struct BatchesPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) days: Vec<BatchLine>,
    pub(crate) permits: Vec<Choice>,
    pub(crate) regions: Vec<Choice>,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) held_on: String,
    pub(crate) starts_at: String,
    pub(crate) today: String,
}

/// A batch day in the list.
pub(crate) struct BatchLine {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) permit: String,
    pub(crate) when: String,
    pub(crate) place: String,
    pub(crate) invited: String,
    pub(crate) came: String,
    pub(crate) closed: bool,
}

/// One batch day.
#[derive(Template)]
#[template(path = "licensing/batch.html")]
pub(crate) struct BatchPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) permit: String,
    pub(crate) when: String,
    pub(crate) place: String,
    pub(crate) figures: Vec<(String, String)>,
    pub(crate) problems: Vec<String>,
    pub(crate) closed: bool,
    pub(crate) may_close: bool,
    pub(crate) guests: Vec<GuestRow>,
    pub(crate) after: String,
    pub(crate) next: Option<String>,
}

/// An invited business.
pub(crate) struct GuestRow {
    pub(crate) business: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) place: String,
    pub(crate) label: String,
    pub(crate) tone: &'static str,
    pub(crate) came: bool,
    pub(crate) case_href: String,
    /// How far its case is, and what follows, in words.
    pub(crate) follows: String,
}
