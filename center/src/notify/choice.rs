//! By which way an account wants to hear.

use serde_json::json;
use store::notify::{self as kept};

use super::message;
use super::quiet::Quiet;
use super::way::Channel;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;

/// What an account chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The way.
    pub channel: Channel,
    /// Its e-mail address.
    pub email: String,
    /// When not.
    pub quiet: Quiet,
}

/// What the actor chose; without a choice, the inbox only.
pub async fn choice(hall: &Hall, actor: &Actor) -> Result<Choice> {
    let account = actor.account.ok_or(Error::SignInFirst)?;
    let mut session = hall.db().read().await?;
    let kept = kept::choice(&mut session, account).await?;
    Ok(kept.map_or_else(
        || Choice {
            channel: Channel::Hall,
            email: String::new(),
            quiet: Quiet::default(),
        },
        |kept| Choice {
            channel: Channel::from_id(&kept.channel).unwrap_or(Channel::Hall),
            quiet: Quiet::of(&kept),
            email: kept.email.unwrap_or_default(),
        },
    ))
}

/// Chooses. An e-mail address must be one, and the way must be set up in this hall.
pub async fn choose(hall: &Hall, actor: &Actor, choice: &Choice) -> Result<()> {
    let account = actor.account.ok_or(Error::SignInFirst)?;
    if !hall.settings().ways.open().contains(&choice.channel) {
        return Err(Error::Malformed(message(
            "notify.channel",
            "Cara kabar itu belum tersedia di sini; pilih yang lain.",
            "That way is not available here; choose another.",
        )));
    }
    let email = choice.email.trim();
    let wanted = choice.channel == Channel::Email;
    if (wanted || !email.is_empty()) && email.parse::<lettre::Address>().is_err() {
        return Err(Error::Malformed(message(
            "notify.email",
            "Alamat e-mail belum benar; tulis seperti nama@contoh.id.",
            "That is no e-mail address; write it like name@example.id.",
        )));
    }
    let mut tx = hall.db().write().await?;
    let row = kept::Choice {
        account,
        channel: choice.channel.id().to_owned(),
        email: (!email.is_empty()).then(|| email.to_owned()),
        quiet_from: i64::from(choice.quiet.from % 24),
        quiet_to: i64::from(choice.quiet.to % 24),
        changed_at: hall.clock().now(),
    };
    kept::choose(&mut tx, &row).await?;
    let detail = json!({ "channel": row.channel });
    let subject = format!("account:{account}");
    audit::record(hall, &mut tx, actor, "notify.chosen", &subject, detail).await?;
    Ok(tx.commit().await?)
}
