//! Answers make a score. A score cannot be had without its reasons, because it is made of them, and two scores are
//! compared only if they come from the same version of the same instrument.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::instrument::{Class, Instrument};

/// The level given to each question, by the question's id. A question that does not fit the business is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, u8>);

vocab::domain_error! {
    /// Why answers make no score, or scores no comparison.
    ScoreError {
        /// No such question.
        UnknownQuestion { question: String } => "growth.unknown_question",
            "Pertanyaan \"{question}\" tidak ada dalam instrumen ini; muat ulang halamannya.",
            "There is no question \"{question}\" in this instrument; reload the page.";
        /// A level that the question does not have.
        OutsideScale { question: String, level: u8, highest: u8 } => "growth.outside_scale",
            "Nilai {level} untuk \"{question}\" di luar skala; pilih 0 sampai {highest}.",
            "Level {level} for \"{question}\" is outside its scale; choose 0 to {highest}.";
        /// Less than half of the weight was answered.
        TooLittle { percent: u8 } => "growth.too_little",
            "Baru {percent}% bobot penilaian terjawab; jawab paling sedikit setengahnya agar nilainya bermakna.",
            "Only {percent}% of the weight is answered; answer at least half, so that the score means something.";
        /// Scores of two instruments.
        OtherInstrument { earlier: String, later: String } => "growth.other_instrument",
            "Nilai dari instrumen {earlier} tidak dapat dibandingkan dengan {later}.",
            "A score of the instrument {earlier} cannot be compared with one of {later}.";
        /// Scores of two versions.
        OtherVersion { earlier: u16, later: u16 } => "growth.other_version",
            "Penilaian awal memakai versi {earlier}, yang ini versi {later}; nilainya tidak dibandingkan. Nilai ulang dengan versi {earlier}, atau buat penilaian awal baru dengan versi {later}.",
            "The earlier assessment used version {earlier}, this one version {later}; the scores are not compared. Assess again with version {earlier}, or make a new baseline with version {later}.";
        /// No question was answered both times.
        NothingInCommon => "growth.nothing_in_common",
            "Tidak ada pertanyaan yang dijawab pada kedua penilaian, jadi tidak ada yang dibandingkan.",
            "No question was answered in both assessments, so there is nothing to compare.";
    }
}

/// Why a score is what it is: one answered question.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// Its dimension.
    pub dimension: String,
    /// The question.
    pub question: String,
    /// The level given.
    pub level: u8,
    /// The highest level there is.
    pub highest: u8,
    /// Share of the whole instrument, 0 to 1.
    pub weight: f64,
}

impl Reason {
    fn part(&self) -> f64 {
        f64::from(self.level) / f64::from(self.highest.max(1))
    }
}

/// A score: its reasons, and the instrument and version it was made with.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    instrument: String,
    version: u16,
    reasons: Vec<Reason>,
    unanswered: Vec<String>,
}

impl Instrument {
    /// The score of some answers.
    pub fn score(&self, answers: &Answers) -> Result<Score, ScoreError> {
        let mut left = answers.0.clone();
        let (mut reasons, mut unanswered) = (Vec::new(), Vec::new());
        for (dimension, question) in self.questions() {
            let Some(level) = left.remove(&question.id) else {
                unanswered.push(question.id.clone());
                continue;
            };
            if level > question.highest() {
                return Err(ScoreError::OutsideScale {
                    question: question.ask.id.clone(),
                    level,
                    highest: question.highest(),
                });
            }
            reasons.push(Reason {
                dimension: dimension.id.clone(),
                question: question.id.clone(),
                level,
                highest: question.highest(),
                weight: question.weight,
            });
        }
        if let Some((question, _)) = left.pop_first() {
            return Err(ScoreError::UnknownQuestion { question });
        }
        let answered: f64 = reasons.iter().map(|reason| reason.weight).sum();
        if answered < 0.5 - 1e-9 {
            return Err(ScoreError::TooLittle {
                percent: percent(answered),
            });
        }
        Ok(Score {
            instrument: self.id.clone(),
            version: self.version,
            reasons,
            unanswered,
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share between 0 and 1"
)]
fn percent(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 100.0) as u8
}

/// Weighted mean in percent; none without weight.
fn mean<'a>(reasons: impl Iterator<Item = &'a Reason>) -> Option<f64> {
    let (mut points, mut weight) = (0.0, 0.0);
    for reason in reasons {
        points += reason.weight * reason.part();
        weight += reason.weight;
    }
    (weight > 0.0).then(|| points / weight * 100.0)
}

impl Score {
    /// Which instrument.
    pub fn instrument(&self) -> &str {
        &self.instrument
    }

    /// Which version.
    pub fn version(&self) -> u16 {
        self.version
    }

    /// The total, 0 to 100, over what was answered.
    pub fn total(&self) -> f64 {
        mean(self.reasons.iter()).unwrap_or(0.0)
    }

    /// The score of a dimension, 0 to 100; none if nothing of it was answered.
    pub fn dimension(&self, id: &str) -> Option<f64> {
        mean(self.reasons.iter().filter(|reason| reason.dimension == id))
    }

    /// What it is made of, in the order of the instrument.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// Questions that were left out.
    pub fn unanswered(&self) -> &[String] {
        &self.unanswered
    }

    /// The class of the total.
    pub fn class<'a>(&self, instrument: &'a Instrument) -> Option<&'a Class> {
        instrument.class(self.total())
    }

    /// The answered questions with the most to gain, first.
    pub fn most_to_gain(&self) -> Vec<&Reason> {
        let mut order: Vec<&Reason> = self
            .reasons
            .iter()
            .filter(|reason| reason.level < reason.highest)
            .collect();
        let gain = |reason: &Reason| reason.weight * (1.0 - reason.part());
        order.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
        order
    }

    /// What changed since an earlier score, over the questions that were answered both times.
    pub fn change_since(&self, earlier: &Self) -> Result<Change, ScoreError> {
        if self.instrument != earlier.instrument {
            return Err(ScoreError::OtherInstrument {
                earlier: earlier.instrument.clone(),
                later: self.instrument.clone(),
            });
        }
        if self.version != earlier.version {
            return Err(ScoreError::OtherVersion {
                earlier: earlier.version,
                later: self.version,
            });
        }
        let before: BTreeMap<&str, &Reason> = earlier
            .reasons
            .iter()
            .map(|reason| (reason.question.as_str(), reason))
            .collect();
        let common: Vec<(&Reason, &Reason)> = self
            .reasons
            .iter()
            .filter_map(|now| Some((*before.get(now.question.as_str())?, now)))
            .collect();
        let from =
            mean(common.iter().map(|(before, _)| *before)).ok_or(ScoreError::NothingInCommon)?;
        let to = mean(common.iter().map(|(_, now)| *now)).ok_or(ScoreError::NothingInCommon)?;
        let moved = |up: bool| {
            common
                .iter()
                .filter(|(before, now)| {
                    if up {
                        now.level > before.level
                    } else {
                        now.level < before.level
                    }
                })
                .map(|(before, now)| (now.question.clone(), before.level, now.level))
                .collect()
        };
        Ok(Change {
            from,
            to,
            compared: common.len(),
            risen: moved(true),
            fallen: moved(false),
        })
    }
}

/// A comparison of two scores of one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The earlier total over the common questions.
    pub from: f64,
    /// The later one.
    pub to: f64,
    /// How many questions were answered both times.
    pub compared: usize,
    /// Questions that rose, from which level to which.
    pub risen: Vec<(String, u8, u8)>,
    /// Questions that fell.
    pub fallen: Vec<(String, u8, u8)>,
}
