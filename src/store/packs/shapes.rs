//! What a pack may hold: every table of it, every key, and what each takes.
//!
//! The readers beside this file go by it, and so do the schema that editors are given and the
//! messages about unknown and missing keys. What no single value can tell (ids that lead nowhere, a
//! scale from high to low) is left to the readers.

use self::framework::FRAMEWORK;
use self::plan::PLAN;
use crate::domain::{Asked, Kind, Level, Policy, ScoreWhen};
use crate::store::document::{Key, MOST, Shape, Takes};
use Takes::{Form, Id, List, Minutes, MinutesOrNone, Number, Positive, Table, Text, Whole, Word};

mod framework;
mod plan;

/// The only format there is so far.
pub(super) const FORMAT: i64 = 1;

const TEXTS: Takes = List(&Text, 0);
const KIND: Takes = Word(|| Kind::ALL.map(Kind::as_str).to_vec());
const LEVEL: Takes = Word(|| Level::ALL.map(Level::as_str).to_vec());
const POLICY: Takes = Word(|| Policy::ALL.map(Policy::as_str).to_vec());
const SCORE_WHEN: Takes = Word(|| ScoreWhen::ALL.map(ScoreWhen::as_str).to_vec());
const ASKED: Takes = Word(|| Asked::ALL.map(Asked::as_str).to_vec());
const PER: Takes = Word(|| super::rubric::PER.map(|(word, _)| word).to_vec());
const SCALE: Takes = Takes::Either(&Form(r"^(yes-no|\+?[0-9]+-\+?[0-9]+)$"), &Table(&TALLY));
const EVIDENCE: Takes = Form(r"^\s*[a-z0-9-]{1,64}/[a-z0-9-]{1,64}\s*$");

pub(super) static ROOT: Shape = Shape::new(
    "a pack file",
    &[
        Key::needed(
            "format_version",
            Whole(FORMAT, FORMAT),
            "The format of this file; there is only 1 so far.",
        ),
        Key::needed("pack", Table(&PACK), "What the pack is called.").written("[pack]"),
        Key::optional("prompt", List(&Table(&PROMPT), 0), "Questions to practise."),
        Key::optional("round", List(&Table(&ROUND), 0), "Shapes of interviews."),
        Key::optional("loop", List(&Table(&LOOP), 0), "Days of several rounds."),
        Key::optional(
            "rubric",
            List(&Table(&RUBRIC), 0),
            "What answers are scored on.",
        ),
        Key::optional("plan", List(&Table(&PLAN), 0), "Days of timed blocks."),
        Key::optional(
            "framework",
            List(&Table(&FRAMEWORK), 0),
            "Orders in which stories are told.",
        ),
    ],
);

static PACK: Shape = Shape::new(
    "`[pack]`",
    &[
        Key::needed("id", Id, "Names the pack in listings."),
        Key::optional("title", Text, "What the pack is called."),
    ],
);

static PROMPT: Shape = Shape::new(
    "a prompt",
    &[
        Key::needed(
            "id",
            Id,
            "What it is practised by: `hotseat practice ID`. No other prompt, and no round or \
             loop, has the same.",
        ),
        Key::needed("kind", KIND, "What sort of question it is."),
        Key::needed("title", Text, "What listings call it."),
        Key::needed(
            "level",
            List(&LEVEL, 1),
            "For whom it is: L5 (senior), L6 (staff), L7 (principal).",
        ),
        Key::needed(
            "competencies",
            TEXTS,
            "What it asks for; draws and the history go by these words.",
        ),
        Key::needed("ask", Text, "The question, as the interviewer puts it."),
        Key::optional(
            "asked",
            ASKED,
            "`by-name` keeps it out of draws: only rounds and commands that name it ask it.",
        ),
        Key::optional(
            "round",
            Id,
            "The round that is its natural shape: in which it is practised by itself.",
        ),
        Key::optional(
            "follow_ups",
            TEXTS,
            "What the interviewer may ask afterwards; how many are asked is the round's affair.",
        ),
        Key::optional(
            "look_for",
            TEXTS,
            "What a strong answer shows; kept back until the answer has been given.",
        ),
        Key::optional(
            "pitfalls",
            TEXTS,
            "Where answers go wrong; kept back until the answer has been given.",
        ),
        Key::optional(
            "section",
            List(&Table(&SECTION), 0),
            "The stretches of its answer, in their order. Those of a round go before them.",
        ),
    ],
);

