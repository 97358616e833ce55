//! The listings, as people read them and as programs do. The documents are a promise: other
//! programs read them, so their fields and types are written down here once more.

use serde_json::{Value, json};

use super::support::home::Home;
use super::support::shape::misfits;
use super::support::sitting::{ran, sit};

const KIND: &str = "words behavioral system-design scenario influence briefing story";

fn section() -> Value {
    json!({
        "id": "text", "title": "text", "minutes": "number", "min_minutes": "number",
        "cues": ["text"],
    })
}

fn prompt() -> Value {
    json!({
        "id": "text", "kind": KIND, "title": "text", "ask": "text", "level": ["words L5 L6 L7"],
        "competencies": ["text"], "pack": "text", "round": "text?", "sections": [section()],
        "follow_ups": ["text"], "look_for": ["text"], "pitfalls": ["text"],
    })
}

/// Where it is listed or shown, rather than drawn.
fn listed() -> Value {
    let mut listed = prompt();
    listed["hidden"] = json!("flag");
    listed
}

fn round() -> Value {
    let draw = json!({"kind": "text?", "level": "text?", "competency": "text?", "count": "count"});
    json!({
        "id": "text", "title": "text", "pack": "text", "policy": "words strict borrow open",
        "rubric": "text?", "minutes": "number", "follow_ups": "count",
        "parts": [{
            "prep_minutes": "number", "break_minutes": "number", "sections": [section()],
            // A part draws its prompts or names them.
            "draw": {"or null": draw}, "prompts": {"or null": ["text"]},
        }],
    })
}

fn rubric() -> Value {
    json!({
        "id": "text", "version": "count", "title": "text",
        "per": "words answer session loop none",
        "areas": [{"id": "text", "title": "text"}],
        "criteria": [{
            "id": "text", "area": "text?", "title": "text", "scale": "text", "min": "number",
            "max": "number", "weight": "number", "anchors": {},
        }],
        "bands": {"or null": {"strength": "number", "development": "number"}},
        "pass": {
            "total_at_least": "number?", "overall_mean_at_least": "number?",
            "each_area_mean_at_least": "number?",
        },
    })
}

fn scorecard() -> Value {
    json!({
        "id": "uuid", "rubric": "text", "version": "count", "rater": "text",
        "pass": "words first replay", "at": "time", "next_time": "text?", "retracted": "flag",
        "values": [{
            "criterion": "text", "value": "number", "min": "number", "max": "number",
            "note": "text?",
        }],
    })
}

fn session() -> Value {
    let take = json!({
        "path": "text", "sample_rate": "count", "channels": "count", "bits": "count",
        "frames": "count", "lost_frames": "count",
        "gaps": [{"at_frame": "count", "frames": "count", "cause": "text"}],
    });
    json!({
        "schema": "count", "id": "uuid", "started_at": "time", "time_zone": "text",
        "ended_at": "time", "status": "words completed stopped interrupted", "rehearsal": "flag",
        "round": {"id": "text", "title": "text", "pack": "text"}, "seed": "count",
        "draw": "words fresh random weak due", "policy": "words strict borrow open",
        "scale": "number", "folder": "text",
        "mic": {
            "kind": "words device file tone none", "host": "text?", "id": "text?",
            "name": "text?", "sample_rate": "count?", "channels": "count?",
        },
        "answers": [{
            "prompt": {
                "id": "text", "kind": KIND, "title": "text", "ask": "text",
                "competencies": ["text"], "level": ["words L5 L6 L7"], "pack": "text",
                "digest": "text",
            },
            "prep": {"budget_ms": "count", "used_ms": "count"},
            "sections": [{
                "role": "words section follow-up", "id": "text", "title": "text", "ask": "text?",
                "budget_ms": "count", "min_ms": "count", "started_ms": "count", "used_ms": "count",
                "over_ms": "count", "paused_ms": "count",
                "end": "words time-up next stopped interrupted", "take": {"or null": take}, "marks": [],
            }],
            "scorecards": [scorecard()],
        }],
        "scorecards": [scorecard()], "attachments": [],
    })
}

