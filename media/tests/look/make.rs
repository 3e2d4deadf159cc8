//! What the tests are made of.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// Four corners: red, green / blue, white.
pub(crate) fn corners(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        match (x < width / 2, y < height / 2) {
            (true, true) => Rgb([220, 20, 20]),
            (false, true) => Rgb([20, 180, 20]),
            (true, false) => Rgb([20, 20, 220]),
            (false, false) => Rgb([250, 250, 250]),
        }
    }))
}

pub(crate) fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).expect("encodes");
    out.into_inner()
}

pub(crate) fn decoded(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).expect("decodes").into_rgb8()
}

/// Which corner a colour is nearest to: `r`, `g`, `b` or `w`.
pub(crate) fn letter(pixel: Rgb<u8>) -> char {
    match pixel.0.map(|channel| channel > 128) {
        [true, false, false] => 'r',
        [false, true, false] => 'g',
        [false, false, true] => 'b',
        [true, true, true] => 'w',
        _ => '?',
    }
}

/// The corners read like a page: top left, top right, bottom left, bottom right.
pub(crate) fn read_corners(picture: &RgbImage) -> String {
    let (right, bottom) = (picture.width() - 3, picture.height() - 3);
    [(2, 2), (right, 2), (2, bottom), (right, bottom)]
        .map(|(x, y)| letter(*picture.get_pixel(x, y)))
        .iter()
        .collect()
}

/// EXIF as a phone writes it: how the photo is to be turned, where it was taken, a comment.
pub(crate) fn exif(orientation: u16) -> Vec<u8> {
    let field = |tag, value| Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    };
    let degrees = |d: u32, m: u32, s: u32| {
        Value::Rational([d, m, s].map(|num| Rational { num, denom: 1 }).to_vec())
    };
    let ascii = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let fields = [
        field(Tag::Orientation, Value::Short(vec![orientation])),
        field(Tag::ImageDescription, ascii("KEPERCAYAAN")),
        field(Tag::GPSLatitudeRef, ascii("S")),
        field(Tag::GPSLatitude, degrees(6, 55, 7)),
        field(Tag::GPSLongitudeRef, ascii("E")),
        field(Tag::GPSLongitude, degrees(110, 12, 41)),
    ];
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut out = Cursor::new(Vec::new());
    writer.write(&mut out, false).expect("exif is written");
    out.into_inner()
}

/// Puts segments right behind the first two bytes of a JPEG.
pub(crate) fn with_segments(jpeg: &[u8], segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    for (marker, content) in segments {
        out.extend([0xff, *marker]);
        out.extend(
            u16::try_from(content.len() + 2)
                .expect("a segment")
                .to_be_bytes(),
        );
        out.extend(content);
    }
    out.extend(&jpeg[2..]);
    out
}

pub(crate) fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
