//! An owner's own cases.

use axum::extract::State;
use center::licensing::queue;

use super::{pages::OwnPage, queue::row};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
};

/// `GET /licensing/own`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let lines = queue::own(&app.hall, &frame.actor).await?;
    page(&OwnPage {
        rows: lines.iter().map(|line| row(&app, &frame, line)).collect(),
        f: &frame,
    })
}
