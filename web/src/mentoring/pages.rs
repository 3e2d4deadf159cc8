//! The pages of mentoring.

use askama::Template;

use super::{figures, trainings, visit};
use crate::{frame::Frame, hall::view::Figure, plan::view::Choice};

/// A mentor's morning.
#[derive(Template)]
#[template(path = "mentoring/caseload.html")]
pub(crate) struct CaseloadPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) today: String,
    pub(crate) figures: Vec<Figure>,
    /// Whose caseload may be looked at; empty for a mentor.
    pub(crate) mentors: Vec<Choice>,
    pub(crate) way: Option<Way>,
    pub(crate) cases: Vec<Case>,
    pub(crate) more_href: Option<String>,
}

/// The way of a day.
pub(crate) struct Way {
    pub(crate) picture: String,
    pub(crate) length: String,
    pub(crate) exact: bool,
    pub(crate) from_start: bool,
    /// Name, and whether only the village's middle is known.
    pub(crate) stops: Vec<(String, bool)>,
}

/// One line of a caseload.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) place: String,
    pub(crate) due: String,
    pub(crate) tone: &'static str,
    pub(crate) state: String,
    pub(crate) total: String,
    pub(crate) reasons: Vec<String>,
    pub(crate) stop: Option<usize>,
}

/// One business in care.
#[derive(Template)]
#[template(path = "mentoring/case.html")]
pub(crate) struct CasePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) business: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) place: String,
    pub(crate) mentor: String,
    pub(crate) state: String,
    pub(crate) open: bool,
    pub(crate) may_work: bool,
    pub(crate) due: String,
    pub(crate) overdue: bool,
    pub(crate) reasons: Vec<String>,
    pub(crate) exit_reason: Option<String>,
    pub(crate) instruments: Vec<Choice>,
    /// Newest first.
    pub(crate) assessed: Vec<AssessedView>,
    /// The line of growth and its words.
    pub(crate) line: Option<(String, String)>,
    pub(crate) goals: Vec<GoalView>,
    pub(crate) steps: Vec<Choice>,
    pub(crate) tasks: Vec<TaskView>,
    pub(crate) visits: Vec<VisitView>,
    pub(crate) questions: Vec<QuestionView>,
    pub(crate) figures: Vec<FigureLine>,
}

/// One assessment with its reasons.
pub(crate) struct AssessedView {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) version: u16,
    pub(crate) source: String,
    pub(crate) when: String,
    pub(crate) by: String,
    pub(crate) total: String,
    pub(crate) class: String,
    pub(crate) note: String,
    pub(crate) weighing: String,
    pub(crate) change: Option<String>,
    /// Why it is not compared with the first one.
    pub(crate) incomparable: Option<String>,
    /// Whether the picture shows the first one too.
    pub(crate) compared: bool,
    pub(crate) radar: Option<String>,
    /// Questions with the most to gain, and what the next level looks like.
    pub(crate) gain: Vec<(String, String)>,
    pub(crate) dimensions: Vec<DimensionView>,
}

/// One dimension.
pub(crate) struct DimensionView {
    pub(crate) name: String,
    pub(crate) weight: String,
    pub(crate) total: String,
    /// Width of the bar, of 100.
    pub(crate) width: f64,
    pub(crate) reasons: Vec<ReasonView>,
}

/// One question, what was found and what that looks like.
pub(crate) struct ReasonView {
    pub(crate) ask: String,
    pub(crate) level: String,
    pub(crate) example: String,
}

/// One goal.
pub(crate) struct GoalView {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) open: bool,
}

/// One task.
pub(crate) struct TaskView {
    pub(crate) id: String,
    pub(crate) owners: bool,
    pub(crate) words: String,
    pub(crate) due: String,
    pub(crate) done: Option<String>,
}

/// One visit.
pub(crate) struct VisitView {
    pub(crate) when: String,
    pub(crate) minutes: String,
    pub(crate) place: String,
    pub(crate) point: Option<String>,
    pub(crate) notes: String,
}

/// One question of the owner.
pub(crate) struct QuestionView {
    pub(crate) id: String,
    pub(crate) words: String,
    pub(crate) when: String,
    pub(crate) answer: Option<String>,
}

