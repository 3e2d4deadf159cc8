//! Every address of the hall, in one table: method, path, who may use it, handler.
//!
//! The router is built from this table and from nothing else, and the guard refuses whatever is
//! not in it. `tests/access.rs` walks every line with every role.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::Method,
    routing::{MethodRouter, get, post, put},
};
use center::Permission;

use crate::{
    App,
    access::{Access, Standing, Verdict},
    account, api, assets, audit, campaign,
    config::WebConfig,
    enumeration,
    error::Refusal,
    field,
    guard::Pace,
    hall, health, import, insight, licensing, linking, mentoring, papers, people, plan, project,
    registry, sync,
};

/// What a route is to the guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page or a form: visitor, language and token are worked out.
    Page,
    /// A form with a file in it.
    Upload,
    /// What a program of ours sends by itself: the visitor's token comes in a header.
    Json,
    /// The same with bytes that are not gathered in memory.
    Stream,
    /// A file or a probe that is the same for everybody: no session is looked up.
    File,
}

/// One line of the table.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) kind: Kind,
    pub(crate) pace: Pace,
    /// Largest body in bytes. An upload's limit comes from the configuration, unless it has one of its own.
    pub(crate) limit: usize,
    handler: fn() -> MethodRouter<App>,
}

const FORM: usize = 64 * 1024;
/// What a phone sends at once: 50 items.
const BATCH: usize = 1024 * 1024;
/// A document as a phone sends it, with the form around it; how much of it is looked at is the hall's setting.
const PAPER: usize = 16 * 1024 * 1024;

const fn read(path: &'static str, access: Access, handler: fn() -> MethodRouter<App>) -> Route {
    Route {
        method: Method::GET,
        path,
        access,
        kind: Kind::Page,
        pace: Pace::Free,
        limit: 0,
        handler,
    }
}

const fn write(path: &'static str, access: Access, handler: fn() -> MethodRouter<App>) -> Route {
    Route {
        method: Method::POST,
        path,
        access,
        kind: Kind::Page,
        pace: Pace::Form,
        limit: FORM,
        handler,
    }
}

/// Sent by a program of ours.
const fn send(
    method: Method,
    path: &'static str,
    access: Access,
    handler: fn() -> MethodRouter<App>,
) -> Route {
    Route {
        method,
        path,
        access,
        kind: Kind::Json,
        pace: Pace::Free,
        limit: BATCH,
        handler,
    }
}

impl Route {
    const fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    const fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    const fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }
}

use Access::{Anyone, Begun, May, MayEither, SignedIn};
use Permission as P;

