//! Files that are not what they are called, and bytes that are nothing at all.

use crate::make::{corners, encoded};
use image::ImageFormat;
use media::{Limits, Refused, look};
use proptest::prelude::*;
use vocab::DomainError;

fn small() -> Limits {
    Limits {
        pixels: 1_000_000,
        edge: 100,
        thumbnail: 20,
        unpacked: 100_000,
        ..Limits::default()
    }
}

#[test]
fn a_program_is_refused_whatever_it_is_called() {
    for sent in [
        &b"MZ\x90\0\x03\0\0\0"[..],
        b"\x7fELF\x02\x01\x01",
        b"#!/bin/sh\nrm -rf ~",
        b"\xca\xfe\xba\xbe\0\0\0\x34",
    ] {
        assert_eq!(look(sent, &small()), Err(Refused::Program));
    }
    // A program that carries a PDF header further down, for readers that look for it.
    let mut sent = b"MZ\x90\0".to_vec();
    sent.extend(b"\n%PDF-1.4\n%%EOF");
    assert_eq!(look(&sent, &small()), Err(Refused::Program));
}

#[test]
fn other_files_are_called_by_what_they_are() {
    let cases: [(&[u8], Refused); 9] = [
        (b"", Refused::Empty),
        (b"PK\x03\x04\x14\0", Refused::Archive),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", Refused::Archive),
        (b"<!DOCTYPE html><p>", Refused::WebPage),
        (b"<?xml version='1.0'?><svg onload='x'>", Refused::WebPage),
        (b"GIF89a\x01\0", Refused::OtherPicture { format: "GIF" }),
        (
            b"\0\0\0\x1cftypavif\0\0\0\0mif1avif",
            Refused::OtherPicture { format: "AVIF" },
        ),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isom", Refused::Video),
        (b"Kepada Yth. Bapak", Refused::Unknown),
    ];
    for (sent, expected) in cases {
        assert_eq!(look(sent, &small()), Err(expected));
    }
}

#[test]
fn a_file_above_the_limit_is_refused_with_both_sizes() {
    let limits = Limits {
        bytes: 1024 * 1024,
        ..small()
    };
    let refused = look(&vec![0; 1024 * 1024 + 1], &limits).expect_err("too large");
    assert_eq!(
        refused,
        Refused::TooManyBytes {
            megabytes: 2,
            limit: 1
        }
    );
    assert_eq!(refused.code(), "media.too_many_bytes");
    assert!(refused.id().contains("2 MB; paling besar 1 MB"));
    assert!(refused.en().contains("at most 1 MB"));
}

/// A beginning that leads into one of the readers.
fn beginning() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(Vec::new()),
        Just(b"%PDF-1.7\n".to_vec()),
        Just(vec![0xff, 0xd8, 0xff]),
        Just(b"\x89PNG\r\n\x1a\n".to_vec()),
        Just(b"RIFF\x40\0\0\0WEBPVP8 ".to_vec()),
        Just(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
    ]
}

/// Whole files of every kind that is read.
fn whole() -> impl Strategy<Value = Vec<u8>> {
    let picture = corners(24, 16);
    prop_oneof![
        Just(encoded(&picture, ImageFormat::Jpeg)),
        Just(encoded(&picture, ImageFormat::Png)),
        Just(encoded(&picture, ImageFormat::WebP)),
        Just(include_bytes!("samples/corners.heic").to_vec()),
        Just(include_bytes!("samples/progressive.jpg").to_vec()),
        Just(
            b"%PDF-1.4\n1 0 obj<</Type/Pages/Count 1/K(a\\)b)>>stream\nx\nendstream endobj\n%%EOF"
                .to_vec()
        ),
    ]
}

proptest! {
    #[test]
    fn random_bytes_are_refused_and_never_panic(
        mut bytes in beginning(),
        rest in prop::collection::vec(any::<u8>(), 0..2000),
        close in any::<bool>(),
    ) {
        bytes.extend(rest);
        if close {
            bytes.extend(b"\n%%EOF");
        }
        let _ = look(&bytes, &small());
    }

    #[test]
    fn damaged_files_never_panic_and_what_is_kept_is_within_limits(
        mut bytes in whole(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(clean) = look(&bytes, &small()) {
            prop_assert!(clean.width.unwrap_or(0).max(clean.height.unwrap_or(0)) <= 100);
        }
    }

    #[test]
    fn a_cut_picture_is_never_kept(cut in 1_usize..400) {
        let whole = encoded(&corners(24, 16), ImageFormat::Jpeg);
        let cut = cut.min(whole.len() - 1);
        prop_assert!(look(&whole[..whole.len() - cut], &small()).is_err());
    }
}
