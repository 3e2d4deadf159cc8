//! The filtered list as a file.

use axum::{
    body::{Body, Bytes},
    extract::{RawQuery, State},
    http::header,
    response::IntoResponse,
};
use center::registry::export::{self, Export, Format};
use tokio_stream::{Stream, StreamExt, wrappers::ReceiverStream};

use super::{address::Address, wanted};
use crate::{App, frame::Frame, page::Answer};

async fn begin(
    app: &App,
    frame: &Frame,
    query: Option<String>,
    format: Format,
) -> center::Result<Export> {
    let address = Address::read(&query.unwrap_or_default());
    let query = wanted::query(app, &address);
    export::begin(&app.hall, &frame.actor, &query, format, frame.lang).await
}

/// `GET /registry/export.csv`: sent piece by piece as it is read, so that memory does not grow with the list.
pub(crate) async fn csv(State(app): State<App>, frame: Frame, RawQuery(query): RawQuery) -> Answer {
    let export = begin(&app, &frame, query, Format::Csv).await?;
    Ok(csv_file(&file_name(&app, "csv"), export))
}

/// A text table to be saved, sent as it is read.
pub(crate) fn csv_file(disposition: &str, export: Export) -> axum::response::Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition.to_owned()),
    ];
    (headers, Body::from_stream(pieces(export))).into_response()
}

fn pieces(mut export: Export) -> impl Stream<Item = center::Result<Bytes>> {
    let (send, receive) = tokio::sync::mpsc::channel(2);
    tokio::spawn(async move {
        loop {
            let piece = export.csv_piece().await.transpose();
            let last = !matches!(piece, Some(Ok(_)));
            let Some(piece) = piece else { return };
            // A reader who has gone away ends the export.
            if send.send(piece.map(Bytes::from)).await.is_err() || last {
                return;
            }
        }
    });
    ReceiverStream::new(receive).map(|piece| piece)
}

/// `GET /registry/export.xlsx`
pub(crate) async fn xlsx(
    State(app): State<App>,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Answer {
    let bytes = begin(&app, &frame, query, Format::Xlsx)
        .await?
        .xlsx()
        .await?;
    Ok(workbook(&file_name(&app, "xlsx"), bytes))
}

/// A workbook to be saved.
pub(crate) fn workbook(disposition: &str, bytes: Vec<u8>) -> axum::response::Response {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let headers = [
        (header::CONTENT_TYPE, KIND.to_owned()),
        (header::CONTENT_DISPOSITION, disposition.to_owned()),
    ];
    (headers, bytes).into_response()
}

fn file_name(app: &App, ending: &str) -> String {
    format!(
        "attachment; filename=\"umkm-{}.{ending}\"",
        app.hall.clock().today()
    )
}
