//! Pictures: decoded within limits, set upright, made smaller, written anew.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError};

use crate::kind::{Kind, Picture};
use crate::limits::Limits;
use crate::refused::Refused;
use crate::{Clean, jpeg};

/// Writes a clean copy of a picture.
pub(crate) fn look(sort: Picture, bytes: &[u8], limits: &Limits) -> Result<Clean, Refused> {
    // Decoders meet files that were made to break them. They are written to answer with an error;
    // should one of them panic all the same, only this file is refused.
    catch_unwind(AssertUnwindSafe(|| clean(sort, bytes, limits)))
        .unwrap_or(Err(Refused::Unreadable))
}

fn clean(sort: Picture, bytes: &[u8], limits: &Limits) -> Result<Clean, Refused> {
    let (picture, orientation) = decode(sort, bytes, limits)?;
    // A screenshot stays as sharp as it is; everything that a camera or the web made is a JPEG.
    let kind = if sort == Picture::Png {
        Kind::Png
    } else {
        Kind::Jpeg
    };
    let mut picture = shrink(plain(picture, kind), limits.edge)?;
    picture.apply_orientation(orientation);
    let bytes = match kind {
        Kind::Png => png(&picture)?,
        Kind::Jpeg | Kind::Pdf => jpeg(&picture, limits.quality)?,
    };
    let (width, height) = (picture.width(), picture.height());
    let small = shrink(plain(picture, Kind::Jpeg), limits.thumbnail)?;
    Ok(Clean {
        kind,
        bytes,
        thumbnail: Some(jpeg(&small, limits.quality)?),
        width: Some(width),
        height: Some(height),
        pages: None,
        active: Vec::new(),
    })
}

fn decode(
    sort: Picture,
    bytes: &[u8],
    limits: &Limits,
) -> Result<(DynamicImage, Orientation), Refused> {
    let from = Cursor::new(bytes);
    match sort {
        Picture::Jpeg => {
            jpeg::check(bytes)?;
            read(JpegDecoder::new(from).map_err(broken)?, limits)
        }
        Picture::Png => read(
            PngDecoder::with_limits(from, allocation(limits)).map_err(broken)?,
            limits,
        ),
        Picture::Webp => read(WebPDecoder::new(from).map_err(broken)?, limits),
        Picture::Heic => heic(bytes, limits).map(|picture| (picture, Orientation::NoTransforms)),
    }
}

/// Checks the size that the header states before any room for pixels is made.
fn read(
    mut decoder: impl ImageDecoder,
    limits: &Limits,
) -> Result<(DynamicImage, Orientation), Refused> {
    let (width, height) = decoder.dimensions();
    fits(width, height, limits)?;
    decoder.set_limits(allocation(limits)).map_err(broken)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    Ok((picture, orientation))
}

/// HEIC as phones write it. The file's own turning is applied by the decoder, and EXIF must not
/// turn it a second time (ISO/IEC 23008-12, 6.5.10).
fn heic(bytes: &[u8], limits: &Limits) -> Result<DynamicImage, Refused> {
    let info = heic::ImageInfo::from_bytes(bytes).map_err(|_| Refused::Unreadable)?;
    fits(info.width, info.height, limits)?;
    let mut within = heic::Limits::default();
    within.max_pixels = Some(limits.pixels);
    within.max_memory_bytes = Some(limits.peak_memory());
    let output = heic::DecoderConfig::new()
        .decode_request(bytes)
        .with_output_layout(heic::PixelLayout::Rgb8)
        .with_limits(&within)
        .decode()
        .map_err(|_| Refused::Unreadable)?;
    image::RgbImage::from_raw(output.width, output.height, output.data)
        .map(DynamicImage::ImageRgb8)
        .ok_or(Refused::Unreadable)
}

fn fits(width: u32, height: u32, limits: &Limits) -> Result<(), Refused> {
    if width == 0 || height == 0 {
        return Err(Refused::Unreadable);
    }
    if u64::from(width) * u64::from(height) > limits.pixels {
        return Err(Refused::TooManyPixels {
            width,
            height,
            megapixels: limits.pixels / 1_000_000,
        });
    }
    Ok(())
}

