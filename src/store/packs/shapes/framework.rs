//! The tables of a framework.

use crate::domain::Slot;
use crate::store::document::{Key, MOST, Shape, Takes};
use Takes::{Id, List, Table, Text, Whole, Word};

const SLOT: Takes = Word(|| Slot::ALL.map(Slot::as_str).to_vec());

pub(super) static FRAMEWORK: Shape = Shape::new(
    "a framework",
    &[
        Key::needed(
            "id",
            Id,
            "What stories name it by: `hotseat stories new --framework ID`.",
        ),
        Key::needed("title", Text, "What listings call it."),
        Key::optional(
            "prompt",
            Id,
            "The prompt whose round, follow-ups and advice a story takes that is told along it; \
             without one, a story has fifteen minutes.",
        ),
        Key::optional(
            "slot",
            List(&SLOT, 1),
            "The places among the five best stories that such a story may take.",
        ),
        Key::optional(
            "result",
            Whole(1, MOST),
            "Which step tells what came of it, from 1: a number belongs there. The last without it.",
        ),
        Key::needed("step", List(&Table(&STEP), 1), "Its steps, in their order.")
            .written("[[framework.step]]"),
    ],
);

static STEP: Shape = Shape::new(
    "a step",
    &[
        Key::needed(
            "title",
            Text,
            "The heading that it has in a story, and its cue while the story is told.",
        ),
        Key::needed("ask", Text, "What it answers."),
    ],
);
