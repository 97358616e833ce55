//! What every page has around it: its policy, its style, its scripts, and the mark that it is ours.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::moment::moment;
use super::values::Made;
use crate::ui::text::sanitize;

/// Stands at the beginning of every page that this program has made: only such a one is replaced.
pub const OURS: &str = "made by hotseat: a report, made anew by the next one";

pub(super) const CSS: &str = include_str!("report.css");

/// What `base.html` fills in.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) mark: &'static str,
    pub(super) version: &'static str,
    pub(super) title: String,
    pub(super) made: String,
    pub(super) policy: String,
    pub(super) css: &'static str,
    pub(super) scripts: Vec<&'static str>,
    /// Whether it shows files that are not in it.
    pub(super) has_links: bool,
}

impl Frame {
    pub(super) fn new(title: String, made: &Made, scripts: Vec<&'static str>) -> Self {
        Frame {
            mark: OURS,
            version: env!("CARGO_PKG_VERSION"),
            title,
            made: moment(made.at, &made.zone),
            policy: policy(&scripts),
            css: CSS,
            scripts,
            has_links: true,
        }
    }
}

/// Nothing is fetched but files that lie beside the page, and nothing runs that is not ours.
fn policy(scripts: &[&str]) -> String {
    let scripts: Vec<String> = scripts.iter().map(|text| digest(text)).collect();
    let scripts = if scripts.is_empty() {
        "'none'".to_owned()
    } else {
        scripts.join(" ")
    };
    let style = digest(CSS);
    format!(
        "default-src 'none'; style-src {style}; script-src {scripts}; img-src 'self' data: file:; \
         media-src 'self' data: file:; base-uri 'none'; form-action 'none'"
    )
}

fn digest(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// A page without what could hide or turn round text in it.
pub(super) fn finished(page: askama::Result<String>) -> String {
    // A template fails where a value cannot be written, and strings and numbers always can.
    sanitize(&page.unwrap_or_default())
}

/// A part of a page on its way to its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Html(&'a str),
    /// What is put in: its number, as [`Source::Embedded`] has it.
    ///
    /// [`Source::Embedded`]: super::Source::Embedded
    Embedded(usize),
}

/// A page, taken apart where something is put in. Text from outside cannot look like such a place:
/// its quotes are escaped.
pub fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = page;
    while let Some((number, before, after)) = next_place(rest) {
        pieces.extend([Piece::Html(before), Piece::Embedded(number)]);
        rest = after;
    }
    pieces.push(Piece::Html(rest));
    pieces
}

fn next_place(page: &str) -> Option<(usize, &str, &str)> {
    const PLACE: &str = "=\"embedded:";
    let mut from = 0;
    loop {
        let found = page[from..].find(PLACE)? + from;
        let number_at = found + PLACE.len();
        let end = page[number_at..].find('"')? + number_at;
        if let Ok(number) = page[number_at..end].parse() {
            // The quote before it stays in the page.
            return Some((number, &page[..found + 2], &page[end..]));
        }
        from = number_at;
    }
}

#[cfg(test)]
mod tests;
