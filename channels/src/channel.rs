//! The one trait: a channel turns tasks into requests and answers into replies. It never sends
//! anything itself, so everything here is tested without a network.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::capability::{Capabilities, Capability, ChannelId};
use crate::hours::Outlet;
use crate::http::{Request, Response, Transport};
use crate::limits::Limits;
use crate::listing::{Listing, PriceUpdate, RemoteListing, StockUpdate};
use crate::order::{ChannelOrder, OrderState, Service};
use crate::outcome::{ChannelError, PartialOutcome};
use crate::secret::Secret;
use crate::token::Tokens;
use crate::webhook::{Incoming, Notice, WebhookError};

/// On whose behalf a call is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The channel's number of the shop, outlet or merchant. Always together with the regency that
    /// holds the consent: two regencies may have a merchant of the same number on their books.
    pub merchant: String,
    /// TikTok's `shop_cipher`.
    pub cipher: Option<Secret>,
    /// Access token; `None` only for calls that get one.
    pub access: Option<Secret>,
}

/// What is to be done. Serialisable: this is what the outbox keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "task")]
pub enum Task {
    /// Trade the code of a consent for tokens.
    ExchangeCode {
        /// From the redirect.
        code: Secret,
    },
    /// Get the next access token.
    Refresh {
        /// Refresh token; `None` with client credentials.
        refresh: Option<Secret>,
    },
    /// The shops a consent covers.
    Shops,
    /// The platform's categories.
    Categories,
    /// Upload a picture.
    Upload {
        /// File name.
        file_name: String,
        /// `image/jpeg` or `image/png`.
        mime: String,
        /// Contents.
        bytes: Vec<u8>,
    },
    /// Create one product.
    Create {
        /// The product, limits checked.
        listing: Box<Listing>,
        /// Warehouse or logistics ids, as the channel needs.
        place: CreatePlace,
        /// The same for every attempt, so that a repeated create is recognised.
        idempotency: String,
    },
    /// Add the choices of a product just created, where the channel wants them apart.
    AddVariants {
        /// The channel's number of the product.
        item: String,
        /// The product.
        listing: Box<Listing>,
    },
    /// Replace the whole menu.
    Menu {
        /// The kitchen, with hours and headings.
        outlet: Box<Outlet>,
        /// All dishes.
        listings: Vec<Listing>,
        /// The same for every attempt.
        request_id: String,
    },
    /// Tell the platform to fetch the menu from us.
    AnnounceMenu,
    /// Set stock.
    Stock {
        /// Rows; more than one call may come of them.
        rows: Vec<StockUpdate>,
    },
    /// Set prices.
    Price {
        /// Rows.
        rows: Vec<PriceUpdate>,
    },
    /// What the channel holds.
    Listings {
        /// From the last page.
        cursor: Option<String>,
    },
    /// Price and stock of products.
    ListingDetails {
        /// The channel's numbers, and whether the product has choices.
        items: Vec<(String, bool)>,
    },
    /// Orders changed since.
    Orders {
        /// From.
        from: DateTime<Utc>,
        /// To.
        to: DateTime<Utc>,
        /// From the last page.
        cursor: Option<String>,
    },
    /// Whole orders.
    OrderDetails {
        /// The channel's numbers.
        ids: Vec<String>,
    },
    /// Answer an order.
    Act {
        /// The channel's number.
        id: String,
        /// How it is handed over; GoFood's address depends on it.
        service: Service,
        /// What.
        action: OrderAction,
    },
    /// Open or close the outlet.
    Open {
        /// Open?
        open: bool,
    },
    /// Ask for notices.
    Subscribe {
        /// The channel's name of the event.
        event: String,
        /// Where to.
        url: String,
    },
}

/// Ids a channel needs when a product is created.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatePlace {
    /// Shopee: enabled logistics channels.
    pub logistics: Vec<i64>,
    /// Tokopedia: warehouse.
    pub warehouse: Option<String>,
}

/// An answer to an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderAction {
    /// Yes.
    Accept,
    /// No, and why.
    Reject {
        /// Reason.
        reason: RejectReason,
        /// In the seller's words.
        note: String,
    },
    /// It can be fetched.
    Ready,
}

/// Why an order is turned down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum RejectReason {
    OutOfStock,
    TooBusy,
    Closed,
    Other,
}

/// One request and what is needed to understand its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// To be sent.
    pub request: Request,
    /// What it asks.
    pub kind: CallKind,
    /// Our numbers of the rows within, in order.
    pub skus: Vec<String>,
}