/// The table.
#[rustfmt::skip]
pub(crate) static ROUTES: &[Route] = &[
    // The yard, open to all.
    read("/", Anyone, || get(hall::home)),
    read("/next", Anyone, || get(plan::finder::find)),
    read("/plan/shared/{token}", Anyone, || get(plan::shared::show)),
    read("/assets/{name}", Anyone, || get(assets::serve)).kind(Kind::File),
    read("/healthz", Anyone, || get(health::alive)).kind(Kind::File),
    read("/readyz", Anyone, || get(health::ready)).kind(Kind::File),

    // The field form; the same files for everybody.
    read("/field", Anyone, || get(field::app::shell)).kind(Kind::File),
    read("/field/manifest.webmanifest", Anyone, || get(field::app::manifest)).kind(Kind::File),
    read("/field/worker.js", Anyone, || get(field::app::worker)).kind(Kind::File),

    // One's own account.
    read("/account/login", Anyone, || get(account::login::show)),
    write("/account/login", Anyone, || post(account::login::enter)).pace(Pace::Login),
    read("/account/reset", Anyone, || get(account::reset::show)),
    write("/account/reset", Anyone, || post(account::reset::choose)).pace(Pace::Login),
    read("/account", SignedIn, || get(account::home::show)),
    read("/account/notices", SignedIn, || get(account::notices::show)),
    write("/account/notices", SignedIn, || post(account::notices::choose)),
    write("/account/notices/read", SignedIn, || post(account::notices::read)),
    read("/account/code", Begun, || get(account::code::show)),
    write("/account/code", Begun, || post(account::code::give)).pace(Pace::Login),
    write("/account/logout", Begun, || post(account::login::leave)),
    read("/account/password", Begun, || get(account::password::show)),
    write("/account/password", Begun, || post(account::password::change)).pace(Pace::Login),
    write("/account/sessions/{id}/end", SignedIn, || post(account::home::end_session)),
    read("/account/totp", Begun, || get(account::totp::show)),
    write("/account/totp", Begun, || post(account::totp::switch_on)).pace(Pace::Login),
    write("/account/totp/remove", SignedIn, || post(account::totp::switch_off)).pace(Pace::Login),

    // The owner's plan.
    read("/plan", May(P::SeeOwnBusiness), || get(plan::home::show)),
    write("/plan/{business}/answer", MayEither(P::StateOwnFacts, P::StateFacts), || post(plan::answer::answer)),
    write("/plan/{business}/share", May(P::Share), || post(plan::home::share)),
    write("/plan/{business}/share/stop", May(P::Share), || post(plan::home::stop_sharing)),

    // Licensing.
    read("/licensing", May(P::SeeCases), || get(licensing::queue::show)),
    read("/licensing/own", May(P::SeeOwnBusiness), || get(licensing::own::show)),
    write("/licensing/open", May(P::OpenCases), || post(licensing::open::open)),
    read("/licensing/kbli", Anyone, || get(licensing::kbli::show)),
    read("/licensing/why/{business}/{rule}", MayEither(P::SeeOwnBusiness, P::SeeRegistry), || get(licensing::why::show)),
    read("/licensing/cases/{id}", MayEither(P::SeeOwnBusiness, P::SeeCases), || get(licensing::case::show)),
    write("/licensing/cases/{id}/act", May(P::OpenCases), || post(licensing::case::act)),
    write("/licensing/cases/{id}/assign", May(P::AssignCases), || post(licensing::case::assign)),
    write("/licensing/cases/{id}/documents/{document}", May(P::OpenCases), || post(licensing::upload::upload)).kind(Kind::Upload).limit(PAPER),
    write("/licensing/cases/{id}/documents/{document}/review", May(P::WorkCases), || post(licensing::review::review)).pace(Pace::Free),
    read("/licensing/files/{file}", MayEither(P::SeeOwnBusiness, P::SeePersonal), || get(licensing::file::whole)),
    read("/licensing/files/{file}/small", MayEither(P::SeeOwnBusiness, P::SeePersonal), || get(licensing::file::small)),
    read("/licensing/cases/{id}/papers/{paper}", MayEither(P::SeeOwnBusiness, P::SeePersonal), || get(licensing::paper::show)),
    write("/licensing/cases/{id}/papers/{paper}", May(P::OpenCases), || post(licensing::paper::fill)),
    read("/licensing/cases/{id}/papers/{paper}/pdf", MayEither(P::SeeOwnBusiness, P::SeePersonal), || get(licensing::paper::pdf)).pace(Pace::Heavy),
    read("/licensing/messages", May(P::SendNews), || get(licensing::messages::list)),
    write("/licensing/messages/{id}/sent", May(P::SendNews), || post(licensing::messages::sent)).pace(Pace::Free),
    read("/licensing/batches", May(P::ManageBatches), || get(licensing::batch::list)),
    write("/licensing/batches", May(P::ManageBatches), || post(licensing::batch::create)),
    read("/licensing/batches/{id}", May(P::ManageBatches), || get(licensing::batch::show)),
    write("/licensing/batches/{id}/note", May(P::ManageBatches), || post(licensing::batch::note)).pace(Pace::Free),
    write("/licensing/batches/{id}/close", May(P::ManageBatches), || post(licensing::batch::close)),

    // Labels of packed food.
    read("/licensing/label", Anyone, || get(papers::label::blank)),
    write("/licensing/label", Anyone, || post(papers::label::look)).pace(Pace::Heavy),
    write("/licensing/label/pdf", Anyone, || post(papers::label::pdf)).pace(Pace::Heavy),
    read("/licensing/labels/{business}", MayEither(P::SeeOwnBusiness, P::SeeRegistry), || get(papers::label::of_business)),
    write("/licensing/labels/{business}", MayEither(P::StateOwnFacts, P::StateFacts), || post(papers::label::save)),

    // The registry.
    read("/registry", May(P::SeeRegistry), || get(registry::list::show)),
    read("/registry/export.csv", May(P::Export), || get(registry::export::csv)).pace(Pace::Heavy),
    read("/registry/export.xlsx", May(P::Export), || get(registry::export::xlsx)).pace(Pace::Heavy),
    read("/registry/new", May(P::StateFacts), || get(registry::add::show)),
    read("/registry/links", May(P::SeeLists), || get(linking::lists::show)),
    write("/registry/links", May(P::Import), || post(linking::bring::take)).kind(Kind::Upload).pace(Pace::Heavy),
    read("/registry/links/staged/{file}", May(P::Import), || get(linking::bring::preview)),
    write("/registry/links/staged/{file}/run", May(P::Import), || post(linking::bring::run)),
    write("/registry/links/staged/{file}/drop", May(P::Import), || post(linking::bring::discard)),
    read("/registry/links/{edition}", May(P::SeeLists), || get(linking::edition::show)),
    read("/registry/links/{edition}/events", May(P::SeeLists), || get(linking::edition::follow)),
    write("/registry/links/{edition}/mend", May(P::Import), || post(linking::edition::mend)),
    read("/registry/channels/{kind}", May(P::SeeRegistry), || get(linking::channel::show)),
    read("/registry/review", May(P::ReviewLinks), || get(linking::review::links)),
    write("/registry/review/undo", May(P::ReviewLinks), || post(linking::review::undo_link)).pace(Pace::Free),
    write("/registry/review/{pair}", May(P::ReviewLinks), || post(linking::review::answer_link)).pace(Pace::Free),
    read("/registry/duplicates", May(P::Merge), || get(linking::duplicates::show)),
    write("/registry/duplicates/seek", May(P::Merge), || post(linking::duplicates::seek)),
    read("/registry/duplicates/searches/{search}/events", May(P::Merge), || get(linking::duplicates::follow)),
    read("/registry/duplicates/review", May(P::Merge), || get(linking::review::duplicates)),
    write("/registry/duplicates/review/undo", May(P::Merge), || post(linking::review::undo_duplicate)).pace(Pace::Free),
    write("/registry/duplicates/review/{pair}", May(P::Merge), || post(linking::review::answer_duplicate)).pace(Pace::Free),
    write("/registry/merges/{merge}/undo", May(P::Merge), || post(linking::duplicates::unmerge)),
    read("/registry/not-online", May(P::SeeRegistry), || get(campaign::not_online::show)),
    write("/registry/new", May(P::StateFacts), || post(registry::add::add)),
    read("/registry/{business}", MayEither(P::SeeOwnBusiness, P::SeeRegistry), || get(registry::business::show)),
    read("/registry/{business}/merge", May(P::Merge), || get(linking::join::search)),
    read("/registry/{business}/merge/{other}", May(P::Merge), || get(linking::join::show)),
    write("/registry/{business}/merge/{other}", May(P::Merge), || post(linking::join::merge)),
    read("/registry/{business}/state", MayEither(P::StateOwnFacts, P::StateFacts), || get(registry::state::choose)),
    read("/registry/{business}/facts/{fact}", MayEither(P::StateOwnFacts, P::StateFacts), || get(registry::state::show)),
    write("/registry/{business}/facts/{fact}", MayEither(P::StateOwnFacts, P::StateFacts), || post(registry::state::state)),
    write("/registry/{business}/statements/{statement}/withdraw", May(P::WithdrawStatement), || post(registry::state::withdraw)),
    write("/registry/{business}/account", May(P::ManageOwnerAccounts), || post(registry::account::make)),
    read("/registry/{business}/unmask/{fact}", May(P::Unmask), || get(registry::unmask::show)),
    write("/registry/{business}/unmask/{fact}", May(P::Unmask), || post(registry::unmask::unmask)),

    // Bringing lists in.
    read("/import", May(P::Import), || get(import::list::show)),
    write("/import", May(P::Import), || post(import::upload::upload)).kind(Kind::Upload).pace(Pace::Heavy),
    read("/import/staged/{file}", May(P::Import), || get(import::preview::show)),
    write("/import/staged/{file}/run", May(P::Import), || post(import::preview::run)),
    write("/import/staged/{file}/drop", May(P::Import), || post(import::preview::discard)),
    read("/import/{id}", May(P::Import), || get(import::one::show)),
    read("/import/{id}/events", May(P::Import), || get(import::events::follow)),
    read("/import/{id}/report.xlsx", May(P::Import), || get(import::one::report)).pace(Pace::Heavy),
    write("/import/{id}/undo", May(P::Import), || post(import::one::undo)),

    // Campaigns.
    read("/campaigns", MayEither(P::ManageCampaigns, P::WorkCampaigns), || get(campaign::list::show)),
    write("/campaigns", May(P::ManageCampaigns), || post(campaign::list::create)),
    read("/campaigns/{id}", MayEither(P::ManageCampaigns, P::WorkCampaigns), || get(campaign::one::show)),
    read("/campaigns/{id}/members/{business}", MayEither(P::ManageCampaigns, P::WorkCampaigns), || get(campaign::member::show)),
    read("/campaigns/{id}/sheet", MayEither(P::ManageCampaigns, P::WorkCampaigns), || get(campaign::member::sheet)),
    write("/campaigns/{id}/close", May(P::ManageCampaigns), || post(campaign::one::close)),
    write("/campaigns/{id}/open", May(P::ManageCampaigns), || post(campaign::one::reopen)),
    write("/campaigns/{id}/assign", May(P::ManageCampaigns), || post(campaign::one::assign)),
    write("/campaigns/{id}/note", May(P::WorkCampaigns), || post(campaign::one::note)),
    read("/campaigns/{id}/export.csv", May(P::Export), || get(campaign::one::csv)).pace(Pace::Heavy),
    read("/campaigns/{id}/export.xlsx", May(P::Export), || get(campaign::one::xlsx)).pace(Pace::Heavy),

    // The project: the head's page, and what everybody sees.
    read("/project", May(P::SeeProject), || get(project::head::show)),
    write("/project/decisions", May(P::ManageProject), || post(project::head::ask)),
    write("/project/decisions/{id}", May(P::DecideProject), || post(project::head::decide)),
    read("/project/open", Anyone, || get(project::open::show)),

    // The project: programme and rooms.
    read("/project/programme", May(P::SeeProject), || get(project::programme::show)),
    write("/project/programme", May(P::ManageProject), || post(project::programme::add)),
    read("/project/programme/{id}", May(P::SeeProject), || get(project::programme::one)),
    write("/project/programme/{id}", May(P::ManageProject), || post(project::programme::change)),
    write("/project/programme/{id}/note", May(P::ManageProject), || post(project::programme::note)),
    write("/project/programme/{id}/remove", May(P::ManageProject), || post(project::programme::remove)),
    write("/project/risks", May(P::ManageProject), || post(project::programme::add_risk)),
    write("/project/risks/{id}/close", May(P::ManageProject), || post(project::programme::close_risk)),
    read("/project/space", May(P::SeeProject), || get(project::space::show)),

    // The project: budget, clock, ledger.
    read("/project/budget", May(P::SeeProject), || get(project::budget::show)),
    write("/project/budget", May(P::ManageBudget), || post(project::budget::bring)).kind(Kind::Upload),
    read("/project/budget/sheet.xlsx", May(P::SeeProject), || get(project::budget::blank)),
    read("/project/budget/versions/{id}", May(P::SeeProject), || get(project::budget::version)),
    write("/project/budget/versions/{id}/enact", May(P::ManageBudget), || post(project::budget::enact)),
    write("/project/budget/versions/{id}/drop", May(P::ManageBudget), || post(project::budget::discard)),
    read("/project/budget/versions/{id}/sheet.xlsx", May(P::SeeProject), || get(project::budget::download)),
    read("/project/clock", May(P::SeeProject), || get(project::clock::show)),
    write("/project/clock", May(P::ManageBudget), || post(project::clock::plan)),
    write("/project/clock/{id}/start", May(P::ManageBudget), || post(project::clock::start)),
    write("/project/clock/{id}/drop", May(P::ManageBudget), || post(project::clock::discard)),
    read("/project/ledger", May(P::SeeProject), || get(project::ledger::show)),
    write("/project/ledger", May(P::ManageBudget), || post(project::ledger::commit)),
    write("/project/ledger/{id}/pay", May(P::ManageBudget), || post(project::ledger::pay)),
    write("/project/ledger/{id}/release", May(P::ManageBudget), || post(project::ledger::release)),

    // The project: sites, judgements, ranking.
    read("/project/sites", May(P::SeeProject), || get(project::sites::show)),
    write("/project/sites", May(P::ManageProject), || post(project::sites::offer)).kind(Kind::Upload),
    read("/project/sites/{id}", May(P::SeeProject), || get(project::site::show)),
    write("/project/sites/{id}/note", May(P::ManageProject), || post(project::site::note)),
    write("/project/sites/{id}/redraw", May(P::ManageProject), || post(project::site::redraw)),
    write("/project/sites/{id}/withdraw", May(P::ManageProject), || post(project::site::withdraw)),
    write("/project/sites/{id}/restore", May(P::ManageProject), || post(project::site::restore)),
    read("/project/judge", May(P::JudgeSites), || get(project::judge::show)),
    write("/project/judge", May(P::JudgeSites), || post(project::judge::give)),
    read("/project/ranking", May(P::SeeProject), || get(project::ranking::show)),
    read("/project/ranking/report.html", May(P::SeeProject), || get(project::ranking::report)).pace(Pace::Heavy),
    read("/project/settings/{setting}", May(P::SeeProject), || get(project::settings::show)),
    write("/project/settings/{setting}", MayEither(P::ManageProject, P::DecideProject), || post(project::settings::save)),

    // Mentoring.
    read("/mentoring", May(P::SeeMentoring), || get(mentoring::caseload::show)),
    write("/mentoring", May(P::Mentor), || post(mentoring::caseload::open)),
    read("/mentoring/cases/{id}", May(P::SeeMentoring), || get(mentoring::one::show)),
    write("/mentoring/cases/{id}/goals", May(P::Mentor), || post(mentoring::one::agree)),
    write("/mentoring/cases/{id}/goals/{goal}", May(P::Mentor), || post(mentoring::one::end_goal)),
    write("/mentoring/cases/{id}/tasks/{task}", May(P::Mentor), || post(mentoring::one::finish)),
    write("/mentoring/cases/{id}/questions/{question}", May(P::Mentor), || post(mentoring::one::answer)),
    write("/mentoring/cases/{id}/close", May(P::Mentor), || post(mentoring::one::close)),
    read("/mentoring/cases/{id}/assess/{instrument}", May(P::Mentor), || get(mentoring::assess::show)),
    write("/mentoring/cases/{id}/assess/{instrument}", May(P::Mentor), || post(mentoring::assess::assess)),
    read("/mentoring/cases/{id}/visit", May(P::Mentor), || get(mentoring::visit::show)),
    write("/mentoring/cases/{id}/visit", May(P::Mentor), || post(mentoring::visit::note)),
    read("/mentoring/figures/{business}", MayEither(P::StateOwnFacts, P::Mentor), || get(mentoring::figures::show)),
    write("/mentoring/figures/{business}", MayEither(P::StateOwnFacts, P::Mentor), || post(mentoring::figures::put)),
    read("/mentoring/mine", May(P::SeeOwnBusiness), || get(mentoring::mine::show)),
    write("/mentoring/mine/join", May(P::SeeOwnBusiness), || post(mentoring::mine::join)),
    write("/mentoring/mine/{id}/ask", May(P::SeeOwnBusiness), || post(mentoring::mine::ask)),
    write("/mentoring/mine/{id}/tasks/{task}", May(P::SeeOwnBusiness), || post(mentoring::mine::finish)),
    read("/mentoring/mentors", May(P::SeeMentoring), || get(mentoring::mentors::show)),
    write("/mentoring/mentors/{id}", May(P::ManageMentoring), || post(mentoring::mentors::note)),
    write("/mentoring/mentors/{id}/handover", May(P::ManageMentoring), || post(mentoring::mentors::hand_over)),
    read("/mentoring/assignment", May(P::ManageMentoring), || get(mentoring::assignment::show)),
    write("/mentoring/assignment", May(P::ManageMentoring), || post(mentoring::assignment::propose)).pace(Pace::Heavy),
    write("/mentoring/assignment/{proposal}", May(P::ManageMentoring), || post(mentoring::assignment::answer)),
    read("/mentoring/neglect", May(P::SeeMentoring), || get(mentoring::neglect::show)),
    read("/mentoring/effect", May(P::SeeMentoring), || get(mentoring::effect::show)),
    read("/mentoring/trainings", May(P::SeeMentoring), || get(mentoring::trainings::show_all)),
    write("/mentoring/trainings", May(P::ManageTrainings), || post(mentoring::trainings::create)),
    read("/mentoring/trainings/{id}", May(P::SeeMentoring), || get(mentoring::trainings::show)),
    write("/mentoring/trainings/{id}/invite", May(P::ManageTrainings), || post(mentoring::trainings::invite)),
    write("/mentoring/trainings/{id}/register", May(P::ManageTrainings), || post(mentoring::trainings::register)),
    write("/mentoring/trainings/{id}/attend", May(P::ManageTrainings), || post(mentoring::trainings::attend)),
    write("/mentoring/trainings/{id}/test", May(P::ManageTrainings), || post(mentoring::trainings::test)),
    write("/mentoring/trainings/{id}/certify", May(P::ManageTrainings), || post(mentoring::trainings::certify)),
    read("/mentoring/attend/{token}", May(P::SeeOwnBusiness), || get(mentoring::trainings::arrival)),
    write("/mentoring/attend/{token}", May(P::SeeOwnBusiness), || post(mentoring::trainings::arrive)),
    read("/mentoring/certificates/{token}", Anyone, || get(mentoring::certificate::show)),

    // Overviews.
    read("/insight", May(P::SeeInsight), || get(insight::overview::regency)),
    read("/insight/{district}", May(P::SeeInsight), || get(insight::overview::district)),

    // Accounts and the audit trail.
    read("/people", MayEither(P::ManageOwnerAccounts, P::ManageAccounts), || get(people::list::show)),
    write("/people", MayEither(P::ManageOwnerAccounts, P::ManageAccounts), || post(people::list::add)),
    read("/people/{id}", MayEither(P::ManageOwnerAccounts, P::ManageAccounts), || get(people::account::show)),
    write("/people/{id}/code", MayEither(P::ManageOwnerAccounts, P::ManageAccounts), || post(people::account::issue_code)),
    write("/people/{id}/close", May(P::ManageAccounts), || post(people::account::close)),
    write("/people/{id}/open", May(P::ManageAccounts), || post(people::account::open)),
    read("/audit", May(P::SeeAudit), || get(audit::list::show)),
    write("/audit/verify", May(P::SeeAudit), || post(audit::list::verify)),

    // The census as the office sees it.
    read("/enumeration", May(P::SeeCensus), || get(enumeration::rounds::show)),
    write("/enumeration", May(P::ManageCensus), || post(enumeration::rounds::make)),
    read("/enumeration/conflicts", May(P::ManageCensus), || get(enumeration::conflicts::show)),
    write("/enumeration/conflicts/{item}", May(P::ManageCensus), || post(enumeration::conflicts::decide)),
    read("/enumeration/phones", May(P::ManageCensus), || get(enumeration::phones::show)),
    write("/enumeration/phones/{account}/{device}/revoke", May(P::ManageCensus), || post(enumeration::phones::revoke)),
    read("/enumeration/sets/{answer}", May(P::ManageCensus), || get(enumeration::set::show)),
    write("/enumeration/sets/{answer}/accept", May(P::ManageCensus), || post(enumeration::set::take)),
    write("/enumeration/sets/{answer}/refuse", May(P::ManageCensus), || post(enumeration::set::refuse)),
    read("/enumeration/sets/{answer}/photos/{file}", May(P::ManageCensus), || get(enumeration::set::photo)),
    read("/enumeration/{round}", May(P::SeeCensus), || get(enumeration::one::show)),
    write("/enumeration/{round}/areas", May(P::ManageCensus), || post(enumeration::one::add_areas)),
    write("/enumeration/{round}/areas/{area}", May(P::ManageCensus), || post(enumeration::one::assign)),
    write("/enumeration/{round}/close", May(P::ManageCensus), || post(enumeration::one::close)),
    write("/enumeration/{round}/accept", May(P::ManageCensus), || post(enumeration::one::accept)).pace(Pace::Heavy),
    write("/enumeration/{round}/revisits", May(P::ManageCensus), || post(enumeration::one::draw)),

    // What phones fetch and send.
    read("/api/sync/hello", May(P::WorkOffline), || get(sync::hello)),
    read("/api/sync/pull", May(P::WorkOffline), || get(sync::pull)),
    send(Method::POST, "/api/sync/push", May(P::WorkOffline), || post(sync::push)),
    read("/api/sync/file/{id}", May(P::WorkOffline), || get(sync::progress)),
    send(Method::PUT, "/api/sync/file/{id}", May(P::WorkOffline), || put(sync::put)).kind(Kind::Stream),

    // For programs.
    read("/api/v1/openapi.json", Anyone, || get(api::description)),
    read("/api/v1/plan", Anyone, || get(api::plan::of_facts)),
    read("/api/v1/businesses", May(P::SeeRegistry), || get(api::businesses::search)),
    read("/api/v1/businesses/{business}/plan", MayEither(P::SeeOwnBusiness, P::SeeRegistry), || get(api::businesses::plan)),
];

/// The line for a request, or why there is none.
pub(crate) fn find(method: &Method, path: &str) -> Result<&'static Route, Refusal> {
    let method = if method == Method::HEAD {
        &Method::GET
    } else {
        method
    };
    let mut known = false;
    for route in ROUTES.iter().filter(|route| route.path == path) {
        if route.method == *method {
            return Ok(route);
        }
        known = true;
    }
    Err(if known {
        Refusal::WrongMethod
    } else {
        Refusal::NotFound
    })
}

/// Whether reading this address is open to the visitor.
pub(crate) fn opens(path: &str, visitor: Standing) -> bool {
    find(&Method::GET, path).is_ok_and(|route| route.access.verdict(visitor) == Verdict::Open)
}

/// The router: every line of the table and nothing else.
pub(crate) fn router(config: &WebConfig) -> Router<App> {
    ROUTES.iter().fold(Router::new(), |router, route| {
        let limit = if route.kind == Kind::Upload && route.limit == FORM {
            config.upload_limit
        } else {
            route.limit
        };
        router.route(
            route.path,
            (route.handler)().layer(DefaultBodyLimit::max(limit)),
        )
    })
}