static SECTION: Shape = Shape::new(
    "a section",
    &[
        Key::optional(
            "id",
            Id,
            "Joins a prompt's cues to the round's section of the same id; made from the title \
             where it is missing.",
        ),
        Key::needed("title", Text, "What stands on the screen."),
        Key::needed("minutes", Minutes, "How long it is; fractions are fine."),
        Key::optional(
            "min_minutes",
            MinutesOrNone,
            "The shortest that it may be: one that is ended before is marked so.",
        ),
        Key::optional(
            "cues",
            TEXTS,
            "What to cover, to be ticked off while speaking. A prompt's go before the round's.",
        ),
    ],
);

static ROUND: Shape = Shape::new(
    "a round",
    &[
        Key::needed(
            "id",
            Id,
            "What it is practised by: `hotseat practice ID`. No other round, and no prompt or \
             loop, has the same.",
        ),
        Key::needed("title", Text, "What listings call it."),
        Key::optional(
            "policy",
            POLICY,
            "`strict`, which holds without it: a section ends at its budget. `borrow`: the \
             answer's total counts. `open`: the candidate moves on.",
        ),
        Key::optional(
            "score_when",
            SCORE_WHEN,
            "When scores are asked for: at the `end`, which holds without it, or after each \
             `answer`, before the next one begins.",
        ),
        Key::optional(
            "rubrics",
            List(&Id, 0),
            "The rubrics that its answers are scored on.",
        ),
        Key::needed(
            "part",
            List(&Table(&PART), 1),
            "Its stretches, in their order. Each runs once for every prompt of it.",
        )
        .written("[[round.part]]"),
    ],
);

static PART: Shape = Shape {
    one_of: &["prompts", "draw"],
    ..Shape::new(
        "a part",
        &[
            Key::optional("prompts", List(&Id, 1), "These prompts, in this order."),
            Key::optional("draw", Table(&DRAW), "As many prompts as it says, drawn."),
            Key::optional(
                "prep_minutes",
                MinutesOrNone,
                "Time to prepare before each prompt, not recorded; none without it.",
            ),
            Key::optional(
                "sections",
                List(&Table(&SECTION), 0),
                "The stretches of each answer; without any, a prompt's own.",
            ),
            Key::optional(
                "follow_ups",
                Whole(0, MOST),
                "How many follow-ups are asked after each answer; none without it.",
            ),
            Key::optional(
                "follow_up_minutes",
                Minutes,
                "How long there is for each follow-up; 2 without it.",
            ),
            Key::optional("break_minutes", MinutesOrNone, "Rest after the part."),
        ],
    )
};

static DRAW: Shape = Shape::new(
    "a draw",
    &[
        Key::optional("kind", KIND, "Only prompts of this kind."),
        Key::optional(
            "level",
            LEVEL,
            "Only prompts for this level: L5 (senior), L6 (staff), L7 (principal).",
        ),
        Key::optional("competency", Text, "Only prompts that ask for this."),
        Key::optional("count", Whole(1, MOST), "How many; one without it."),
    ],
);

static LOOP: Shape = Shape::new(
    "a loop",
    &[
        Key::needed(
            "id",
            Id,
            "What it is listed by. No other loop, and no prompt or round, has the same.",
        ),
        Key::needed("title", Text, "What listings call it."),
        Key::needed(
            "rounds",
            List(&Table(&LOOP_ROUND), 1),
            "Its rounds, in their order.",
        )
        .written("rounds = [{ round = … }]"),
    ],
);

