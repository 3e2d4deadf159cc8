//! Pictures come out upright, small, and with nothing in them but pixels.

use crate::make::{contains, corners, decoded, encoded, exif, read_corners, with_segments};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use media::{Kind, Limits, Refused, look};

fn limits() -> Limits {
    Limits::default()
}

fn photo(orientation: u16) -> Vec<u8> {
    let mut app1 = b"Exif\0\0".to_vec();
    app1.extend(exif(orientation));
    with_segments(
        &encoded(&corners(96, 64), ImageFormat::Jpeg),
        &[(0xe1, app1), (0xfe, b"KEPERCAYAAN di komentar".to_vec())],
    )
}

#[test]
fn place_and_comments_of_a_photo_do_not_survive() {
    let sent = photo(1);
    let mut reader = std::io::Cursor::new(&sent);
    let before = exif::Reader::new()
        .read_from_container(&mut reader)
        .expect("sample has EXIF");
    assert!(
        before
            .get_field(exif::Tag::GPSLatitude, exif::In::PRIMARY)
            .is_some()
    );

    let clean = look(&sent, &limits()).expect("a photo");

    assert_eq!(clean.kind, Kind::Jpeg);
    for bytes in [&clean.bytes, clean.thumbnail.as_ref().expect("a thumbnail")] {
        let mut reader = std::io::Cursor::new(bytes);
        assert!(
            exif::Reader::new()
                .read_from_container(&mut reader)
                .is_err()
        );
        assert!(!contains(bytes, b"KEPERCAYAAN"));
        assert!(!contains(bytes, b"Exif"));
    }
}

#[test]
fn every_orientation_comes_out_upright() {
    // What the corners look like when the camera's note is followed (EXIF 2.32, tag 0112).
    let upright = [
        "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb",
    ];
    for (orientation, expected) in (1..=8).zip(upright) {
        let clean = look(&photo(orientation), &limits()).expect("a photo");
        let size = if orientation < 5 { (96, 64) } else { (64, 96) };
        assert_eq!((clean.width, clean.height), (Some(size.0), Some(size.1)));
        let picture = decoded(&clean.bytes);
        assert_eq!(picture.dimensions(), size);
        assert_eq!(
            read_corners(&picture),
            expected,
            "orientation {orientation}"
        );
        let thumbnail = decoded(&clean.thumbnail.expect("a thumbnail"));
        assert_eq!(
            read_corners(&thumbnail),
            expected,
            "orientation {orientation}"
        );
    }
}

#[test]
fn a_big_photo_becomes_as_large_as_configured() {
    let sent = encoded(&corners(900, 300), ImageFormat::Jpeg);
    let limits = Limits {
        edge: 300,
        thumbnail: 60,
        ..limits()
    };
    let clean = look(&sent, &limits).expect("a photo");
    assert_eq!((clean.width, clean.height), (Some(300), Some(100)));
    assert_eq!(decoded(&clean.bytes).dimensions(), (300, 100));
    assert_eq!(read_corners(&decoded(&clean.bytes)), "rgbw");
    assert_eq!(
        decoded(&clean.thumbnail.expect("a thumbnail")).dimensions(),
        (60, 20)
    );
}

#[test]
fn a_strip_keeps_at_least_one_pixel_when_made_smaller() {
    let sent = encoded(&corners(2000, 2), ImageFormat::Png);
    let clean = look(
        &sent,
        &Limits {
            edge: 100,
            thumbnail: 10,
            ..limits()
        },
    )
    .expect("a strip");
    assert_eq!((clean.width, clean.height), (Some(100), Some(1)));
}

#[test]
fn heic_becomes_jpeg_without_its_metadata() {
    for sent in [
        &include_bytes!("samples/corners.heic")[..],
        &include_bytes!("samples/turned.heic")[..],
    ] {
        let clean = look(sent, &limits()).expect("a HEIC photo");
        assert_eq!(clean.kind, Kind::Jpeg);
        assert_eq!(decoded(&clean.bytes).dimensions(), (96, 64));
        assert_eq!(read_corners(&decoded(&clean.bytes)), "rgbw");
        assert!(!contains(&clean.bytes, b"Exif"));
    }
}

#[test]
fn webp_becomes_jpeg() {
    let clean = look(&encoded(&corners(96, 64), ImageFormat::WebP), &limits()).expect("a picture");
    assert_eq!(clean.kind, Kind::Jpeg);
    assert_eq!(read_corners(&decoded(&clean.bytes)), "rgbw");
}

#[test]
fn cmyk_and_progressive_photos_keep_their_colours() {
    for sent in [
        &include_bytes!("samples/cmyk.jpg")[..],
        &include_bytes!("samples/progressive.jpg")[..],
    ] {
        let clean = look(sent, &limits()).expect("a photo");
        assert_eq!(read_corners(&decoded(&clean.bytes)), "rgbw");
    }
}

