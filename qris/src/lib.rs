//! QRIS, the Indonesian form of the EMVCo merchant-presented QR code.
//!
//! A merchant prints one *static* code for the counter. For an order we build the *dynamic* one that
//! carries the amount and a reference, so the buyer cannot mistype the sum and the seller can match
//! the payment. What we build is payable only because the merchant behind the static code is
//! registered with an acquirer; this crate never invents a merchant.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let text = "00020101021126610014COM.GO-JEK.WWW01189360091401234567890210G1234567890303UMI\
//! # 51440014ID.CO.QRIS.WWW0215ID10200123456780303UMI5204549953033605802ID5920KERIPIK TEMPE KENDAL\
//! # 6006KENDAL61055131163047A86";
//! let printed = qris::Qris::parse(text)?;
//! assert!(printed.is_sound());
//! let amount = qris::Amount::whole(25_000)?;
//! let reference = "INV-2026-001".parse()?;
//! let for_order = printed.dynamic(amount, Some(&reference))?;
//! assert_eq!(for_order.amount(), Some(amount));
//! # Ok(()) }
//! ```

mod account;
mod amount;
mod build;
mod check;
mod code;
mod crc;
mod draw;
mod finding;
mod report;
mod spec;
mod tlv;

pub use account::MerchantAccount;
pub use amount::{Amount, AmountError};
pub use build::{BuildError, Reason, Reference, ReferenceError};
pub use code::{Initiation, Qris};
pub use crc::crc16;
pub use draw::{DrawError, svg};
pub use finding::{Finding, Path, Severity, What};
pub use report::{Problem, Report, report};
pub use tlv::{Element, LengthUnit, StructureError, Tag};
