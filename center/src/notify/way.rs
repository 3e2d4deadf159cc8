//! The ways by which news leaves the hall, behind one trait.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use vocab::id::DeliveryId;
use vocab::{Lang, PhoneNumber};

use super::by_hand::WhatsAppLink;
use super::text::Letter;

/// By which way somebody wants to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// In the hall's own inbox only.
    Hall,
    /// By e-mail.
    Email,
    /// By WhatsApp, sent by the hall itself.
    WhatsApp,
    /// By WhatsApp, sent by somebody of the office from their own phone.
    WhatsAppLink,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hall, Self::Email, Self::WhatsApp, Self::WhatsAppLink];

    /// The word in the database.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Hall => "hall",
            Self::Email => "email",
            Self::WhatsApp => "whatsapp",
            Self::WhatsAppLink => "whatsapp_link",
        }
    }

    /// The one of a word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.id() == id)
    }

    /// What people call it.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Hall, Lang::Id) => "Di halaman ini saja",
            (Self::Hall, Lang::En) => "On these pages only",
            (Self::Email, _) => "E-mail",
            (Self::WhatsApp, _) => "WhatsApp",
            (Self::WhatsAppLink, Lang::Id) => "WhatsApp dari petugas",
            (Self::WhatsAppLink, Lang::En) => "WhatsApp from an officer",
        }
    }
}

/// Where somebody is reached.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// An e-mail address.
    Email(String),
    /// A phone with WhatsApp.
    Phone(PhoneNumber),
}

impl fmt::Debug for Address {
    /// Addresses of people do not belong into logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Email(_) => "Email(…)",
            Self::Phone(_) => "Phone(…)",
        })
    }
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its number at the service that took it, if it gave one.
    pub outside_id: Option<String>,
    /// The address by which a person sends it, where the way is a person's hand. It holds a phone number: it is made when
    /// it is shown, and never kept.
    pub by_hand: Option<String>,
}

/// Why a message could not be sent. The text goes into the database: it must hold no address and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stuck {
    /// It will not get better by itself: no such address.
    ForGood(String),
    /// It may work later.
    ForNow(String),
}

/// What a sending gives in the end.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Sent, Stuck>> + Send + 'a>>;

/// A way out of the hall.
pub trait Way: Send + Sync + fmt::Debug {
    /// Sends one letter. The same id means the same letter: it may come again after a crash.
    fn send<'a>(&'a self, id: DeliveryId, to: &'a Address, letter: &'a Letter) -> Sending<'a>;

    /// Whether the service can be reached, for the doctor. Sends nothing.
    fn check(&self) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + '_>>;
}

/// The ways that the operator has set up.
#[derive(Debug, Clone)]
pub struct Ways {
    /// E-mail.
    pub email: Option<Arc<dyn Way>>,
    /// WhatsApp by the Cloud API.
    pub whatsapp: Option<Arc<dyn Way>>,
    /// WhatsApp from an officer's phone; it needs nothing to be set up.
    pub whatsapp_link: Option<Arc<dyn Way>>,
    /// The hall's address as people type it, without a slash at the end; goes into letters.
    pub base_url: String,
}

impl Default for Ways {
    fn default() -> Self {
        Self {
            email: None,
            whatsapp: None,
            whatsapp_link: Some(Arc::new(WhatsAppLink)),
            base_url: String::new(),
        }
    }
}

impl Ways {
    /// The way of a channel, if it is set up.
    pub fn of(&self, channel: Channel) -> Option<&Arc<dyn Way>> {
        match channel {
            Channel::Hall => None,
            Channel::Email => self.email.as_ref(),
            Channel::WhatsApp => self.whatsapp.as_ref(),
            Channel::WhatsAppLink => self.whatsapp_link.as_ref(),
        }
    }

    /// The channels one may choose.
    pub fn open(&self) -> Vec<Channel> {
        Channel::ALL
            .into_iter()
            .filter(|channel| *channel == Channel::Hall || self.of(*channel).is_some())
            .collect()
    }
}