/// The figures of a period.
pub(crate) struct FigureLine {
    pub(crate) period: String,
    pub(crate) sales: String,
    pub(crate) workers: String,
    pub(crate) products: String,
    pub(crate) channels: String,
    pub(crate) permits: String,
}

/// The form of an instrument.
#[derive(Template)]
#[template(path = "mentoring/assess.html")]
pub(crate) struct AssessPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) case: String,
    pub(crate) name: String,
    pub(crate) instrument: String,
    pub(crate) version: u16,
    pub(crate) title: String,
    pub(crate) source: String,
    pub(crate) problems: Vec<String>,
    pub(crate) note: String,
    pub(crate) dimensions: Vec<AskedDimension>,
}

/// One dimension of the form.
pub(crate) struct AskedDimension {
    pub(crate) title: String,
    pub(crate) questions: Vec<AskedQuestion>,
}

/// One question of the form.
pub(crate) struct AskedQuestion {
    pub(crate) id: String,
    pub(crate) ask: String,
    pub(crate) photo: bool,
    pub(crate) skipped: bool,
    pub(crate) levels: Vec<Choice>,
}

/// The form of a visit.
#[derive(Template)]
#[template(path = "mentoring/visit.html")]
pub(crate) struct VisitPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) case: String,
    pub(crate) name: String,
    pub(crate) problems: Vec<String>,
    pub(crate) given: visit::Given,
}

/// The form of figures.
#[derive(Template)]
#[template(path = "mentoring/figures.html")]
pub(crate) struct FiguresPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) business: String,
    pub(crate) name: String,
    pub(crate) problems: Vec<String>,
    pub(crate) lines: Vec<FigureLine>,
    pub(crate) given: figures::Given,
}

/// The owner's view.
#[derive(Template)]
#[template(path = "mentoring/mine.html")]
pub(crate) struct MinePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) own: Vec<Own>,
}

/// One of the owner's businesses.
pub(crate) struct Own {
    pub(crate) business: String,
    pub(crate) name: String,
    pub(crate) id: Option<String>,
    pub(crate) open: bool,
    pub(crate) mentor: String,
    pub(crate) state: String,
    pub(crate) next: Option<String>,
    pub(crate) line: Option<(String, String)>,
    pub(crate) goals: Vec<GoalView>,
    pub(crate) tasks: Vec<TaskView>,
    pub(crate) questions: Vec<QuestionView>,
    pub(crate) newest: Option<AssessedView>,
    pub(crate) trainings: Vec<OwnTraining>,
}

/// A training the owner is invited to or registered for.
pub(crate) struct OwnTraining {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) when: String,
    pub(crate) state: String,
    pub(crate) may_join: bool,
}

/// The mentors.
#[derive(Template)]
#[template(path = "mentoring/mentors.html")]
pub(crate) struct MentorsPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) may_manage: bool,
    pub(crate) mentors: Vec<MentorLine>,
    /// To whom businesses may be handed over.
    pub(crate) working: Vec<Choice>,
}

/// One mentor.
pub(crate) struct MentorLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) works: bool,
    pub(crate) fields: Vec<Choice>,
    pub(crate) field_names: String,
    pub(crate) area: Option<String>,
    pub(crate) areas: Vec<Choice>,
    pub(crate) point: String,
    pub(crate) capacity: i64,
    pub(crate) load: i64,
    pub(crate) load_shown: String,
    pub(crate) load_text: String,
    pub(crate) due: String,
}

/// Who goes to whom.
#[derive(Template)]
#[template(path = "mentoring/assignment.html")]
pub(crate) struct AssignmentPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) room: String,
    pub(crate) mentors: Vec<Choice>,
    /// Whose lines are shown; empty for all.
    pub(crate) chosen: String,
    pub(crate) proposal: Option<ProposalShown>,
}

/// A proposal.
pub(crate) struct ProposalShown {
    pub(crate) id: String,
    pub(crate) when: String,
    /// How many businesses and mentors.
    pub(crate) between: String,
    /// What it costs, and the bound.
    pub(crate) cost: String,
    pub(crate) gap: String,
    /// Account, name, lines.
    pub(crate) by_mentor: Vec<(String, String, String)>,
    pub(crate) lines: Vec<ChoiceLine>,
}