fn summary() -> Value {
    json!({
        "id": "uuid", "started_at": "time", "status": "words completed stopped interrupted",
        "rehearsal": "flag", "round": "text", "prompts": ["text"], "budget_ms": "count",
        "used_ms": "count", "scored": "flag", "folder": "text",
    })
}

fn criterion() -> Value {
    json!({
        "rubric": "text", "area": "text?", "criterion": "text", "n": "count", "mean": "number?",
        "last": "number?", "change": "number?",
        "values": [{
            "at": "time", "session": "uuid", "answer": "count?", "value": "number",
            "min": "number", "max": "number", "rater": "text", "pass": "words first replay",
        }],
    })
}

#[track_caller]
fn fits(home: &Home, args: &[&str], shape: &Value) -> Value {
    let document = ran(home, &[args, &["--json"]].concat()).json();
    let misfits = misfits(shape, &document);
    assert!(misfits.is_empty(), "{args:?}: {misfits:#?}");
    document
}

#[test]
fn what_there_is_to_practise_is_listed_for_people_and_for_programs() {
    let home = Home::new();
    let table: [(&[&str], Value, &str); 11] = [
        (
            &["prompts", "list"],
            json!({"prompts": [listed()]}),
            "nobodys-problem",
        ),
        (
            &["prompts", "show", "nobodys-problem"],
            listed(),
            "A problem nobody owned",
        ),
        (
            &["prompts", "check"],
            json!({"problems": []}),
            "no problems",
        ),
        (&["rounds", "list"], json!({"rounds": [round()]}), "quick"),
        (&["rounds", "show", "quick"], round(), "Quick warm-up"),
        (&["rubrics", "list"], json!({"rubrics": [rubric()]}), "star"),
        (&["rubrics", "show", "star"], rubric(), "structure"),
        (
            &["loops", "list"],
            json!({"loops": [{
                "id": "text", "title": "text", "pack": "text", "minutes": "number",
                "rounds": [{"round": "text", "break_minutes": "number"}],
            }]}),
            "l7-behavioral-mock",
        ),
        (
            &["draw", "--seed", "7"],
            json!({"seed": "count", "prompts": [prompt()]}),
            "(",
        ),
        (&["sessions", "list"], json!({"sessions": [summary()]}), ""),
        (
            &["mic", "list"],
            json!({"microphones": [{
                "id": "text", "name": "text", "host": "text", "default": "flag",
            }]}),
            "",
        ),
    ];
    for (args, shape, piece) in table {
        fits(&home, args, &shape);
        let plain = ran(&home, args).ok();
        assert!(plain.stdout.contains(piece), "{}", plain.show());
        assert!(!plain.stdout.contains('\u{1b}'), "{}", plain.show());
    }
    for (list, at_least) in [("prompts", 40), ("rounds", 5), ("rubrics", 5), ("loops", 1)] {
        let document = ran(&home, &[list, "list", "--json"]).json();
        let count = document[list].as_array().map_or(0, Vec::len);
        assert!(count >= at_least, "{count} {list}");
    }
}

