//! Sheets go out with what is good and come back as they went; exports of platforms are understood.

#![expect(clippy::unwrap_used, reason = "a helper of a test may stop it")]

use channels::capability::ChannelId;
use channels::files::{Form, ImportError, Sheets, export, import};
use channels::limits::Limits;
use channels::listing::{Image, Listing, Variant};
use channels::price::Price;
use vocab::DomainError;

fn listing(sku: &str, name: &str) -> Listing {
    let variant = |sku: String, name: Option<&str>, rupiah| Variant {
        sku,
        name: name.map(str::to_owned),
        price: Price::new(rupiah).unwrap(),
        stock: 10,
        on_sale: true,
    };
    Listing {
        sku: sku.into(),
        name: name.into(),
        description: "Keripik tempe renyah buatan Kendal, tanpa pengawet.".into(),
        category: "snack.chips".into(),
        remote_category: None,
        variants: vec![
            variant(format!("{sku}-A"), Some("asli"), 15_000),
            variant(format!("{sku}-P"), Some("pedas"), 16_000),
        ],
        images: vec![Image {
            url: "https://umkm.example/1.jpg".into(),
            remote: None,
            width: 1000,
            height: 1000,
            bytes: 1,
        }],
        weight_grams: Some(250),
        size: None,
        shelf_life_days: None,
    }
}

fn sheets() -> Sheets {
    Sheets::built_in().unwrap()
}

#[test]
fn every_channel_has_a_sheet_that_opens() {
    let listings = [listing("K", "Keripik Tempe 200g")];
    for channel in ChannelId::ALL {
        let limits = Limits::built_in(channel).unwrap();
        let made = export(&sheets(), channel, &limits, &listings, Form::Xlsx).unwrap();
        assert_eq!((made.products, made.left_out.len()), (1, 0), "{channel}");
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(made.bytes)).unwrap();
        let name = calamine::Reader::sheet_names(&book)[0].clone();
        let range = calamine::Reader::worksheet_range(&mut book, &name).unwrap();
        assert_eq!(range.height(), 3, "a heading and two variants");
        let cells: Vec<_> = range
            .rows()
            .nth(2)
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(
            cells.contains(&"16000".to_owned()) && cells.contains(&"pedas".to_owned()),
            "{cells:?}"
        );
    }
}

#[test]
fn what_a_platform_would_refuse_is_left_out_and_named() {
    let mut bad = listing("B", "Ker");
    bad.weight_grams = None;
    let limits = Limits::built_in(ChannelId::Shopee).unwrap();
    let made = export(
        &sheets(),
        ChannelId::Shopee,
        &limits,
        &[listing("K", "Keripik Tempe"), bad],
        Form::Csv,
    )
    .unwrap();
    assert_eq!(made.products, 1);
    assert_eq!(
        (made.left_out[0].0.as_str(), made.left_out[0].1.len()),
        ("B", 2)
    );
}

#[test]
fn a_csv_cell_never_becomes_a_formula() {
    let limits = Limits::built_in(ChannelId::ShopeeFood).unwrap();
    let listings = [listing("K", "=HYPERLINK(\"http://evil\")")];
    let made = export(
        &sheets(),
        ChannelId::ShopeeFood,
        &limits,
        &listings,
        Form::Csv,
    )
    .unwrap();
    let text = String::from_utf8(made.bytes).unwrap();
    assert!(text.contains("\"'=HYPERLINK"), "{text}");
}

#[test]
fn a_settlement_is_read_with_its_notes_and_slips() {
    let text = "Laporan Penghasilan;;;;;\n\
        No. Pesanan;Tanggal Pembayaran;Total Harga Produk;Total Biaya;Total Penghasilan;Catatan\n\
        2311150A;24/11/2026;Rp30.000;-Rp3.250;26.750;\n\
        2311150B;2026-11-24 10:15;15.000;(1.750);13.000;\n\
        2311150C;kapan;entah;0;0;\n\
        ;24/11/2026;1;1;1;\n\
        ;;;;;\n";
    let found = import(&sheets(), text.as_bytes()).unwrap();
    assert!(found.is_settlement);
    assert_eq!(found.rows.len(), 3);
    let first = &found.rows[0];
    assert_eq!(
        (first.gross, first.fee, first.net),
        (Some(30_000), Some(3_250), Some(26_750))
    );
    assert_eq!(first.date.unwrap().to_string(), "2026-11-24");
    let codes: Vec<_> = found.problems.iter().map(DomainError::code).collect();
    assert_eq!(
        codes,
        [
            "file.row_sum",
            "file.row_cell",
            "file.row_cell",
            "file.row_order"
        ]
    );
    assert!(
        found.problems[1]
            .id()
            .starts_with("Baris 5, kolom “Total Harga Produk”"),
        "{}",
        found.problems[1].id()
    );
}

#[test]
fn orders_are_read_in_english_and_with_variants() {
    let text = "Order ID,Order Status,Created Time,Seller SKU,Product Name,Variation,Quantity,SKU Unit Original Price\n\
        576,Completed,24/11/2026 09:00:00,KDL-1,\"Keripik, tempe\",pedas,2,15000\n";
    let found = import(&sheets(), text.as_bytes()).unwrap();
    assert!(!found.is_settlement);
    assert_eq!(found.problems, []);
    let row = &found.rows[0];
    assert_eq!(row.name.as_deref(), Some("Keripik, tempe – pedas"));
    assert_eq!(
        (row.quantity, row.price, row.sku.as_deref()),
        (Some(2), Some(15_000), Some("KDL-1"))
    );
}

#[test]
fn our_own_sheet_without_orders_and_garbage_are_refused_with_the_reason() {
    let limits = Limits::built_in(ChannelId::Shopee).unwrap();
    let made = export(
        &sheets(),
        ChannelId::Shopee,
        &limits,
        &[listing("K", "Keripik Tempe")],
        Form::Xlsx,
    )
    .unwrap();
    assert_eq!(
        import(&sheets(), &made.bytes).unwrap_err(),
        ImportError::NoOrderColumn
    );
    assert_eq!(import(&sheets(), b"").unwrap_err(), ImportError::Empty);
    assert_eq!(
        import(&sheets(), &[0xFF, 0x00]).unwrap_err(),
        ImportError::NotText
    );
    assert_eq!(
        import(&sheets(), b"PK\x03\x04broken").unwrap_err().code(),
        "file.broken"
    );
}
