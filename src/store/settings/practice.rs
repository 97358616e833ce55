//! `[practice]`: how sessions go where no flag says it.

use super::super::document::{Fields, Key, Log, Shape, Takes};
use crate::domain::{ClockFace, Defaults, DrawMode};

pub(super) static PRACTICE: Shape = Shape::new(
    "`[practice]`",
    &[
        Key::optional("mic", Takes::Text, "What is heard with, as `--mic` has it."),
        Key::optional(
            "draw",
            Takes::Word(|| DrawMode::ALL.map(DrawMode::as_str).to_vec()),
            "How history bears on a draw.",
        ),
        Key::optional(
            "clock",
            Takes::Word(|| ClockFace::ALL.map(ClockFace::as_str).to_vec()),
            "Whether the clock shows when a session begins.",
        ),
    ],
);

const MIC: &str = "write `\"auto\"`, `\"none\"`, `\"tone\"`, `\"file:PATH\"`, or an id or a part of a \
                   name from `hotseat mic list`";
const DRAW: &str = "write `\"fresh\"`, `\"random\"`, `\"weak\"` or `\"due\"`";
const CLOCK: &str = "write `\"shown\"` or `\"hidden\"`";

pub(super) fn defaults(fields: &Fields<'_>, log: &mut Log) -> Defaults {
    let mic = fields
        .find("mic")
        .and_then(|value| value.or_rather(MIC).parsed("bad-microphone", log));
    let draw = fields.find("draw").and_then(|value| {
        let word = value.or_rather(DRAW).word("unknown-draw", log)?;
        word.parse().ok()
    });
    let clock = fields.find("clock").and_then(|value| {
        let word = value.or_rather(CLOCK).word("unknown-clock", log)?;
        word.parse().ok()
    });
    Defaults {
        mic: mic.unwrap_or_default(),
        draw: draw.unwrap_or_default(),
        clock: clock.unwrap_or_default(),
    }
}