#[test]
fn a_png_keeps_its_transparency_and_loses_its_texts() {
    let picture = RgbaImage::from_pixel(8, 8, Rgba([10, 20, 30, 0]));
    let sent = encoded(&DynamicImage::ImageRgba8(picture), ImageFormat::Png);
    let sent = with_chunk(&sent, *b"tEXt", b"Comment\0KEPERCAYAAN");
    let clean = look(&sent, &limits()).expect("a picture");
    assert_eq!(clean.kind, Kind::Png);
    assert!(!contains(&clean.bytes, b"KEPERCAYAAN"));
    let out = image::load_from_memory(&clean.bytes)
        .expect("decodes")
        .into_rgba8();
    assert_eq!(out.get_pixel(4, 4).0[3], 0);
    // The thumbnail is a JPEG: what is transparent shows as paper.
    let thumbnail = decoded(&clean.thumbnail.expect("a thumbnail"));
    assert!(
        thumbnail
            .get_pixel(4, 4)
            .0
            .iter()
            .all(|channel| *channel > 250)
    );
}

#[test]
fn grey_and_sixteen_bit_pictures_are_taken() {
    for picture in [
        DynamicImage::ImageLuma16(image::ImageBuffer::from_pixel(9, 7, image::Luma([40_000]))),
        DynamicImage::ImageRgba16(image::ImageBuffer::from_pixel(
            9,
            7,
            Rgba([1, 2, 3, 65_535]),
        )),
        DynamicImage::ImageLumaA8(image::ImageBuffer::from_pixel(9, 7, image::LumaA([9, 9]))),
    ] {
        let limits = Limits {
            edge: 5,
            thumbnail: 3,
            ..limits()
        };
        let clean = look(&encoded(&picture, ImageFormat::Png), &limits).expect("a picture");
        assert_eq!((clean.width, clean.height), (Some(5), Some(3)));
    }
}

#[test]
fn an_archive_behind_a_photo_is_gone_afterwards() {
    let mut sent = encoded(&corners(96, 64), ImageFormat::Jpeg);
    sent.extend(b"PK\x03\x04 kelas Java PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let clean = look(&sent, &limits()).expect("a photo");
    assert!(!contains(&clean.bytes, b"PK\x03\x04"));
    assert!(!contains(&clean.bytes, b"Java"));
}

#[test]
fn a_photo_without_its_end_is_refused() {
    let whole = encoded(&corners(96, 64), ImageFormat::Jpeg);
    for missing in [2, 20, whole.len() / 2, whole.len() - 4] {
        let sent = &whole[..whole.len() - missing];
        assert_eq!(
            look(sent, &limits()),
            Err(Refused::Truncated),
            "{missing} bytes missing"
        );
    }
}

#[test]
fn a_png_without_its_end_is_refused() {
    let whole = encoded(&corners(96, 64), ImageFormat::Png);
    let refused = look(&whole[..whole.len() / 2], &limits()).expect_err("cut");
    assert!(
        matches!(refused, Refused::Truncated | Refused::Unreadable),
        "{refused:?}"
    );
}

#[test]
fn a_header_that_promises_too_many_pixels_is_refused_before_they_are_made() {
    let mut sent = encoded(&corners(4, 4), ImageFormat::Png);
    for (at, length) in [(16, 50_000_u32), (20, 50_000)] {
        sent[at..at + 4].copy_from_slice(&length.to_be_bytes());
    }
    let checksum = crc32(&sent[12..29]).to_be_bytes();
    sent[29..33].copy_from_slice(&checksum);
    assert_eq!(
        look(&sent, &limits()),
        Err(Refused::TooManyPixels {
            width: 50_000,
            height: 50_000,
            megapixels: 60
        })
    );
}

#[test]
fn a_photo_with_thousands_of_scans_is_refused() {
    let whole = include_bytes!("samples/progressive.jpg");
    let last = whole
        .windows(2)
        .rposition(|pair| pair == [0xff, 0xda])
        .expect("a scan");
    let mut sent = whole[..last].to_vec();
    for _ in 0..1000 {
        sent.extend(&whole[last..whole.len() - 2]);
    }
    sent.extend([0xff, 0xd9]);
    assert_eq!(look(&sent, &limits()), Err(Refused::Unreadable));
}

/// Adds a chunk behind the header of a PNG.
fn with_chunk(png: &[u8], name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = name.to_vec();
    chunk.extend(content);
    let mut out = png[..33].to_vec();
    out.extend(u32::try_from(content.len()).expect("short").to_be_bytes());
    out.extend(&chunk);
    out.extend(crc32(&chunk).to_be_bytes());
    out.extend(&png[33..]);
    out
}

/// The checksum of PNG chunks (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            }
        })
    })
}