fn allocation(limits: &Limits) -> image::Limits {
    let mut within = image::Limits::default();
    within.max_alloc = Some(limits.peak_memory());
    within
}

fn broken(error: ImageError) -> Refused {
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Refused::Truncated
        }
        _ => Refused::Unreadable,
    }
}

/// Eight bits a channel, and no transparency where the format has none (on white, as on paper).
fn plain(picture: DynamicImage, kind: Kind) -> DynamicImage {
    let color = picture.color();
    match (color.has_alpha(), color.has_color()) {
        (true, _) if kind == Kind::Jpeg => on_white(&picture.into_rgba8()),
        (true, true) => DynamicImage::ImageRgba8(picture.into_rgba8()),
        (true, false) => DynamicImage::ImageLumaA8(picture.into_luma_alpha8()),
        (false, true) => DynamicImage::ImageRgb8(picture.into_rgb8()),
        (false, false) => DynamicImage::ImageLuma8(picture.into_luma8()),
    }
}

fn on_white(picture: &image::RgbaImage) -> DynamicImage {
    let mut flat = image::RgbImage::new(picture.width(), picture.height());
    for (to, from) in flat.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let mix = |channel: u32| {
            u8::try_from((channel * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
        };
        to.0 = [mix(red), mix(green), mix(blue)];
    }
    DynamicImage::ImageRgb8(flat)
}

/// Makes a picture smaller until its longest edge is `edge`; never larger.
fn shrink(picture: DynamicImage, edge: u32) -> Result<DynamicImage, Refused> {
    let (width, height) = (picture.width(), picture.height());
    let longest = width.max(height);
    if longest <= edge {
        return Ok(picture);
    }
    let scaled = |length: u32| {
        let exact = u64::from(length) * u64::from(edge) / u64::from(longest);
        u32::try_from(exact).unwrap_or(edge).max(1)
    };
    let (to_width, to_height) = (scaled(width), scaled(height));
    let (color, pixel) = match picture.color() {
        ColorType::L8 => (ColorType::L8, PixelType::U8),
        ColorType::La8 => (ColorType::La8, PixelType::U8x2),
        ColorType::Rgba8 => (ColorType::Rgba8, PixelType::U8x4),
        _ => (ColorType::Rgb8, PixelType::U8x3),
    };
    let from =
        ImageRef::new(width, height, picture.as_bytes(), pixel).map_err(|_| Refused::Unreadable)?;
    let mut to = Image::new(to_width, to_height, pixel);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Hamming));
    Resizer::new()
        .resize(&from, &mut to, &options)
        .map_err(|_| Refused::Unreadable)?;
    assemble(to_width, to_height, to.into_vec(), color).ok_or(Refused::Unreadable)
}

fn assemble(width: u32, height: u32, raw: Vec<u8>, color: ColorType) -> Option<DynamicImage> {
    use image::ImageBuffer as Buffer;
    Some(match color {
        ColorType::L8 => DynamicImage::ImageLuma8(Buffer::from_raw(width, height, raw)?),
        ColorType::La8 => DynamicImage::ImageLumaA8(Buffer::from_raw(width, height, raw)?),
        ColorType::Rgba8 => DynamicImage::ImageRgba8(Buffer::from_raw(width, height, raw)?),
        _ => DynamicImage::ImageRgb8(Buffer::from_raw(width, height, raw)?),
    })
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, quality);
    write(encoder, picture)?;
    Ok(out)
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    write(PngEncoder::new(&mut out), picture)?;
    Ok(out)
}

fn write(encoder: impl ImageEncoder, picture: &DynamicImage) -> Result<(), Refused> {
    let color = ExtendedColorType::from(picture.color());
    encoder
        .write_image(picture.as_bytes(), picture.width(), picture.height(), color)
        .map_err(|_| Refused::Unreadable)
}
