//! PDF (ISO 32000-1): looked through, never changed.
//!
//! No reader of the whole format is used: readers differ, and what one of them cannot reach
//! another opens. The bytes are searched instead, all of them, reachable or not, together with
//! what the packed object tables unpack to.

mod active;
mod edges;
mod structure;

pub use active::Active;

use crate::Clean;
use crate::kind::Kind;
use crate::limits::Limits;
use crate::refused::Refused;

/// Looks a PDF through.
pub(crate) fn look(bytes: &[u8], limits: &Limits) -> Result<Clean, Refused> {
    edges::check(bytes)?;
    let mut found = active::Found::default();
    found.search(bytes);
    let mut pages = 0;
    let mut room = limits.unpacked;
    structure::walk(bytes, &mut pages, &mut |packed| {
        let table = structure::unpack(packed, &mut room)?;
        found.search(&table);
        Ok(table)
    })?;
    if found.encrypted {
        return Err(Refused::PdfLocked);
    }
    if let Some(active) = found
        .active
        .iter()
        .find(|active| limits.refuse.contains(active))
    {
        return Err(Refused::PdfActive {
            what: active.name(),
        });
    }
    if pages > limits.pages {
        return Err(Refused::TooManyPages {
            pages,
            limit: limits.pages,
        });
    }
    Ok(Clean {
        kind: Kind::Pdf,
        bytes: bytes.to_vec(),
        thumbnail: None,
        width: None,
        height: None,
        pages: (pages > 0).then_some(pages),
        active: found.active.into_iter().collect(),
    })
}
