//! What the office decides for its project: texts with a built-in first copy, read into types before they are taken.

use siting::rank::Criteria;
use store::Session;
use store::project::setting as kept;

use super::clock::ClockRules;
use super::error::ProjectError;
use super::open::Shown;
use super::space::SpaceRules;
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

/// Longest text of a setting, in bytes.
pub const LONGEST: usize = 48 * 1024;

/// A text that the office may replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Criteria of the site and rules that exclude.
    Criteria,
    /// Durations of procurement, days of the budget year, holidays.
    Clock,
    /// Rooms of the centre and their standards.
    Space,
    /// What of the project the public sees.
    Public,
}

impl Setting {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Criteria, Self::Clock, Self::Space, Self::Public];

    /// The word in the database and in addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Criteria => "criteria",
            Self::Clock => "clock",
            Self::Space => "space",
            Self::Public => "public",
        }
    }

    /// The one of a word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.id() == id)
    }

    /// The first copy.
    pub const fn builtin(self) -> &'static str {
        match self {
            Self::Criteria => include_str!("../../data/project/criteria.toml"),
            Self::Clock => include_str!("../../data/project/clock.toml"),
            Self::Space => include_str!("../../data/project/space.toml"),
            Self::Public => include_str!("../../data/project/public.toml"),
        }
    }

    /// Refuses what the project could not work with.
    fn check(self, text: &str) -> Result<()> {
        match self {
            Self::Criteria => {
                super::ranking::parse_criteria(text)?;
            }
            Self::Clock => parse::<ClockRules>(self, text)?.check()?,
            Self::Space => parse::<SpaceRules>(self, text)?.check()?,
            Self::Public => {
                parse::<Shown>(self, text)?;
            }
        }
        Ok(())
    }
}

/// Reads TOML into a type, or says in which line it fails.
pub(super) fn parse<T: serde::de::DeserializeOwned>(
    setting: Setting,
    text: &str,
) -> std::result::Result<T, ProjectError> {
    toml::from_str(text).map_err(|error: toml::de::Error| ProjectError::SettingUnreadable {
        name: setting.id(),
        reason: error.to_string().trim().to_owned(),
    })
}

/// The text in force.
pub(super) async fn text(session: &mut Session, regency: &str, setting: Setting) -> Result<String> {
    let kept = kept::newest(session, regency, setting.id()).await?;
    Ok(kept.unwrap_or_else(|| setting.builtin().to_owned()))
}

/// The criteria in force.
pub(super) async fn criteria(session: &mut Session, regency: &str) -> Result<Criteria> {
    super::ranking::parse_criteria(&text(session, regency, Setting::Criteria).await?)
}

/// The clock and the budget year in force.
pub(super) async fn clock(session: &mut Session, regency: &str) -> Result<ClockRules> {
    let text = text(session, regency, Setting::Clock).await?;
    Ok(parse(Setting::Clock, &text)?)
}

/// What the public sees.
pub(super) async fn shown(session: &mut Session, regency: &str) -> Result<Shown> {
    let text = text(session, regency, Setting::Public).await?;
    Ok(parse(Setting::Public, &text)?)
}

/// The text in force, to be shown and changed.
pub async fn show(hall: &Hall, actor: &Actor, setting: Setting) -> Result<String> {
    actor.must(Permission::SeeProject)?;
    let mut session = hall.db().read().await?;
    text(&mut session, &actor.regency, setting).await
}

/// Puts another text in force.
pub async fn save(hall: &Hall, actor: &Actor, setting: Setting, text: &str) -> Result<()> {
    // What leaves the house is for its head to say.
    actor.must(match setting {
        Setting::Public => Permission::DecideProject,
        _ => Permission::ManageProject,
    })?;
    // A browser ends the lines of a form with two signs.
    let text = text.replace("\r\n", "\n");
    if text.len() > LONGEST {
        return Err(ProjectError::Words {
            what: setting.id(),
            low: 1,
            high: LONGEST,
        }
        .into());
    }
    setting.check(&text)?;
    let now = hall.clock().now();
    let mut tx = hall.db().write().await?;
    kept::append(
        &mut tx,
        &actor.regency,
        setting.id(),
        &text,
        actor.account,
        now,
    )
    .await?;
    let detail = serde_json::json!({ "setting": setting.id() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "project.setting_changed",
        "project",
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_first_copy_can_be_worked_with() {
        for setting in Setting::ALL {
            setting.check(setting.builtin()).unwrap();
            assert_eq!(Setting::from_id(setting.id()), Some(setting));
        }
    }
}
