//! `[editor]`: what opens texts. It runs a program, so it counts in one file only.

use super::super::document::{Fields, Key, Log, Shape, Takes};
use super::voice::program;

pub(super) static EDITOR: Shape = Shape::new(
    "`[editor]`",
    &[Key::optional(
        "program",
        Takes::Text,
        "What opens texts where neither VISUAL nor EDITOR names it, with what it needs to wait \
         until the text is closed.",
    )],
);

const PROGRAM: &str = "write a program, with arguments if need be: `\"code --wait\"`";

/// The program and its arguments; none where none is named.
pub(super) fn editor(fields: &Fields<'_>, log: &mut Log) -> Vec<String> {
    program(fields, PROGRAM, log).unwrap_or_default()
}
