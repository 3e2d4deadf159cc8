//! The hall's own small pictures, drawn on a grid of 24. Every one stands beside a text, so all are
//! hidden from readers of screens.

use askama::filters::HtmlSafeOutput;

/// Name and drawing of each icon.
const ICONS: &[(&str, &str)] = &[
    (
        "plan",
        r#"<path d="M5 4h14v16H5z"/><path d="m8 9 1.4 1.4L12 8M8 15l1.4 1.4L12 14M14.5 9.5H17M14.5 15.5H17"/>"#,
    ),
    (
        "registry",
        r#"<path d="M4 9.5 6 4h12l2 5.5M5 12v8h14v-8"/><path d="M4 9.5a2.6 2.6 0 0 0 5.3 0 2.6 2.6 0 0 0 5.4 0 2.6 2.6 0 0 0 5.3 0M10 20v-5h4v5"/>"#,
    ),
    (
        "import",
        r#"<path d="M12 3v11m0 0 4-4m-4 4-4-4M4 17v3h16v-3"/>"#,
    ),
    (
        "insight",
        r#"<path d="M4 20h16M7 20v-6M12 20V6M17 20v-9"/>"#,
    ),
    (
        "people",
        r#"<circle cx="9" cy="8" r="3.2"/><path d="M3 20c0-3.6 2.6-6 6-6s6 2.4 6 6M15.5 5.2a3.2 3.2 0 0 1 0 5.6M17.5 14.6c2.1.8 3.5 2.8 3.5 5.4"/>"#,
    ),
    (
        "audit",
        r#"<path d="M12 3 5 6v5c0 4.6 2.9 8.2 7 10 4.1-1.8 7-5.4 7-10V6z"/><path d="m9 12 2.2 2.200L15.2 10"/>"#,
    ),
    (
        "account",
        r#"<circle cx="12" cy="8" r="3.6"/><path d="M5 20c.4-4 3.2-6.4 7-6.400s6.6 2.4 7 6.4"/>"#,
    ),
    (
        "leave",
        r#"<path d="M14 4H5v16h9M10 12h10m0 0-3.5-3.500M20 12l-3.5 3.5"/>"#,
    ),
    (
        "search",
        r#"<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>"#,
    ),
    ("done", r#"<path d="m5 12.5 4.5 4.500L19 7.5"/>"#),
    ("next", r#"<path d="M5 12h14m0 0-5-5m5 5-5 5"/>"#),
    (
        "later",
        r#"<circle cx="12" cy="12" r="8"/><path d="M12 7.500V12l3 2"/>"#,
    ),
    (
        "ask",
        r#"<path d="M8.5 9.200C8.8 7 10.2 6 12 6c2 0 3.6 1.3 3.6 3.2 0 2.6-3.5 2.6-3.5 5M12 18h.01"/>"#,
    ),
    (
        "lock",
        r#"<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>"#,
    ),
    (
        "paper",
        r#"<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>"#,
    ),
    (
        "money",
        r#"<path d="M3 7h18v10H3z"/><circle cx="12" cy="12" r="2.5"/><path d="M6 10v4M18 10v4"/>"#,
    ),
    (
        "clock",
        r#"<circle cx="12" cy="12" r="8"/><path d="M12 7.500V12l3 2"/>"#,
    ),
    (
        "help",
        r#"<path d="M4 13v-1a8 8 0 0 1 16 0v1M4 13h3v6H5a1 1 0 0 1-1-1zM20 13h-3v6h2a1 1 0 0 0 1-1z"/>"#,
    ),
    (
        "print",
        r#"<path d="M7 9V3h10v6M7 17H4v-8h16v8h-3M7 14h10v7H7z"/>"#,
    ),
    (
        "share",
        r#"<circle cx="6" cy="12" r="2.5"/><circle cx="17" cy="6" r="2.5"/><circle cx="17" cy="18" r="2.5"/><path d="m8.2 10.8 6.6-3.600M8.2 13.200l6.6 3.6"/>"#,
    ),
    ("edit", r#"<path d="M4 20h4L19 9l-4-4L4 16zM13 7l4 4"/>"#),
    (
        "eye",
        r#"<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>"#,
    ),
    (
        "download",
        r#"<path d="M12 4v11m0 0 4-4m-4 4-4-4M5 20h14"/>"#,
    ),
    (
        "warning",
        r#"<path d="M12 4 2.5 20h19zM12 10v4.500M12 17.500h.01"/>"#,
    ),
    (
        "info",
        r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.500M12 7.500h.01"/>"#,
    ),
    ("phone", r#"<path d="M7 3h10v18H7zM11 18h2"/>"#),
    (
        "place",
        r#"<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle cx="12" cy="10" r="2.3"/>"#,
    ),
    ("plus", r#"<path d="M12 5v14M5 12h14"/>"#),
    (
        "undo",
        r#"<path d="M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3"/>"#,
    ),
    (
        "online",
        r#"<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.500c2.6 2.3 3.8 5.2 3.8 8.500s-1.2 6.2-3.8 8.500c-2.6-2.3-3.8-5.2-3.8-8.500s1.2-6.2 3.8-8.500z"/>"#,
    ),
];

/// The icon of that name as markup; an unknown name draws nothing, and a test finds it.
pub(crate) fn icon(name: &str) -> HtmlSafeOutput<String> {
    let drawing = ICONS
        .iter()
        .find(|(key, _)| *key == name)
        .map_or("", |(_, path)| path);
    HtmlSafeOutput(format!(
        r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawing}</svg>"#
    ))
}

/// Whether an icon of that name exists.
#[cfg(test)]
pub(crate) fn exists(name: &str) -> bool {
    ICONS.iter().any(|(key, _)| *key == name)
}

/// The mark of the hall: a joglo roof on its four posts. Also a file of its own, the icon of the browser's tab.
pub(crate) const MARK: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 52 43" aria-hidden="true" focusable="false" fill="currentColor"><path d="M26 0l1.6 3.200h-3.200z"/><path d="M20.5 4h11l5.2 10.500H15.300z"/><path d="M14.6 16h22.800L51 25.200V28H1v-2.800z"/><path d="M6 29.500h3.200V38H6zM18 29.500h3.200V38H18zM30.8 29.500H34V38h-3.200zM42.8 29.500H46V38h-3.200z"/><path d="M3.5 39.200h45V43h-45z"/></svg>"#;

/// The mark within a page.
pub(crate) fn mark() -> HtmlSafeOutput<&'static str> {
    HtmlSafeOutput(MARK)
}

/// The large drawing on the first page: the hall seen from the yard.
pub(crate) fn roof() -> HtmlSafeOutput<&'static str> {
    HtmlSafeOutput(
        r#"<svg class="roof" viewBox="0 0 420 280" aria-hidden="true" focusable="false"><g fill="currentColor"><path d="M210 12l7 16h-14z"/><path d="M168 32h84l34 70H134z"/><path d="M128 110h164l108 66v12H20v-12z"/></g><g fill="none" stroke="var(--soga-bright)" stroke-width="2"><path d="M176 44h68M166 66h88M155 88h110M122 126h176M96 142h228M66 160h288"/></g><g fill="var(--teak-deep)"><path d="M44 190h12v62H44zM112 190h14v62h-14zM164 190h14v62h-14zM242 190h14v62h-14zM294 190h14v62h-14zM364 190h12v62h-12z"/></g><path d="M30 190h360" stroke="var(--soga-bright)" stroke-width="4"/><g fill="currentColor"><path d="M22 252h376v9H22zM6 261h408v10H6z"/></g><g fill="var(--indigo)"><circle cx="210" cy="213" r="8"/><path d="M196 252v-14c0-9 6-15 14-15s14 6 14 15v14z"/></g><g fill="var(--soga)"><circle cx="146" cy="222" r="6.5"/><path d="M135 252v-10c0-7 5-11.5 11-11.500s11 4.5 11 11.500v10zM263 252v-10c0-7 5-11.5 11-11.500s11 4.5 11 11.500v10z"/><circle cx="274" cy="222" r="6.5"/></g><g fill="var(--leaf)"><circle cx="84" cy="224" r="6"/><path d="M74 252v-9c0-6.5 4.5-10.5 10-10.500s10 4 10 10.500v9zM326 252v-9c0-6.5 4.5-10.5 10-10.500s10 4 10 10.500v9z"/><circle cx="336" cy="224" r="6"/></g></svg>"#,
    )
}
