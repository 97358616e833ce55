//! The tables of a plan.

use crate::domain::Activity;
use crate::store::document::{Key, MOST, Shape, Takes};
use Takes::{Id, List, Minutes, Number, Table, Text, Whole, Word};

const TEXTS: Takes = List(&Text, 0);
const TYPE: Takes = Word(|| Activity::TYPES.to_vec());
const ITEM: Takes = Takes::Either(&Text, &Table(&GROUP));

pub(super) static PLAN: Shape = Shape::new(
    "a plan",
    &[
        Key::needed(
            "id",
            Id,
            "What it is shown by: `hotseat plan show --plan ID`.",
        ),
        Key::needed("title", Text, "What stands above it."),
        Key::optional("about", Text, "Whom it is for."),
        Key::optional("prerequisites", TEXTS, "What they bring with them."),
        Key::needed("day", List(&Table(&DAY), 1), "Its days, in their order.")
            .written("[[plan.day]]"),
    ],
);

static DAY: Shape = Shape::new(
    "a day",
    &[
        Key::needed("title", Text, "What the day is about."),
        Key::needed(
            "part",
            List(&Table(&PART), 1),
            "Its stretches, such as a morning.",
        )
        .written("[[plan.day.part]]"),
        Key::optional(
            "deliverable",
            List(&Table(&DELIVERABLE), 0),
            "What it should leave behind.",
        ),
    ],
);

static PART: Shape = Shape::new(
    "a part of a day",
    &[
        Key::needed("title", Text, "What it is called, such as Morning."),
        Key::needed(
            "minutes",
            Minutes,
            "How long it is: what its blocks sum to.",
        ),
        Key::needed(
            "block",
            List(&Table(&BLOCK), 1),
            "What is done in it, in this order.",
        )
        .written("[[plan.day.part.block]]"),
    ],
);

static BLOCK: Shape = Shape::new(
    "a block",
    &[
        Key::optional(
            "id",
            Id,
            "Names the block within its plan; made from `use` or the title where it is missing.",
        ),
        Key::needed(
            "type",
            TYPE,
            "What is done. `round`, `loop` and `assess` run what `use` names; `study` has \
             `topics`, `worksheet` has `questions`, `checklist` has `items`; `stories` may have \
             `topics` to look at them for, and `items`, the slots that they fill.",
        ),
        Key::optional(
            "title",
            Text,
            "What stands on the screen; without it, the title of what it runs.",
        ),
        Key::needed("minutes", Minutes, "How long it is; fractions are fine."),
        Key::optional(
            "use",
            Id,
            "The id of the round, loop or rubric that it runs.",
        ),
        Key::optional("topics", List(&Text, 1), "What to go through."),
        Key::optional("questions", List(&Text, 1), "What to answer in writing."),
        Key::optional(
            "items",
            List(&ITEM, 1),
            "What to tick off, one by one or in groups: { title = \"…\", items = [\"…\"] }.",
        ),
    ],
);

static GROUP: Shape = Shape::new(
    "a group of items",
    &[
        Key::needed("title", Text, "What they have in common."),
        Key::needed("items", List(&Text, 1), "What to tick off."),
    ],
);

static DELIVERABLE: Shape = Shape::new(
    "a deliverable",
    &[
        Key::needed("id", Id, "Names it within its plan; no block has the same."),
        Key::needed("title", Text, "What should be there at the end of the day."),
        Key::optional(
            "evidence",
            Table(&EVIDENCE),
            "What shows that it is there; without it, it is ticked by hand.",
        ),
    ],
);

static EVIDENCE: Shape = Shape {
    one_of: &["assess", "stories", "round", "answers"],
    ..Shape::new(
        "evidence",
        &[
            Key::optional("assess", Id, "A self-assessment on this rubric."),
            Key::optional(
                "each_area_mean_at_least",
                Number,
                "Beside `assess`: with every area at this mean or above.",
            ),
            Key::optional("stories", Whole(1, MOST), "So many stories."),
            Key::optional("round", Id, "This round, sat to its end."),
            Key::optional(
                "within_minutes",
                Minutes,
                "Beside `round`: within so much speaking time.",
            ),
            Key::optional("answers", Whole(1, MOST), "So many recorded answers."),
        ],
    )
};
