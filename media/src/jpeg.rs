//! The frame of a JPEG (ITU-T T.81, annex B): is it whole, and is it of a sane make?
//!
//! A decoder fills what is missing with grey. A permit of which the lower half is grey is worse
//! than none, so the end of the picture is looked for before it is decoded.

use memchr::memchr;

use crate::refused::Refused;

/// Scans of one picture. A progressive photo has about ten; each further one costs a walk over all
/// pixels, so that a small file with thousands would keep a processor busy for minutes.
const SCANS: u32 = 100;

const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;

/// Walks from marker to marker up to the end of the first picture.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Refused> {
    let mut at = 2;
    let mut scans = 0;
    loop {
        let (marker, after) = marker(bytes, at)?;
        match marker {
            END_OF_IMAGE if scans == 0 => return Err(Refused::Unreadable),
            END_OF_IMAGE => return Ok(()),
            // Markers that stand alone: TEM and the restarts.
            0x01 | 0xd0..=0xd7 => at = after,
            _ => {
                at = segment_end(bytes, after)?;
                if marker == START_OF_SCAN {
                    scans += 1;
                    if scans > SCANS {
                        return Err(Refused::Unreadable);
                    }
                    at = scan_end(bytes, at)?;
                }
            }
        }
    }
}

/// The marker at `at` and where its content begins; fill bytes before it are allowed.
fn marker(bytes: &[u8], mut at: usize) -> Result<(u8, usize), Refused> {
    if *bytes.get(at).ok_or(Refused::Truncated)? != 0xff {
        return Err(Refused::Unreadable);
    }
    loop {
        at += 1;
        match *bytes.get(at).ok_or(Refused::Truncated)? {
            0xff => {}
            0 => return Err(Refused::Unreadable),
            marker => return Ok((marker, at + 1)),
        }
    }
}

fn segment_end(bytes: &[u8], at: usize) -> Result<usize, Refused> {
    let length = bytes.get(at..at + 2).ok_or(Refused::Truncated)?;
    match usize::from(u16::from_be_bytes([length[0], length[1]])) {
        0 | 1 => Err(Refused::Unreadable),
        length => Ok(at + length),
    }
}

/// Skips coded pixels: the next marker that is neither a stuffed `ff` nor a restart.
fn scan_end(bytes: &[u8], mut at: usize) -> Result<usize, Refused> {
    loop {
        let rest = bytes.get(at..).ok_or(Refused::Truncated)?;
        let found = at + memchr(0xff, rest).ok_or(Refused::Truncated)?;
        match *bytes.get(found + 1).ok_or(Refused::Truncated)? {
            0 | 0xd0..=0xd7 => at = found + 2,
            0xff => at = found + 1,
            _ => return Ok(found),
        }
    }
}
