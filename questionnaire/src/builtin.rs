//! The questionnaires that come with the program.

use crate::model::Questionnaire;
use crate::read::read;
use vocab::Problems;

const FILES: &[(&str, &str)] = &[
    (
        "questionnaire/forms/sensus-1.toml",
        include_str!("../forms/sensus-1.toml"),
    ),
    (
        "questionnaire/forms/kunjungan-1.toml",
        include_str!("../forms/kunjungan-1.toml"),
    ),
];

/// All of them, every version that was ever given out.
pub fn builtin() -> Result<Vec<Questionnaire>, Problems> {
    FILES.iter().map(|(name, text)| read(name, text)).collect()
}
