//! How an attempt ended: whole, in part, or not at all, and whether trying again helps.

use serde::{Deserialize, Serialize};

use crate::capability::{Capability, ChannelId};

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// The same request will fail again; a person must change something.
    Never,
    /// Later, at the earliest after so many seconds if the platform says so.
    Later {
        /// Seconds.
        after: Option<u32>,
    },
    /// Get a new access token first.
    RefreshToken,
    /// The owner must give consent again.
    AskOwner,
    /// The office must set something right: clock, address list, keys.
    AskOffice,
}

vocab::domain_error! {
    /// Why a call to a channel did not do its work.
    ChannelError {
        /// The channel has no way to do this.
        CannotDo { channel: ChannelId, capability: Capability } => "channel.cannot",
            "{channel} tidak menyediakan cara {capability} secara otomatis. Pakai berkas ekspor.",
            "{channel} offers no way of {capability:#}. Use the export file.";
        /// Something needed was not there. Ours to mend.
        Incomplete { channel: ChannelId, what: String } => "channel.incomplete",
            "Data untuk {channel} belum lengkap: {what}.",
            "Data for {channel} is incomplete: {what}.";
        /// No connection, or it broke.
        Unreachable { channel: ChannelId, detail: String } => "channel.unreachable",
            "{channel} tidak dapat dihubungi ({detail}). Dicoba lagi otomatis.",
            "{channel} cannot be reached ({detail}). It is tried again by itself.";
        /// Too many calls.
        TooFast { channel: ChannelId, after: Option<u32> } => "channel.too_fast",
            "{channel} meminta jeda. Dilanjutkan otomatis.",
            "{channel} asks for a pause. It goes on by itself.";
        /// The daily quota is used up.
        QuotaSpent { channel: ChannelId, after: u32 } => "channel.quota",
            "Jatah panggilan {channel} hari ini habis. Dilanjutkan dalam {after} detik.",
            "Today's quota of {channel} is spent. It goes on in {after} seconds.";
        /// Their fault.
        Broken { channel: ChannelId, status: u16, detail: String } => "channel.broken",
            "{channel} sedang bermasalah ({status} {detail}). Dicoba lagi otomatis.",
            "{channel} has trouble ({status} {detail}). It is tried again by itself.";
        /// The answer makes no sense.
        Unreadable { channel: ChannelId, detail: String } => "channel.unreadable",
            "Jawaban {channel} tidak dapat dibaca ({detail}).",
            "The answer of {channel} cannot be read ({detail}).";
        /// The access token has run out.
        TokenExpired { channel: ChannelId } => "channel.token_expired",
            "Izin akses {channel} perlu diperbarui; dilakukan otomatis.",
            "Access to {channel} must be renewed; that happens by itself.";
        /// The owner took consent back, or it ran out.
        AccessLost { channel: ChannelId } => "channel.access_lost",
            "Izin ke {channel} sudah dicabut atau habis. Buka halaman Saluran, tekan “Hubungkan lagi”.",
            "Access to {channel} was withdrawn or ran out. Open the Channels page and press “Connect again”.";
        /// Signature, clock, or address list.
        SetupWrong { channel: ChannelId, code: String, detail: String } => "channel.setup",
            "Pengaturan {channel} di kantor salah ({code}: {detail}). Periksa kunci, jam server, dan daftar alamat IP.",
            "The office's setup of {channel} is wrong ({code}: {detail}). Check the keys, the server's clock and the list of IP addresses.";
        /// The platform says no to what we sent.
        Refused { channel: ChannelId, code: String, detail: String } => "channel.refused",
            "{channel} menolak ({code}): {detail}",
            "{channel} refused ({code}): {detail}";
    }
}

impl ChannelError {
    /// What to do about it.
    pub fn retry(&self) -> Retry {
        match self {
            Self::CannotDo { .. } | Self::Incomplete { .. } | Self::Refused { .. } => Retry::Never,
            Self::Unreachable { .. } | Self::Broken { .. } | Self::Unreadable { .. } => {
                Retry::Later { after: None }
            }
            Self::TooFast { after, .. } => Retry::Later { after: *after },
            Self::QuotaSpent { after, .. } => Retry::Later {
                after: Some(*after),
            },
            Self::TokenExpired { .. } => Retry::RefreshToken,
            Self::AccessLost { .. } => Retry::AskOwner,
            Self::SetupWrong { .. } => Retry::AskOffice,
        }
    }

    /// Whether it speaks of the platform's health, so that a circuit breaker should count it.
    pub fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. } | Self::Broken { .. } | Self::Unreadable { .. }
        )
    }
}

/// Why one row of a batch failed though the batch went through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFailure {
    /// The platform's code, if any.
    pub code: Option<String>,
    /// The platform's words.
    pub message: String,
    /// What to do.
    pub retry: Retry,
}

/// One row of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowOutcome {
    /// Our number.
    pub sku: String,
    /// How it went.
    pub failure: Option<RowFailure>,
}

/// A batch, row by row. Shopee, Tokopedia and Grab answer 200 with failures inside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartialOutcome {
    /// In the order sent.
    pub rows: Vec<RowOutcome>,
}

impl PartialOutcome {
    /// Every row went through.
    pub fn all_done(skus: &[String]) -> Self {
        Self::judged(skus, |_| None)
    }

    /// Judges every row that was sent.
    pub fn judged(skus: &[String], failure: impl Fn(&str) -> Option<RowFailure>) -> Self {
        let row = |sku: &String| RowOutcome {
            sku: sku.clone(),
            failure: failure(sku),
        };
        Self {
            rows: skus.iter().map(row).collect(),
        }
    }

    /// Rows that did not go through.
    pub fn failed(&self) -> impl Iterator<Item = (&str, &RowFailure)> {
        self.rows
            .iter()
            .filter_map(|row| Some((row.sku.as_str(), row.failure.as_ref()?)))
    }

    /// Rows that went through.
    pub fn done(&self) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .filter(|row| row.failure.is_none())
            .map(|row| row.sku.as_str())
    }
}

/// Why a row is not known to have gone through although nobody complained of it: say so, check later.
pub(crate) fn unmentioned() -> RowFailure {
    RowFailure {
        code: None,
        message: "not mentioned in the answer".to_owned(),
        retry: Retry::Later { after: None },
    }
}