#[test]
fn sessions_and_scores_are_listed_for_people_and_for_programs() {
    let home = Home::new();
    let sat = sit(&home, &["quick", "--mic", "tone", "--seed", "3"]);
    let misfits = misfits(&session(), &sat);
    assert!(misfits.is_empty(), "{misfits:#?}");
    ran(&home, &["score", "--set", "structure=4", "--note", "clear"]).ok();

    let shown = fits(&home, &["sessions", "show"], &session());
    assert_eq!(shown["id"], sat["id"]);
    let listed = fits(
        &home,
        &["sessions", "list"],
        &json!({"sessions": [summary()]}),
    );
    let listed = &listed["sessions"][0];
    assert_eq!(
        (&listed["id"], &listed["folder"], &listed["scored"]),
        (&sat["id"], &sat["folder"], &json!(true))
    );
    let history = fits(
        &home,
        &["history", "--rehearsals"],
        &json!({"criteria": [criterion()]}),
    );
    assert_eq!(history["criteria"][0]["values"][0]["session"], sat["id"]);

    let folder = home.path().join(sat["folder"].as_str().expect("a folder"));
    for file in ["session.json", "1-1-answer.wav", "1-2-follow-up-1.wav"] {
        assert!(folder.join(file).is_file(), "no {file}");
    }
    let table: [(&[&str], &str); 3] = [
        (&["sessions", "list"], "completed, rehearsal"),
        (&["sessions", "show"], "structure 4 of 5"),
        (&["history", "--rehearsals"], "structure"),
    ];
    for (args, piece) in table {
        let plain = ran(&home, args).ok();
        // A table may break a line anywhere between words.
        let words: Vec<&str> = plain.stdout.split_whitespace().collect();
        let found = piece.split(' ').all(|word| words.contains(&word));
        assert!(found, "{}", plain.show());
    }
}

#[test]
fn the_same_seed_draws_the_same() {
    let home = Home::new();
    let draw = |seed: &str| ran(&home, &["draw", "--count", "5", "--seed", seed, "--json"]).json();
    assert_eq!(draw("7"), draw("7"));
    assert_eq!(draw("7")["seed"], 7);
    assert_ne!(draw("7")["prompts"], draw("8")["prompts"]);
    assert_eq!(draw("18446744073709551615")["seed"], u64::MAX);
}

#[test]
fn flags_narrow_what_is_listed_and_drawn() {
    let home = Home::new();
    for verb in [&["prompts", "list"][..], &["draw", "--count", "1000"]] {
        let narrow = [
            "--kind",
            "behavioral",
            "--level",
            "l7",
            "--competency",
            "ownership",
            "--json",
        ];
        let document = ran(&home, &[verb, &narrow].concat()).json();
        let prompts = document["prompts"].as_array().expect("a list");
        assert!(!prompts.is_empty());
        for prompt in prompts {
            let has = |field: &str, word: &str| {
                prompt[field]
                    .as_array()
                    .expect("a list")
                    .contains(&json!(word))
            };
            assert_eq!(prompt["kind"], "behavioral");
            assert!(
                has("level", "L7") && has("competencies", "ownership"),
                "{prompt}"
            );
        }
    }
}

#[test]
fn rubrics_are_listed_with_what_they_are_scored_for() {
    let home = Home::new();
    let listed = ran(&home, &["rubrics", "list"]).ok().stdout;
    let row = |id: &str| {
        let row = listed.lines().find(|line| line.starts_with(id));
        let words = row.expect("it is listed").split_whitespace().take(4);
        words.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("rubric "), "rubric scored criteria title");
    assert_eq!(row("star "), "star per answer 6");
    assert_eq!(
        row("l7-behavioral-tally "),
        "l7-behavioral-tally per loop 4"
    );
    let shown = ran(&home, &["rubrics", "show", "star"]).ok();
    for piece in [
        "Scored per answer: 6 criteria, 1 to 5.",
        "4 or more is a strength, 3 or less needs work.",
        "Ready when the overall mean is at least 4.0.",
    ] {
        assert!(shown.stdout.contains(piece), "{}", shown.show());
    }
}

#[test]
fn a_draw_fits_the_time_and_says_why() {
    let home = Home::new();
    let drawn = ran(
        &home,
        &["draw", "--kind", "behavioral", "--minutes", "25", "--json"],
    )
    .json();
    // Eleven minutes and a quarter each, as the round `behavioral-45` has it.
    assert_eq!(
        drawn["prompts"].as_array().map(Vec::len),
        Some(2),
        "{drawn}"
    );
    let weak = ran(&home, &["draw", "--draw", "weak", "--explain"]);
    assert!(
        weak.stdout.contains("drawn because: no scores yet in "),
        "{}",
        weak.stdout
    );
    let due = ran(&home, &["draw", "--draw", "due", "--explain", "--json"]).json();
    assert_eq!(due["prompts"][0]["why"], "never practised");
}