/// One line of it.
pub(crate) struct ChoiceLine {
    pub(crate) business: String,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) mentor: String,
    pub(crate) need: i64,
    pub(crate) way: String,
    pub(crate) field: bool,
    pub(crate) area: bool,
    pub(crate) nearer: Option<String>,
}

/// Who was never visited.
#[derive(Template)]
#[template(path = "mentoring/neglect.html")]
pub(crate) struct NeglectPage<'a> {
    pub(crate) f: &'a Frame,
    /// Name of the district; none for the whole regency.
    pub(crate) district: Option<String>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) map: Option<String>,
    pub(crate) areas: Vec<GroupLine>,
    pub(crate) groups: Vec<(String, Vec<GroupLine>)>,
    pub(crate) waiting: Vec<WaitingLine>,
    pub(crate) may_assign: bool,
}

/// One group.
pub(crate) struct GroupLine {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) all: String,
    pub(crate) never: String,
    pub(crate) share: String,
    pub(crate) width: i64,
}

/// One business that waits.
pub(crate) struct WaitingLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) days: String,
    pub(crate) nearest: String,
}

/// What mentoring did.
#[derive(Template)]
#[template(path = "mentoring/effect.html")]
pub(crate) struct EffectPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) compared: bool,
    pub(crate) heading: String,
    pub(crate) befores: Vec<Choice>,
    pub(crate) afters: Vec<Choice>,
    pub(crate) lines: Vec<EffectLine>,
}

/// One measure.
#[derive(Default)]
pub(crate) struct EffectLine {
    pub(crate) measure: String,
    pub(crate) known: String,
    pub(crate) suppressed: Option<String>,
    pub(crate) pairs: String,
    pub(crate) near: String,
    pub(crate) mentored: String,
    pub(crate) others: String,
    pub(crate) effect: String,
    pub(crate) interval: String,
    pub(crate) verdict: String,
    pub(crate) tone: &'static str,
}

/// The trainings.
#[derive(Template)]
#[template(path = "mentoring/trainings.html")]
pub(crate) struct TrainingsPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) may_manage: bool,
    pub(crate) problems: Vec<String>,
    pub(crate) steps: Vec<Choice>,
    pub(crate) given: trainings::Given,
    pub(crate) trainings: Vec<TrainingLine>,
}

/// One training in the list.
pub(crate) struct TrainingLine {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) when: String,
    pub(crate) place: String,
    pub(crate) taken: String,
    pub(crate) pkp: bool,
}

/// One training.
#[derive(Template)]
#[template(path = "mentoring/training.html")]
pub(crate) struct TrainingPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) curriculum: String,
    pub(crate) place: String,
    pub(crate) quota: String,
    pub(crate) step: Option<String>,
    pub(crate) pkp: bool,
    pub(crate) may_manage: bool,
    pub(crate) invitable: String,
    pub(crate) states: Vec<(String, String)>,
    pub(crate) meetings: Vec<MeetingLine>,
    pub(crate) places: Vec<PlaceLine>,
    pub(crate) more_href: Option<String>,
}

/// One session.
pub(crate) struct MeetingLine {
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) topic: String,
    pub(crate) qr: Option<String>,
}

/// One place.
pub(crate) struct PlaceLine {
    pub(crate) business: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) state: String,
    pub(crate) registered: bool,
    pub(crate) attended: String,
    pub(crate) before: String,
    pub(crate) after: String,
    /// Number and address.
    pub(crate) certificate: Option<(String, String)>,
}

/// What a session's QR code opens.
#[derive(Template)]
#[template(path = "mentoring/arrival.html")]
pub(crate) struct ArrivalPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) token: String,
    pub(crate) title: String,
    pub(crate) when: String,
    pub(crate) topic: String,
    pub(crate) businesses: Vec<Choice>,
}

/// A certificate.
#[derive(Template)]
#[template(path = "mentoring/certificate.html")]
pub(crate) struct CertificatePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) number: String,
    pub(crate) business: String,
    pub(crate) title: String,
    pub(crate) curriculum: String,
    pub(crate) pkp: bool,
    pub(crate) issued: String,
    pub(crate) held: String,
    pub(crate) qr: Option<String>,
    pub(crate) address: String,
}