/// What a call asks, which decides how its answer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names follow Task")]
pub enum CallKind {
    Token,
    Shops,
    Categories,
    Upload,
    Create,
    Menu,
    Stock,
    Price,
    Listings,
    Models,
    Orders,
    OrderDetails,
    Plain,
}

/// What a call brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Done, nothing to tell.
    Done,
    /// Tokens.
    Tokens(Tokens),
    /// Shops with their ciphers.
    Shops(Vec<Shop>),
    /// Categories.
    Categories(Vec<RemoteCategory>),
    /// The channel's name of a picture.
    Uploaded(String),
    /// A product with its places by our numbers.
    Created {
        /// The channel's number of the product.
        item: String,
        /// Variant numbers by our sku, where told.
        variants: Vec<(String, String)>,
    },
    /// A batch, row by row.
    Rows(PartialOutcome),
    /// A page of products.
    Listings(Vec<RemoteListing>, Option<String>),
    /// A page of order numbers with states.
    OrderIds(Vec<(String, Option<OrderState>)>, Option<String>),
    /// Whole orders.
    Orders(Vec<ChannelOrder>, Option<String>),
}

/// A shop within a consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    /// The channel's number.
    pub id: String,
    /// Name.
    pub name: String,
    /// TikTok's cipher.
    pub cipher: Option<Secret>,
}

/// A category of a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteCategory {
    /// Number.
    pub id: String,
    /// Number of the one above.
    pub parent: Option<String>,
    /// Name.
    pub name: String,
    /// Whether products may be put in it.
    pub leaf: bool,
}

/// A connector.
pub trait Channel: Send + Sync {
    /// Which one.
    fn id(&self) -> ChannelId;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// What its fields may hold.
    fn limits(&self) -> &Limits;

    /// Where the owner gives consent; `state` comes back with the redirect and must be unguessable.
    fn consent_url(&self, state: &str) -> Result<String, ChannelError>;

    /// Requests that carry out a task. Build them right before sending: signatures carry the time.
    fn prepare(
        &self,
        task: &Task,
        session: &Session,
        now: DateTime<Utc>,
    ) -> Result<Vec<Call>, ChannelError>;

    /// What an answer means.
    fn read(
        &self,
        call: &Call,
        response: &Response,
        now: DateTime<Utc>,
    ) -> Result<Reply, ChannelError>;

    /// Proves and understands a message.
    fn webhook(&self, incoming: &Incoming<'_>, now: DateTime<Utc>) -> Result<Notice, WebhookError>;

    /// What must be done after a task has brought this reply, and how many seconds later at the
    /// earliest. Write it to the outbox together with the reply.
    fn follow_up(&self, task: &Task, reply: &Reply) -> Option<(Task, u32)> {
        let _ = (task, reply);
        None
    }

    /// The error for what a channel cannot do.
    fn cannot(&self, capability: Capability) -> ChannelError {
        ChannelError::CannotDo {
            channel: self.id(),
            capability,
        }
    }
}

/// Sends a call and reads the answer.
pub async fn carry_out(
    channel: &dyn Channel,
    transport: &dyn Transport,
    call: &Call,
    now: DateTime<Utc>,
) -> Result<Reply, ChannelError> {
    let response =
        transport
            .send(&call.request)
            .await
            .map_err(|error| ChannelError::Unreachable {
                channel: channel.id(),
                detail: error.detail,
            })?;
    channel.read(call, &response, now)
}

impl Task {
    /// The capability it needs; `None` for what every channel with an API has.
    pub fn needs(&self) -> Option<Capability> {
        match self {
            Self::Create { .. } | Self::AddVariants { .. } | Self::Menu { .. } => {
                Some(Capability::PushCatalogue)
            }
            Self::AnnounceMenu => Some(Capability::ServeCatalogue),
            Self::Upload { .. } => Some(Capability::Media),
            Self::Stock { .. } => Some(Capability::Stock),
            Self::Price { .. } => Some(Capability::Price),
            Self::Orders { .. } | Self::OrderDetails { .. } => Some(Capability::OrdersIn),
            Self::Act { .. } => Some(Capability::OrderActions),
            Self::Subscribe { .. } => Some(Capability::Webhooks),
            Self::ExchangeCode { .. }
            | Self::Refresh { .. }
            | Self::Shops
            | Self::Categories
            | Self::Listings { .. }
            | Self::ListingDetails { .. }
            | Self::Open { .. } => None,
        }
    }
}
