//! Every page drawn from sample data in both tongues, and what must hold for all of them.
//!
//! With `PENDOPO_PREVIEW=folder` the pages are also written there, to be looked at.

use std::sync::Arc;

use center::Role;
use vocab::Lang;

use crate::{WebConfig, frame::Frame};

pub(crate) fn frame(lang: Lang, role: Role) -> Frame {
    crate::frame::sample(lang, role, Arc::new(WebConfig::loopback(8080)))
}

fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    let public = frame(lang, Role::Public);
    let owner = frame(lang, Role::Owner);
    let officer = frame(lang, Role::Officer);
    let admin = frame(lang, Role::Admin);
    let mut pages = crate::hall::view::samples(&public);
    pages.extend(crate::plan::pages::samples(&owner));
    pages.extend(crate::account::pages::samples(&officer));
    pages.extend(crate::registry::pages::samples(&officer));
    pages.extend(crate::import::pages::samples(&officer));
    pages.extend(crate::licensing::samples::samples(&officer));
    pages.extend(crate::linking::pages::samples(&officer));
    pages.extend(crate::campaign::pages::samples(&officer));
    pages.extend(crate::project::pages::samples(&officer));
    pages.extend(crate::project::plan_pages::samples(&officer));
    pages.extend(crate::project::money_pages::samples(&officer));
    pages.extend(crate::papers::pages::samples(&owner));
    pages.extend(crate::insight::pages::samples(&officer));
    pages.extend(crate::people::pages::samples(&admin));
    pages.extend(crate::audit::pages::samples(&admin));
    pages
}

/// What every page of the hall must be.
pub(crate) fn assert_good_page(name: &str, html: &str) {
    let count = |needle: &str| html.matches(needle).count();
    assert_eq!(count("<h1"), 1, "{name}: one heading");
    assert_eq!(count("<main"), 1, "{name}: one main part");
    assert!(
        html.contains("<html lang=\"id\"") || html.contains("<html lang=\"en\""),
        "{name}"
    );
    assert!(
        html.contains("class=\"skip\" href=\"#content\""),
        "{name}: skip link"
    );
    for inline in [
        " style=\"",
        "<style",
        "javascript:",
        " onclick=",
        " onload=",
        " onchange=",
        "<script>",
    ] {
        assert!(
            !html.contains(inline),
            "{name}: {inline} is against the page's own policy"
        );
    }
    for script in html.split("<script").skip(1) {
        assert!(
            script.starts_with(" src=\"/assets/"),
            "{name}: foreign script"
        );
    }
    for image in html.split("<img").skip(1) {
        assert!(image.contains("alt="), "{name}: picture without words");
    }
    let mut ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        assert_ne!(pair[0], pair[1], "{name}: id twice");
    }
    for form in html.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap();
        if form.contains("method=\"post\"") {
            assert!(
                form.contains("name=\"csrf\""),
                "{name}: a form without its token"
            );
        }
    }
    for (tag, end) in [
        ("<details", "</details>"),
        ("<section", "</section>"),
        ("<div", "</div>"),
        ("<ul", "</ul>"),
    ] {
        assert_eq!(count(tag), count(end), "{name}: {tag} not closed");
    }
    assert!(html.len() < 100 * 1024, "{name}: {} bytes", html.len());
}

#[test]
fn every_page_is_drawn_well_in_both_tongues() {
    let folder = std::env::var_os("PENDOPO_PREVIEW").map(std::path::PathBuf::from);
    for lang in Lang::ALL {
        for (name, html) in pages(lang) {
            assert_good_page(name, &html);
            if let Some(folder) = &folder {
                std::fs::write(folder.join(format!("{name}.{lang}.html")), &html).unwrap();
            }
        }
    }
}

#[test]
fn what_people_typed_is_never_markup() {
    for (name, html) in pages(Lang::Id) {
        for bad in ["<b>Bu Siti", "<Siti>", "<i>Aminah", "\"><script>alert"] {
            assert!(!html.contains(bad), "{name}: {bad}");
        }
    }
}
