//! Files in pieces, and a mentor's visits without a network.
#![expect(
    clippy::similar_names,
    reason = "what was sent, and the set of answers it became"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "bodies are written where they are given"
)]

use std::path::PathBuf;

use center::mentoring::care;
use center::sync::file::{self, Described, Progress};
use center::sync::{Item, Outcome};
use center::testing::{actor, on_both_with};
use center::{Actor, Hall, Role, Settings};
use serde_json::json;
use uuid::Uuid;
use vocab::DomainError;

use super::stage::{NOW, Phone, account, id, new_one, round_for};
use crate::tools::keripik;

fn on_both(test: impl AsyncFn(Hall)) {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        files: PathBuf::from(folder.path()),
        ..Settings::default()
    };
    on_both_with(&settings, test);
}

fn picture() -> Vec<u8> {
    let drawn = image::RgbImage::from_fn(90, 60, |x, y| {
        image::Rgb([x, y, 90].map(|part| u8::try_from(part).unwrap()))
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    drawn
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

fn described(bytes: &[u8]) -> Described {
    Described {
        size: bytes.len() as u64,
        sha256: sha256(bytes),
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    let digest: [u8; 32] = sha2::Sha256::digest(bytes).into();
    blake3::Hash::from_bytes(digest).to_hex().to_string()
}

/// Sends bytes from where the hall is, in pieces of a length, breaking off in the middle of each.
async fn send(
    hall: &Hall,
    siti: &Actor,
    id: Uuid,
    bytes: &[u8],
    length: usize,
) -> center::Result<Progress> {
    loop {
        let mut piece = match file::open(hall, siti, id, &described(bytes)).await? {
            Ok(piece) => piece,
            Err(done) => return Ok(done),
        };
        let from = usize::try_from(piece.offset).unwrap();
        let to = (from + length).min(bytes.len());
        piece.append(&bytes[from..to])?;
        match piece.end(hall, siti).await? {
            Progress::Partial(_) => {}
            done => return Ok(done),
        }
    }
}

#[test]
fn point_8_photos_come_after_the_text_in_pieces_of_any_length() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let (round, _) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let bytes = picture();
        for length in [7, bytes.len() - 1, bytes.len()] {
            let photo = id();
            let mut sent = new_one("Abon", "3324096505800077");
            sent.files = vec![photo];
            sent.body["photos"] = json!({ "premise_photo": [photo] });
            let set = vocab::AnswerId::from_uuid(sent.id);
            assert_eq!(phone.push_one(&hall, sent).await.state, Outcome::Accepted);
            assert_eq!(
                file::progress(&hall, &siti, photo).await.unwrap(),
                Some(Progress::Partial(0))
            );
            let done = send(&hall, &siti, photo, &bytes, length).await.unwrap();
            assert_eq!(done, Progress::Kept(bytes.len() as u64));
            // Sent once more it is there already.
            let again = send(&hall, &siti, photo, &bytes, length).await.unwrap();
            assert_eq!(again, Progress::Kept(bytes.len() as u64));
            let officer = actor(Role::Officer);
            let given = center::field::board::photo(&hall, &officer, set, photo)
                .await
                .unwrap();
            assert_eq!(given.content_type, "image/jpeg");
        }
        // Taken as facts, the photos belong to the business.
        let officer = actor(Role::Officer);
        let which = center::field::accept::Which::default();
        center::field::accept::accept(&hall, &officer, round, &which)
            .await
            .unwrap();
        let mut session = hall.db().read().await.unwrap();
        let row = session
            .one(store::sql(
                "SELECT COUNT(*) FROM stored_file f JOIN business b ON b.id = f.business_id",
            ))
            .await
            .unwrap();
        assert_eq!(row.get::<i64>(0).unwrap(), 3);
    });
}

#[test]
fn a_photo_that_is_no_photo_is_refused_and_the_answers_stay() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        for bytes in [
            b"MZ\x90\x00 not a picture at all".as_slice(),
            b"%PDF-1.4\n%%EOF\n",
        ] {
            let photo = id();
            let mut sent = new_one("Abon", "3324096505800077");
            sent.files = vec![photo];
            sent.body["photos"] = json!({ "premise_photo": [photo] });
            assert_eq!(phone.push_one(&hall, sent).await.state, Outcome::Accepted);
            let done = send(&hall, &siti, photo, bytes, 10).await.unwrap();
            let Progress::Refused(size, message) = done else {
                panic!("{done:?}");
            };
            assert_eq!(size, bytes.len() as u64);
            assert!(!message.id.is_empty() && !message.en.is_empty());
            let again = send(&hall, &siti, photo, bytes, 10).await.unwrap();
            assert!(matches!(again, Progress::Refused(..)));
        }
    });
}

