//! The audit trail: every change of a fact, sign-in, export and unmasking, in a chain that shows any later change.
//!
//! Each entry's hash covers the entry and the hash before it, keyed with a key that is not in the database: whoever
//! can write to the database still cannot make a chain that verifies. Cutting off the newest entries is shown by an
//! anchor (number and hash) which the operator noted down elsewhere; [`verify`] gives the present one.
//!
//! Entries hold ids and the names of facts, never values: the trail outlives the erasure of a person.

use serde_json::Value as Json;
pub use store::audit::Entry;
use store::audit::{self as kept};
use store::{Session, Tx};
use vocab::id::BusinessId;

use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::keys::{Keys, Purpose};
use crate::permission::Permission;

/// Appends an entry in the caller's transaction. Make it the last thing before the commit: on PostgreSQL the other
/// writers of the regency wait from here on.
pub async fn record(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    action: &str,
    subject: &str,
    detail: Json,
) -> Result<()> {
    let head = kept::hold_head(tx, &actor.regency).await?;
    let mut entry = Entry {
        regency: actor.regency.clone(),
        seq: head.seq + 1,
        at: hall.clock().now(),
        account: actor.account,
        role: actor.role_word().to_owned(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        detail: detail.to_string(),
        previous: head.hash,
        hash: Vec::new(),
    };
    entry.hash = hash(hall.keys(), &entry);
    kept::append(tx, &entry).await?;
    Ok(())
}

/// How the trail names a business.
pub fn business(id: BusinessId) -> String {
    format!("business:{id}")
}

/// Each field with its length before it, so that no two entries read the same.
fn hash(keys: &Keys, entry: &Entry) -> Vec<u8> {
    let account = entry.account.map(|id| id.to_string()).unwrap_or_default();
    let (seq, at) = (
        entry.seq.to_string(),
        entry.at.timestamp_micros().to_string(),
    );
    let fields: [&[u8]; 9] = [
        &entry.previous,
        entry.regency.as_bytes(),
        seq.as_bytes(),
        at.as_bytes(),
        account.as_bytes(),
        entry.role.as_bytes(),
        entry.action.as_bytes(),
        entry.subject.as_bytes(),
        entry.detail.as_bytes(),
    ];
    let mut text = Vec::with_capacity(256);
    for field in fields {
        text.extend_from_slice(&(field.len() as u64).to_le_bytes());
        text.extend_from_slice(field);
    }
    keys.hash(Purpose::Audit, &text).to_vec()
}

/// Number and hash of an entry, to be noted down outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Number.
    pub seq: i64,
    /// Hash, in hexadecimal.
    pub hash: String,
}

impl std::fmt::Display for Anchor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl std::str::FromStr for Anchor {
    type Err = crate::ops::OpsError;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let malformed = || crate::ops::OpsError::AnchorMalformed {
            text: text.to_owned(),
        };
        let (seq, hash) = text.trim().split_once(':').ok_or_else(malformed)?;
        let seq = seq.parse().map_err(|_| malformed())?;
        let well_formed = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if well_formed {
            Ok(Self {
                seq,
                hash: hash.to_ascii_lowercase(),
            })
        } else {
            Err(malformed())
        }
    }
}

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The chain holds; its end, if it has any entry.
    Whole {
        /// How many entries.
        entries: i64,
        /// The end of the chain.
        anchor: Option<Anchor>,
    },
    /// The chain is broken.
    Broken {
        /// At which entry.
        seq: i64,
        /// How.
        flaw: Flaw,
    },
}

/// How a chain can be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// An entry is missing.
    Gap,
    /// An entry does not follow the one before.
    Link,
    /// An entry was changed, or written without the key.
    Content,
    /// Entries at the end are missing, or the head was changed.
    Head,
    /// The chain does not contain the anchor that was noted down.
    Anchor,
}

impl Flaw {
    /// What it means, for the operator.
    pub fn label(self, lang: vocab::Lang) -> &'static str {
        match (self, lang) {
            (Self::Gap, vocab::Lang::Id) => "ada catatan yang hilang",
            (Self::Gap, vocab::Lang::En) => "an entry is missing",
            (Self::Link, vocab::Lang::Id) => "catatan tidak menyambung dengan yang sebelumnya",
            (Self::Link, vocab::Lang::En) => "an entry does not follow the one before",
            (Self::Content, vocab::Lang::Id) => "isi catatan diubah",
            (Self::Content, vocab::Lang::En) => "an entry was changed",
            (Self::Head, vocab::Lang::Id) => "catatan terakhir terpotong",
            (Self::Head, vocab::Lang::En) => "the newest entries are cut off",
            (Self::Anchor, vocab::Lang::Id) => "tidak cocok dengan jangkar yang dicatat",
            (Self::Anchor, vocab::Lang::En) => "it does not contain the anchor noted down",
        }
    }
}

/// Walks a regency's whole chain. With an anchor noted down earlier, it must still be in the chain.
pub async fn verify(hall: &Hall, regency: &str, anchor: Option<&Anchor>) -> Result<Verdict> {
    let mut session = hall.db().snapshot().await?;
    verify_in(hall.keys(), &mut session, regency, anchor).await
}

async fn verify_in(
    keys: &Keys,
    session: &mut Session,
    regency: &str,
    anchor: Option<&Anchor>,
) -> Result<Verdict> {
    let (mut seq, mut last, mut anchored) = (0, Vec::new(), anchor.is_none());
    loop {
        let entries = kept::after(session, regency, seq, 1_000).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            let broken = |flaw| Ok(Verdict::Broken { seq: seq + 1, flaw });
            if entry.seq != seq + 1 {
                return broken(Flaw::Gap);
            }
            if entry.previous != last {
                return broken(Flaw::Link);
            }
            if entry.hash != hash(keys, &entry) {
                return broken(Flaw::Content);
            }
            (seq, last) = (entry.seq, entry.hash);
            anchored |= anchor.is_some_and(|anchor| anchor.seq == seq && anchor.hash == hex(&last));
        }
    }
    let head = kept::head(session, regency).await?;
    let end = (seq > 0).then(|| Anchor {
        seq,
        hash: hex(&last),
    });
    let head_agrees = head.is_none_or(|head| head.seq == seq && head.hash == last);
    Ok(if !head_agrees {
        Verdict::Broken {
            seq: seq + 1,
            flaw: Flaw::Head,
        }
    } else if anchored {
        Verdict::Whole {
            entries: seq,
            anchor: end,
        }
    } else {
        Verdict::Broken {
            seq: anchor.map_or(seq, |anchor| anchor.seq),
            flaw: Flaw::Anchor,
        }
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            use std::fmt::Write as _;
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Newest entries before number `before`, newest first.
pub async fn newest(
    hall: &Hall,
    actor: &Actor,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Entry>> {
    actor.must(Permission::SeeAudit)?;
    let mut session = hall.db().read().await?;
    Ok(kept::newest(&mut session, &actor.regency, before, limit.min(200)).await?)
}
