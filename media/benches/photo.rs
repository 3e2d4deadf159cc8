//! A phone's photo of five megabytes, looked at one after the other: milliseconds and peak memory.
//!
//! `cargo bench -p media`

#![expect(
    clippy::expect_used,
    reason = "a benchmark without its photo has nothing to measure"
)]

use std::io::Cursor;
use std::time::Instant;

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use media::{Limits, look};

const ROUNDS: u32 = 10;

/// Twelve megapixels with enough grain that the JPEG has about five megabytes.
fn photo() -> Vec<u8> {
    let mut grain = 0x2545_f491_u32;
    let picture = RgbImage::from_fn(4000, 3000, |x, y| {
        grain ^= grain << 13;
        grain ^= grain >> 17;
        grain ^= grain << 5;
        let noise = u8::try_from(grain % 45).unwrap_or(0);
        let wave = |by: u32| u8::try_from((x * by / 40 + y / 23) % 200).unwrap_or(0);
        Rgb([wave(1) + noise, wave(2) + noise, wave(3) + noise])
    });
    let mut out = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut out, 88)
        .encode_image(&picture)
        .expect("a photo");
    out.into_inner()
}

/// The most memory this process ever held, in megabytes; starts anew when `clear` is set.
fn peak(clear: bool) -> Option<u64> {
    if clear {
        std::fs::write("/proc/self/clear_refs", "5").ok()?;
    }
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

fn main() {
    let photo = photo();
    let before = peak(true);
    let start = Instant::now();
    let mut kept = 0;
    for _ in 0..ROUNDS {
        kept = look(&photo, &Limits::default()).expect("kept").bytes.len();
    }
    let each = start.elapsed().as_secs_f64() * 1000.0 / f64::from(ROUNDS);
    println!(
        "photo of {:.1} MB, 12 megapixels: {each:.0} ms, kept as {} kB; peak memory {} MB, of which {} MB before",
        f64::from(u32::try_from(photo.len()).unwrap_or(0)) / 1e6,
        kept / 1000,
        peak(false).unwrap_or(0),
        before.unwrap_or(0),
    );
}
