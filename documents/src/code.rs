//! Codes for machines: the retail barcode and the square code, drawn as SVG.

use std::fmt::Write as _;
use std::str::FromStr;

use fast_qr::ECL;
use fast_qr::convert::Builder;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;

vocab::domain_error! {
    /// Why a code cannot be drawn.
    CodeError {
        /// Not thirteen digits.
        Length { digits: usize } => "ean13.length",
            "Nomor barcode EAN-13 harus 13 angka; ini {digits} angka.",
            "An EAN-13 barcode number has 13 digits; this one has {digits}.";
        /// The last digit does not fit the others.
        Check { expected: u32, got: u32 } => "ean13.check",
            "Angka terakhir barcode salah: seharusnya {expected}, tertulis {got}. Periksa lagi nomornya.",
            "The barcode's last digit is wrong: {expected} is expected, {got} is written. Check the number again.";
        /// More than a square code holds.
        TooLong { length: usize } => "qr.too_long",
            "Isi kode QR terlalu panjang ({length} huruf).",
            "The QR code's text is too long ({length} characters).";
    }
}

/// A retail barcode number (GS1 General Specifications, EAN-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ean13([u8; 13]);

/// Bars of the digits in the left half with odd parity, narrowest first bit; the other two sets
/// are its mirror images.
const LEFT_ODD: [u8; 10] = [
    0b000_1101, 0b001_1001, 0b001_0011, 0b011_1101, 0b010_0011, 0b011_0001, 0b010_1111, 0b011_1011,
    0b011_0111, 0b000_1011,
];
/// Which of the six left digits have even parity; it is how the first digit is written.
const PARITY: [u8; 10] = [
    0b00_0000, 0b00_1011, 0b00_1101, 0b00_1110, 0b01_0011, 0b01_1001, 0b01_1100, 0b01_0101,
    0b01_0110, 0b01_1010,
];

impl FromStr for Ean13 {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let digits: Vec<u8> = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map_while(|c| c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        let all: [u8; 13] = digits
            .try_into()
            .map_err(|digits: Vec<u8>| CodeError::Length {
                digits: digits.len(),
            })?;
        let sum: u32 = all[..12]
            .iter()
            .zip([1_u32, 3].into_iter().cycle())
            .map(|(digit, weight)| u32::from(*digit) * weight)
            .sum();
        let (expected, got) = ((10 - sum % 10) % 10, u32::from(all[12]));
        if expected == got {
            Ok(Self(all))
        } else {
            Err(CodeError::Check { expected, got })
        }
    }
}

impl Ean13 {
    /// The number as printed below the bars.
    pub fn digits(&self) -> String {
        self.0
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }

    /// The 95 modules from left to right; true is a bar.
    pub fn modules(&self) -> Vec<bool> {
        let [first, rest @ ..] = self.0;
        let parity = PARITY[usize::from(first)];
        let mut bars = vec![true, false, true];
        for (place, digit) in rest[..6].iter().enumerate() {
            let odd = LEFT_ODD[usize::from(*digit)];
            let even = parity >> (5 - place) & 1 == 1;
            bars.extend(seven(if even { mirrored(!odd) } else { odd }));
        }
        bars.extend([false, true, false, true, false]);
        for digit in &rest[6..] {
            bars.extend(seven(!LEFT_ODD[usize::from(*digit)]));
        }
        bars.extend([true, false, true]);
        bars
    }

    /// The bars as SVG, one unit a module, with the quiet zones of eleven and seven modules.
    pub(crate) fn svg(&self) -> String {
        let mut path = String::new();
        for (at, _) in self.modules().iter().enumerate().filter(|(_, bar)| **bar) {
            let _ = write!(path, "M{} 0h1v60h-1z", at + 11);
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 113 60\">\
             <rect width=\"113\" height=\"60\" fill=\"#fff\"/><path d=\"{path}\"/></svg>"
        )
    }
}

fn seven(pattern: u8) -> impl Iterator<Item = bool> {
    (0..7).rev().map(move |bit| pattern >> bit & 1 == 1)
}

/// The lowest seven bits from right to left.
fn mirrored(pattern: u8) -> u8 {
    (pattern << 1).reverse_bits()
}

/// A square code, with its quiet zone; error correction M as for print.
pub(crate) fn qr(text: &str) -> Result<String, CodeError> {
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|_| CodeError::TooLong {
            length: text.chars().count(),
        })?;
    Ok(SvgBuilder::default().margin(2).to_str(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_with_spaces_and_its_last_digit_is_checked() {
        let code: Ean13 = "899 1234 56789 1".parse().unwrap();
        assert_eq!(code.digits(), "8991234567891");
        assert_eq!(
            "8991234567890".parse::<Ean13>(),
            Err(CodeError::Check {
                expected: 1,
                got: 0
            })
        );
        assert_eq!(
            "899123".parse::<Ean13>(),
            Err(CodeError::Length { digits: 6 })
        );
        assert_eq!(
            "899123456789x".parse::<Ean13>(),
            Err(CodeError::Length { digits: 12 })
        );
    }

    #[test]
    fn the_bars_are_those_that_a_scanner_reads() {
        // Read back from the drawn bars by zbar 0.23.
        let code: Ean13 = "4003994155486".parse().unwrap();
        let bars: String = code
            .modules()
            .iter()
            .map(|bar| if *bar { '1' } else { '0' })
            .collect();
        assert_eq!(
            bars,
            "10100011010100111011110100010110010111001110101010110011010011101001110101110010010001010000101"
        );
        assert_eq!(bars.len(), 95);
    }

    #[test]
    fn a_square_code_is_one_picture() {
        let svg = qr("https://pendopo.example/kasus/ABC").unwrap();
        assert!(svg.starts_with("<svg") || svg.contains("<svg"));
        assert!(matches!(
            qr(&"x".repeat(5000)),
            Err(CodeError::TooLong { length: 5000 })
        ));
    }
}
