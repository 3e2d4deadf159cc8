//! The checksum of tag 63.

/// CRC-16/CCITT-FALSE: polynomial `0x1021`, start `0xFFFF`, nothing reflected, nothing xored at the end.
///
/// Bitwise on purpose: a payload has at most a few hundred bytes, and the loop reads like the definition.
#[must_use]
pub fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 {
                crc << 1
            } else {
                (crc << 1) ^ 0x1021
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_published_check_value() {
        assert_eq!(crc16(b"123456789"), 0x29B1);
    }

    #[test]
    fn of_nothing_is_the_start_value() {
        assert_eq!(crc16(b""), 0xFFFF);
    }
}