#[test]
fn bytes_that_are_not_those_announced_are_asked_for_anew() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        Phone::new(&hall, &siti).await;
        let (bytes, photo) = (picture(), id());
        let mut piece = file::open(&hall, &siti, photo, &described(&bytes))
            .await
            .unwrap()
            .unwrap();
        let wrong = vec![0; bytes.len()];
        piece.append(&wrong).unwrap();
        assert_eq!(
            piece.end(&hall, &siti).await.unwrap_err().code(),
            "sync.file_changed"
        );
        assert_eq!(
            file::progress(&hall, &siti, photo).await.unwrap(),
            Some(Progress::Partial(0))
        );
        let done = send(&hall, &siti, photo, &bytes, 500).await.unwrap();
        assert!(matches!(done, Progress::Kept(_)));
        let tono = account(&hall, Role::Enumerator, "tono").await;
        assert_eq!(file::progress(&hall, &tono, photo).await.unwrap(), None);
        let other = file::open(&hall, &tono, photo, &described(&bytes)).await;
        assert!(other.is_err(), "another's file is not there");
        let mut large = described(&bytes);
        large.size = u64::MAX;
        let large = file::open(&hall, &siti, id(), &large).await.unwrap_err();
        assert_eq!(large.code(), "sync.file_too_large");
    });
}

fn visit(engagement: Uuid, order: i64, body: serde_json::Value) -> Item {
    serde_json::from_value(json!({
        "id": id(), "collection": "mentoring.visit", "entity": engagement, "order": order, "base": null,
        "made_at": NOW, "form": "kunjungan@1", "app": "1", "files": [], "body": body,
    }))
    .unwrap()
}

#[test]
fn a_visit_noted_offline_follows_the_rules_of_one_noted_here() {
    on_both(async |hall| {
        let mentor = account(&hall, Role::Mentor, "bagus").await;
        let business = keripik(&hall).await;
        let engagement = care::open(&hall, &mentor, business, None).await.unwrap();
        let phone = Phone::new(&hall, &mentor).await;
        let list = phone.pull(&hall, "mentoring.engagement", "").await;
        assert_eq!(list.items[0].id, engagement.as_uuid());
        assert_eq!(list.items[0].body["name"], "Keripik Barokah");
        let noted = json!({
            "engagement": engagement.to_string(), "day": "2026-11-23", "began": "09.00", "ended": "10:30",
            "place": "Rumah", "notes": "Dapur rapi", "owner_tasks": "Beli timbangan", "mentor_tasks": "", "next": "",
        });
        let first = visit(engagement.as_uuid(), 1, noted.clone());
        let taken = phone.push_one(&hall, first.clone()).await;
        assert_eq!(taken.state, Outcome::Accepted, "{taken:?}");
        assert_eq!(phone.push_one(&hall, first).await.state, Outcome::Duplicate);
        // The rules of the page: it cannot end before it begins.
        let mut bad = noted;
        bad["ended"] = json!("08.00");
        let refused = phone
            .push_one(&hall, visit(engagement.as_uuid(), 2, bad))
            .await;
        assert_eq!(
            refused.error.unwrap().message.code,
            "mentoring.ends_before_start"
        );
        // The same, as answers of the questionnaire.
        let answers = json!({ "questionnaire": "kunjungan@1", "answers": {
            "day": "2026-11-24", "began": "08.00", "ended": "09.00", "place_kind": "home", "notes": "Label baru",
            "owner_tasks": [{ "owner_task": "Cetak label" }], "next_agreed": true, "next": "2026-12-08",
        }});
        let second = phone
            .push_one(&hall, visit(engagement.as_uuid(), 2, answers))
            .await;
        assert_eq!(second.state, Outcome::Accepted, "{second:?}");
        let seen = care::view(&hall, &mentor, engagement).await.unwrap();
        assert_eq!(seen.visits.len(), 2);
        // Another mentor's engagement is not there for them.
        let other = account(&hall, Role::Mentor, "tono").await;
        let theirs = Phone::new(&hall, &other).await;
        let refused = theirs.push_one(
            &hall,
            visit(
                engagement.as_uuid(),
                1,
                json!({
                    "day": "2026-11-23", "began": "09.00", "ended": "10.00",
                }),
            ),
        );
        assert_eq!(
            refused.await.error.unwrap().message.code,
            "center.not_found"
        );
    });
}
