//! A certificate, as it is printed and as anybody may verify it by its QR code.

use axum::extract::{Path, State};
use center::mentoring::training;

use super::pages::CertificatePage;
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
    qr,
};

/// `GET /mentoring/certificates/{token}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path(token): Path<String>,
) -> Answer {
    let found = training::verify(&app.hall, &frame.actor, &token).await?;
    let address = format!(
        "{}/mentoring/certificates/{}",
        app.config.base_url, found.token
    );
    page(&CertificatePage {
        f: &frame,
        number: found.number,
        business: found.business,
        title: found.title,
        curriculum: found.curriculum,
        pkp: found.pkp,
        issued: frame.date(&found.issued_on),
        held: found
            .held
            .map(|(first, last)| {
                if first == last {
                    frame.date(&first)
                } else {
                    format!("{} – {}", frame.date(&first), frame.date(&last))
                }
            })
            .unwrap_or_default(),
        qr: qr::svg(&address),
        address,
    })
}
