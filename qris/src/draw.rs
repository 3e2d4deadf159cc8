//! A code as a picture.

use fast_qr::ECL;
use fast_qr::convert::Builder;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;

use crate::code::Qris;

vocab::domain_error! {
    /// Why a code cannot be drawn.
    #[derive(Copy)]
    DrawError {
        /// More than a QR code holds.
        TooLong { length: usize } => "qris.draw",
            "Kode QRIS terlalu panjang untuk digambar ({length} huruf).",
            "The QRIS is too long to draw ({length} characters).";
    }
}

/// The code as SVG, dark on light with the quiet zone of four modules the QR standard demands.
///
/// Error correction M (15 %): what acquirers print, and enough for a phone screen or a receipt.
pub fn svg(code: &Qris) -> Result<String, DrawError> {
    let qr = QRBuilder::new(code.text())
        .ecl(ECL::M)
        .build()
        .map_err(|_| DrawError::TooLong {
            length: code.text().chars().count(),
        })?;
    Ok(SvgBuilder::default().margin(4).to_str(&qr))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_one_square_picture() {
        let code = Qris::parse("000201010211").unwrap();
        let picture = svg(&code).unwrap();
        assert!(picture.starts_with("<svg"), "{picture}");
        assert!(picture.ends_with("</svg>"));
        assert_eq!(picture, svg(&code).unwrap());
    }

    #[test]
    fn refuses_what_no_qr_code_holds() {
        let long = "9999".to_owned() + &"a".repeat(99);
        let code = Qris::parse(&long.repeat(40)).unwrap();
        assert_eq!(svg(&code), Err(DrawError::TooLong { length: 4120 }));
    }
}