static LOOP_ROUND: Shape = Shape::new(
    "a round of a loop",
    &[
        Key::needed("round", Id, "The id of a round."),
        Key::optional("break_minutes", MinutesOrNone, "Rest after it."),
    ],
);

static RUBRIC: Shape = Shape::new(
    "a rubric",
    &[
        Key::needed(
            "id",
            Id,
            "What it is named by, in rounds and in `hotseat score`.",
        ),
        Key::optional(
            "version",
            Whole(1, u32::MAX as i64),
            "Raise it when what is scored changes: old scores keep the number they were given \
             under. 1 without it.",
        ),
        Key::needed("title", Text, "What listings call it."),
        Key::optional(
            "per",
            PER,
            "What one card is about: an `answer`, which holds without it, a `session`, a `loop` \
             (a tally of its answers), or `none` of them (an assessment).",
        ),
        Key::optional("area", List(&Table(&AREA), 0), "Groups of criteria."),
        Key::needed("criterion", List(&Table(&CRITERION), 1), "What is scored.")
            .written("[[rubric.criterion]]"),
        Key::optional(
            "outcome",
            List(&Table(&OUTCOME), 0),
            "What one should be able to do when one is ready.",
        ),
        Key::optional(
            "bands",
            Table(&BANDS),
            "Where a strength begins, and where work is needed.",
        ),
        Key::optional(
            "pass",
            Table(&PASS),
            "What a card has to come to; all that stands here must hold.",
        ),
    ],
);

static AREA: Shape = Shape::new(
    "an area",
    &[
        Key::needed("id", Id, "What criteria name it by."),
        Key::needed("title", Text, "What stands above its criteria."),
    ],
);

static CRITERION: Shape = Shape::new(
    "a criterion",
    &[
        Key::needed(
            "id",
            Id,
            "What it is named by, as in `hotseat score --set ID=4`.",
        ),
        Key::optional("area", Id, "The id of its area."),
        Key::needed("title", Text, "What is asked when scoring."),
        Key::optional(
            "scale",
            SCALE,
            "\"A-B\" with A below B, such as \"1-5\", which holds without it; \"yes-no\"; or \
             { tally = N } for how many of N answers show it.",
        ),
        Key::optional(
            "weight",
            Positive,
            "How much it counts beside the others; 1 without it.",
        ),
        Key::optional(
            "anchors",
            Takes::Entries(&Text),
            "What a value looks like, by value; `yes` and `no` on that scale.",
        ),
        Key::optional(
            "evidence",
            List(&EVIDENCE, 0),
            "Scores of practice that speak for it, as RUBRIC/CRITERION.",
        ),
    ],
);

static OUTCOME: Shape = Shape::new(
    "an outcome",
    &[
        Key::needed("text", Text, "What one should be able to do."),
        Key::optional("group", Text, "What it stands under."),
        Key::needed(
            "shown_by",
            List(&Id, 1),
            "The ids of the rubric's criteria that show it.",
        ),
    ],
);

static TALLY: Shape = Shape::new(
    "a scale table",
    &[Key::needed("tally", Whole(1, MOST), "Of how many answers.")],
);

static BANDS: Shape = Shape::new(
    "`[rubric.bands]`",
    &[
        Key::needed("strength", Number, "A strength is from this value on."),
        Key::needed("development", Number, "Work is needed up to this value."),
    ],
);

static PASS: Shape = Shape::new(
    "`[rubric.pass]`",
    &[
        Key::optional("total_at_least", Number, "All values together."),
        Key::optional("overall_mean_at_least", Number, "The mean of all values."),
        Key::optional(
            "each_area_mean_at_least",
            Number,
            "The mean of the values in each area.",
        ),
    ],
);
