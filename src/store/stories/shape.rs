//! What the front matter of a story may hold: every key, and what each takes.
//!
//! The reader goes by it, and so does the template, which explains each key where it stands.

use crate::store::document::{Key, MOST, Shape, Takes};
use Takes::{Id, List, Positive, Text, Whole};

/// More people than any employer has.
const MOST_PEOPLE: i64 = 10_000_000;

pub(super) static STORY: Shape = Shape::new(
    "a story",
    &[
        Key::needed("title", Text, "What listings call it."),
        Key::needed(
            "framework",
            Id,
            "The order in which it is told: each step has a heading below.",
        ),
        Key::optional(
            "competencies",
            List(&Id, 0),
            "What it shows, in the words of prompts: `hotseat stories match` goes by them.",
        ),
        Key::optional(
            "people",
            Whole(1, MOST_PEOPLE),
            "How many people worked in another way because of it. 50 are an organization.",
        ),
        Key::optional("teams", Whole(1, MOST_PEOPLE), "How many teams they were."),
        Key::optional(
            "business_units",
            Whole(1, MOST),
            "How many business units it reached. Two are an organization as well.",
        ),
        Key::optional(
            "years",
            Positive,
            "How many years it went on, or was planned for. 3 are a strategy.",
        ),
        Key::optional(
            "industry_influence",
            Text,
            "What others in the industry have made of it; instead of the years.",
        ),
        Key::optional(
            "novelty",
            Text,
            "What was new in it: what nobody there had done before.",
        ),
        Key::optional(
            "metrics",
            List(&Text, 0),
            "What came of it: revenue, efficiency or an advantage over others. One at least has a \
             number, from what to what.",
        ),
    ],
);
