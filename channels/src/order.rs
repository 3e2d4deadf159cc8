//! Orders from everywhere in one form.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::capability::ChannelId;

/// Where an order stands. The order of the variants is the order of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Placed, not paid.
    Unpaid,
    /// Waits for the seller's yes.
    New,
    /// The seller said yes, or the channel did for him.
    Accepted,
    /// Ready to be fetched.
    Ready,
    /// On its way.
    OnTheWay,
    /// Handed over; the buyer may still object.
    Delivered,
    /// Finished.
    Completed,
    /// Will not happen.
    Cancelled,
}

impl OrderState {
    /// Stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::New => "new",
            Self::Accepted => "accepted",
            Self::Ready => "ready",
            Self::OnTheWay => "on_the_way",
            Self::Delivered => "delivered",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more can follow.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }

    /// Whether pieces are promised to the buyer and must not be sold elsewhere.
    pub const fn holds_stock(self) -> bool {
        !matches!(self, Self::Cancelled)
    }
}

vocab::domain_error! {
    /// No such state.
    UnknownState {
        /// The word that was given.
        Named { name: String } => "order.state",
            "Status pesanan “{name}” tidak dikenal.",
            "There is no order state “{name}”.";
    }
}

impl FromStr for OrderState {
    type Err = UnknownState;

    fn from_str(name: &str) -> Result<Self, UnknownState> {
        use OrderState::{Accepted, Cancelled, Completed, Delivered, New, OnTheWay, Ready, Unpaid};
        let all = [
            Unpaid, New, Accepted, Ready, OnTheWay, Delivered, Completed, Cancelled,
        ];
        let found = all.into_iter().find(|state| state.as_str() == name);
        found.ok_or_else(|| UnknownState::Named {
            name: name.to_owned(),
        })
    }
}

/// How the goods reach the buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// A courier or driver fetches it.
    Delivery,
    /// The buyer fetches it.
    Pickup,
    /// Eaten there.
    DineIn,
}

/// An order as the channel tells it. Kept whole even if nobody knows the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelOrder {
    /// Channel.
    pub channel: ChannelId,
    /// The channel's number; unique within the channel.
    pub id: String,
    /// Short number the driver says.
    pub short: Option<String>,
    /// Which shop or outlet.
    pub merchant: String,
    /// State in our words; `None` if the channel's word is new to us.
    pub state: Option<OrderState>,
    /// State in the channel's words.
    pub channel_state: String,
    /// When it was placed.
    pub placed_at: Option<DateTime<Utc>>,
    /// When the channel last changed it; decides between events out of order.
    pub updated_at: Option<DateTime<Utc>>,
    /// Buyer's name as shown.
    pub buyer: Option<String>,
    /// How it is handed over.
    pub service: Option<Service>,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// What the buyer pays for the goods, in rupiah, if told.
    pub total: Option<i64>,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// Our number, if the channel carries it.
    pub sku: Option<String>,
    /// The channel's number of the product.
    pub item: Option<String>,
    /// The channel's number of the variant.
    pub variant: Option<String>,
    /// Name, so that an unknown product can still be recognised and mapped.
    pub name: String,
    /// Pieces.
    pub quantity: u32,
    /// Price of one, in rupiah, if told.
    pub unit_price: Option<i64>,
    /// The buyer's wish.
    pub note: Option<String>,
}

/// What to do with news of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Take it.
    Apply,
    /// Already known or older than what is known.
    Stale,
}

/// Decides on news that may come late, twice, or in the wrong order.
///
/// A finished order never comes back to life. With both times known the later one wins; of the same
/// second, or without times, life only goes forward.
pub fn judge(
    known: (OrderState, Option<DateTime<Utc>>),
    news: (OrderState, Option<DateTime<Utc>>),
) -> News {
    let (state, at) = known;
    let (new_state, new_at) = news;
    // Completed to Cancelled happens: a refund after the end.
    let refund = state == OrderState::Completed && new_state == OrderState::Cancelled;
    if state == new_state || (state.is_final() && !refund) {
        return News::Stale;
    }
    match (at, new_at) {
        (Some(at), Some(new_at)) if new_at != at => {
            if new_at > at {
                News::Apply
            } else {
                News::Stale
            }
        }
        _ if new_state > state => News::Apply,
        _ => News::Stale,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIFE: [OrderState; 7] = [
        OrderState::Unpaid,
        OrderState::New,
        OrderState::Accepted,
        OrderState::Ready,
        OrderState::OnTheWay,
        OrderState::Delivered,
        OrderState::Completed,
    ];

    fn after(start: OrderState, events: &[(OrderState, Option<DateTime<Utc>>)]) -> OrderState {
        let mut known = (start, None);
        for news in events {
            if judge(known, *news) == News::Apply {
                known = *news;
            }
        }
        known.0
    }

    #[test]
    fn names_lead_back_to_states() {
        for state in LIFE {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
    }

    #[test]
    fn a_cancelled_order_stays_cancelled_and_a_completed_one_may_be_refunded() {
        let cancelled = (OrderState::Cancelled, None);
        assert_eq!(judge(cancelled, (OrderState::Completed, None)), News::Stale);
        assert_eq!(judge((OrderState::Completed, None), cancelled), News::Apply);
    }

    proptest! {
        #[test]
        fn any_order_and_repetition_of_events_ends_the_same(
            shuffled in Just((1..7usize).flat_map(|at| [at, at]).collect::<Vec<_>>()).prop_shuffle(),
            timed in any::<bool>(),
        ) {
            let event = |at: usize| {
                let moment = DateTime::from_timestamp(i64::try_from(at).unwrap() * 60, 0);
                (LIFE[at], moment.filter(|_| timed))
            };
            let events: Vec<_> = shuffled.into_iter().map(event).collect();
            prop_assert_eq!(after(OrderState::Unpaid, &events), OrderState::Completed);
        }
    }
}
