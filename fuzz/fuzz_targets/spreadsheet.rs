//! No bytes make the way from a file to facts panic, or ask for more memory than its limits allow.
#![no_main]

use std::ops::ControlFlow;
use std::sync::LazyLock;

use intake::{Drafter, Layout, Limits, Policy, open};
use libfuzzer_sys::fuzz_target;
use vocab::Gazetteer;

static PLACES: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::kendal);

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits {
        unpacked_bytes: 8 << 20,
        rows: 2_000,
        cells: 20_000,
        ..Limits::default()
    };
    let Ok(book) = open(bytes.to_vec(), &limits) else { return };
    for sheet in book.sheets() {
        let _ = book.head(sheet, 100);
    }
    let Ok(layout) = Layout::guess(&book, None, &PLACES) else { return };
    for sheet in &layout.sheets {
        let mut drafter = Drafter::new(sheet, &PLACES, Policy::builtin());
        let _ = book.rows(&sheet.name, &mut |row| {
            let _ = drafter.draft(row);
            ControlFlow::Continue(())
        });
    }
});
