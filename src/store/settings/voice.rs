//! `[voice]`: who speaks the questions. It runs a program, so it counts in one file only.

use super::super::document::{Fields, Key, Log, Shape, Takes};
use crate::domain::VoiceDefaults;

pub(super) static VOICE: Shape = Shape::new(
    "`[voice]`",
    &[
        Key::optional(
            "program",
            Takes::Text,
            "What speaks: a program, with arguments if need be. The text comes as the last one.",
        ),
        Key::optional(
            "on",
            Takes::Switch,
            "Whether questions are spoken where no flag asks for it.",
        ),
    ],
);

const PROGRAM: &str = "write a program, with arguments if need be: `\"espeak-ng -s 150\"`";
const ON: &str = "write `true` or `false`";

pub(super) fn voice(fields: &Fields<'_>, log: &mut Log) -> VoiceDefaults {
    let program = program(fields, PROGRAM, log);
    let on = fields.find("on");
    let on = on.and_then(|value| value.or_rather(ON).switch(log));
    VoiceDefaults {
        program: program.unwrap_or_default(),
        on: on.unwrap_or_default(),
    }
}

/// `program` of a table, in words as a shell splits them.
pub(super) fn program(
    fields: &Fields<'_>,
    way_out: &'static str,
    log: &mut Log,
) -> Option<Vec<String>> {
    let value = fields.find("program")?.or_rather(way_out);
    let words = shlex::split(&value.text(log)?);
    let words = words.filter(|words| !words.is_empty());
    if words.is_none() {
        let message = "`program` has a quote that is not closed";
        log.error("bad-program", &value.at, message, way_out);
    }
    words
}
