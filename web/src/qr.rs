//! QR codes as SVG, drawn by the hall itself.

use fast_qr::{
    QRBuilder,
    convert::{Builder, Shape, svg::SvgBuilder},
};

/// The QR code of a text; none if the text is too long for one.
pub(crate) fn svg(text: &str) -> Option<String> {
    let code = QRBuilder::new(text).build().ok()?;
    Some(
        SvgBuilder::default()
            .shape(Shape::Square)
            .margin(2)
            .to_str(&code),
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_is_one_svg_without_style_or_script() {
        let drawn = super::svg("https://umkm.example/plan/abc").unwrap();
        assert!(drawn.starts_with("<svg") && drawn.trim_end().ends_with("</svg>"));
        assert!(!drawn.contains("style=") && !drawn.contains("<script"));
    }
}
