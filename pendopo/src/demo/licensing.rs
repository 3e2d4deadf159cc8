//! Licence cases of the demonstration: some in every state, each led there by the real use cases, with sample papers
//! that say of themselves that they are none.

use std::path::Path;

use center::files::{self, Brought};
use center::licensing::act::{Action, act, assign};
use center::licensing::case::State;
use center::licensing::documents::{Verdict, bring, review};
use center::licensing::number::Issue;
use center::licensing::open::open;
use center::licensing::queue::{self, Filter};
use center::licensing::view::view;
use center::registry::find::{self, Query, StepFilter};
use center::registry::palette::Standing;
use center::{Actor, Hall, Role};
use store::people::account;
use vocab::id::{BusinessId, CaseId};

use crate::failure::Failure;

/// How many cases of each state.
const EACH: usize = 3;

/// Opens cases and leads each to its state, if there are none yet.
pub(super) async fn cases(hall: &Hall, officer_login: &str, folder: &Path) -> Result<(), Failure> {
    let Some(officer) = officer(hall, officer_login).await? else {
        return Ok(());
    };
    for state in State::ALL {
        let filter = Filter {
            state: Some(*state),
            ..Filter::default()
        };
        let some = queue::queue(hall, &officer, &filter, None).await?;
        if !some.lines.is_empty() {
            return Ok(());
        }
    }
    let paper = folder.join("contoh.png");
    std::fs::write(&paper, sheet()?)?;
    let query = Query {
        step: Some(StepFilter {
            rule: "nib".to_owned(),
            standings: vec![Standing::Open],
        }),
        ..Query::default()
    };
    let found = find::find(hall, &officer, &query, None, 40).await?;
    let targets = State::ALL.iter().cycle();
    let many = State::ALL.len() * EACH;
    for ((number, row), target) in (1_u64..)
        .zip(found.rows.into_iter().take(many))
        .zip(targets)
    {
        let one = Demo {
            hall,
            officer: &officer,
            paper: &paper,
        };
        one.lead(row.id, *target, number).await?;
    }
    Ok(std::fs::remove_file(&paper)?)
}

/// The officer's account as an actor.
async fn officer(hall: &Hall, login: &str) -> Result<Option<Actor>, Failure> {
    let mut session = hall.db().read().await.map_err(center::Error::from)?;
    let found = account::by_login(&mut session, login).await;
    let found = found.map_err(center::Error::from)?;
    Ok(found.map(|found| {
        let regency = found.regency;
        Actor::signed_in(found.id, found.name, Role::Officer, regency, None, None)
    }))
}

struct Demo<'a> {
    hall: &'a Hall,
    officer: &'a Actor,
    paper: &'a Path,
}

impl Demo<'_> {
    async fn lead(&self, business: BusinessId, target: State, number: u64) -> Result<(), Failure> {
        let case = open(self.hall, self.officer, business, "nib", "").await?;
        if number % 2 == 1 {
            let version = self.version(case).await?;
            let me = self.officer.account;
            assign(self.hall, self.officer, case, version, me).await?;
        }
        if target == State::Draft {
            return Ok(());
        }
        self.papers(case, target).await?;
        let submit = Action::Submit {
            system: "oss.go.id".to_owned(),
            number: format!("CONTOH-{number:04}"),
        };
        let reason = |text: &str| text.to_owned();
        let way: Vec<Action> = match target {
            State::Draft | State::Documents | State::Ready => Vec::new(),
            State::Submitted => vec![submit],
            State::InVerification => vec![submit, Action::TakeUp],
            State::NeedsRepair => vec![
                submit,
                Action::AskRepair {
                    reason: reason(
                        "Alamat di KTP berbeda dengan tempat usaha. Kirim surat keterangan dari desa.",
                    ),
                    documents: vec![0],
                },
            ],
            State::Issued => vec![
                submit,
                Action::Issue(Issue {
                    number: format!("{:013}", 9_990_000_000_000 + number),
                    ..Issue::default()
                }),
            ],
            State::Refused => vec![
                submit,
                Action::Refuse {
                    reason: reason("Data pemilik sudah dipakai untuk NIB lain."),
                },
            ],
            State::Withdrawn => vec![Action::Withdraw {
                reason: reason("Pemilik pindah ke kabupaten lain."),
            }],
        };
        for action in way {
            let version = self.version(case).await?;
            act(self.hall, self.officer, case, version, &action).await?;
        }
        Ok(())
    }

    /// Brings the papers; for a case that is gathering them, one is found wanting and one not looked at.
    async fn papers(&self, case: CaseId, target: State) -> Result<(), Failure> {
        let seen = view(self.hall, self.officer, case).await?;
        for (place, one) in seen.documents.iter().enumerate() {
            let brought = Brought {
                path: self.paper.to_owned(),
                name: format!("contoh {}.png", one.document.name_id),
            };
            let file = files::prepare(self.hall, &brought).await?;
            let id = one.document.id;
            bring(self.hall, self.officer, case, id, &file).await?;
            let verdict = match (target, place) {
                (State::Documents, 0) => {
                    Verdict::Bad("Fotonya buram. Foto ulang di tempat terang.".to_owned())
                }
                (State::Documents, _) => continue,
                _ => Verdict::Good,
            };
            let version = self.version(case).await?;
            review(self.hall, self.officer, case, version, id, &verdict).await?;
        }
        Ok(())
    }

    async fn version(&self, case: CaseId) -> Result<i64, Failure> {
        Ok(view(self.hall, self.officer, case).await?.case.version)
    }
}

/// A sheet that looks like a photographed paper and is plainly none: lines instead of words, crossed out.
fn sheet() -> Result<Vec<u8>, Failure> {
    const WIDTH: u32 = 640;
    const HEIGHT: u32 = 420;
    let picture = image::RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let frame = x < 12 || y < 12 || x >= WIDTH - 12 || y >= HEIGHT - 12;
        let portrait = (460..600).contains(&x) && (90..270).contains(&y);
        let line = (40..430).contains(&x) && y > 80 && y < 380 && y % 36 < 12;
        let crossed = x.abs_diff(y * WIDTH / HEIGHT) < 5;
        if crossed {
            image::Rgb([151, 41, 28])
        } else if frame {
            image::Rgb([74, 44, 23])
        } else if portrait {
            image::Rgb([143, 125, 99])
        } else if line {
            image::Rgb([190, 178, 158])
        } else {
            image::Rgb([248, 244, 234])
        }
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(bytes.into_inner())
}
