use super::*;
use crate::domain::prompt::{Kind, Level};

fn section(id: &str, minutes: u64, cues: &[&str]) -> Section {
    Section {
        id: id.to_owned(),
        title: id.to_owned(),
        budget: Duration::from_mins(minutes),
        min: Duration::from_mins(minutes) / 2,
        cues: cues.iter().map(|cue| (*cue).to_owned()).collect(),
    }
}

fn prompt(id: &str, sections: Vec<Section>) -> Prompt {
    Prompt {
        id: id.to_owned(),
        pack: "test".to_owned(),
        kind: Kind::Behavioral,
        title: id.to_owned(),
        level: vec![Level::L6],
        competencies: vec![],
        asked: crate::domain::Asked::default(),
        ask: "Why?".to_owned(),
        round: None,
        sections,
        follow_ups: ["one", "two", "three"].map(str::to_owned).to_vec(),
        look_for: vec![],
        pitfalls: vec![],
        digest: String::new(),
    }
}

fn part(source: Source, sections: Vec<Section>, follow_ups: usize) -> Part {
    Part {
        source,
        prep: Duration::from_secs(30),
        sections,
        follow_ups,
        follow_up_budget: Duration::from_secs(45),
        break_after: Duration::from_mins(5),
    }
}

fn round(parts: Vec<Part>) -> Round {
    Round {
        id: "r".to_owned(),
        pack: "test".to_owned(),
        title: "R".to_owned(),
        policy: Policy::Strict,
        score_when: ScoreWhen::End,
        rubrics: vec![],
        parts,
    }
}

fn bank(prompts: Vec<Prompt>) -> Bank {
    Bank {
        prompts,
        ..Bank::default()
    }
}

fn sitting() -> Sitting {
    Sitting {
        seed: 7,
        draw: DrawMode::Random,
        narrow: Narrow::default(),
        count: None,
        scale: 1.0,
        follow_ups: None,
        time: None,
    }
}

fn any(count: usize) -> Source {
    Source::Draw {
        narrow: Narrow::default(),
        count,
    }
}

fn build(bank: &Bank, round: &Round, sitting: &Sitting) -> Result<Script, ScriptError> {
    Script::build(bank, round, sitting, &Past::default())
}

#[test]
fn the_rounds_sections_fix_times_and_the_prompts_cues_replace_theirs_by_id() {
    let own = vec![
        section("depth", 99, &["shards"]),
        section("other", 1, &["never"]),
    ];
    let bank = bank(vec![prompt("p", own)]);
    let shape = vec![
        section("scope", 5, &["users"]),
        section("depth", 10, &["generic"]),
    ];
    let round = round(vec![part(any(1), shape, 0)]);
    let script = build(&bank, &round, &sitting()).unwrap();
    let sections = &script.answers[0].sections;
    let seen: Vec<_> = sections
        .iter()
        .map(|s| (s.id.as_str(), s.budget.as_secs(), &s.cues[0][..]))
        .collect();
    assert_eq!(seen, [("scope", 300, "users"), ("depth", 600, "shards")]);
}

#[test]
fn a_part_without_sections_uses_the_prompts_own_and_a_bare_prompt_gets_one_answer() {
    let bank = bank(vec![
        prompt("bare", vec![]),
        prompt("own", vec![section("x", 3, &[])]),
    ]);
    let source = Source::Prompts(vec!["own".to_owned(), "bare".to_owned()]);
    let script = build(&bank, &round(vec![part(source, vec![], 0)]), &sitting()).unwrap();
    let shapes: Vec<_> = script
        .answers
        .iter()
        .map(|a| (a.sections[0].id.as_str(), a.sections[0].budget.as_secs()))
        .collect();
    assert_eq!(shapes, [("x", 180), ("answer", 300)]);
}

#[test]
fn follow_ups_are_drawn_by_the_seed_and_no_more_than_there_are() {
    let bank = bank(vec![prompt("p", vec![])]);
    let asks = |seed, wanted| -> Vec<String> {
        let sitting = Sitting {
            seed,
            follow_ups: Some(wanted),
            ..sitting()
        };
        let script = build(&bank, &round(vec![part(any(1), vec![], 1)]), &sitting).unwrap();
        script.answers[0].sections[1..]
            .iter()
            .map(|s| s.ask.clone().unwrap())
            .collect()
    };
    assert_eq!(asks(7, 2), asks(7, 2));
    assert_eq!(asks(7, 99).len(), 3);
    assert!(asks(7, 0).is_empty());
    let firsts: std::collections::HashSet<_> = (0..30).map(|seed| asks(seed, 1)).collect();
    assert_eq!(firsts.len(), 3, "each of them comes up with some seed");
}

#[test]
fn the_scale_multiplies_every_time() {
    let bank = bank(vec![prompt("p", vec![]), prompt("q", vec![])]);
    let round = round(vec![
        part(any(1), vec![section("s", 10, &[])], 1),
        part(any(1), vec![section("s", 10, &[])], 0),
    ]);
    let full = build(&bank, &round, &sitting()).unwrap();
    let tenth = build(
        &bank,
        &round,
        &Sitting {
            scale: 0.1,
            ..sitting()
        },
    )
    .unwrap();
    assert_eq!(full.answers[0].break_after, Duration::from_mins(5));
    assert_eq!(
        full.answers[1].break_after,
        Duration::ZERO,
        "nothing comes after it"
    );
    assert_eq!(tenth.length(), full.length() / 10);
    let huge = build(
        &bank,
        &round,
        &Sitting {
            scale: 1e300,
            ..sitting()
        },
    )
    .unwrap();
    assert!(huge.length() > Duration::from_hours(24));
}

#[test]
fn no_prompt_is_asked_twice_in_a_round() {
    let bank = bank((0..4).map(|n| prompt(&format!("p{n}"), vec![])).collect());
    let round = round(vec![part(any(2), vec![], 0), part(any(2), vec![], 0)]);
    for seed in 0..20 {
        let script = build(&bank, &round, &Sitting { seed, ..sitting() }).unwrap();
        let ids: std::collections::HashSet<_> =
            script.answers.iter().map(|a| a.prompt.id.clone()).collect();
        assert_eq!(ids.len(), 4, "seed {seed}");
    }
}

#[test]
fn what_cannot_be_sat_is_said() {
    let bank = bank(vec![prompt("p", vec![])]);
    let fixed = |id: &str| round(vec![part(Source::Prompts(vec![id.to_owned()]), vec![], 0)]);
    let designs = Narrow {
        kind: Some(Kind::SystemDesign),
        ..Narrow::default()
    };
    let cases = [
        (
            round(vec![part(any(1), vec![], 0)]),
            Sitting {
                narrow: designs.clone(),
                ..sitting()
            },
            "no prompt matches kind system-design",
        ),
        (
            round(vec![part(
                Source::Draw {
                    narrow: Narrow {
                        level: Some(Level::L6),
                        ..Narrow::default()
                    },
                    count: 1,
                },
                vec![],
                0,
            )]),
            Sitting {
                narrow: designs.clone(),
                ..sitting()
            },
            "no prompt matches level L6 and kind system-design",
        ),
        (
            fixed("p"),
            Sitting {
                narrow: designs,
                ..sitting()
            },
            "round `r` names its prompts, so `--kind` cannot change them",
        ),
        (
            fixed("p"),
            Sitting {
                count: Some(2),
                ..sitting()
            },
            "round `r` names its prompts, so `--count` cannot change them",
        ),
        (
            fixed("gone"),
            sitting(),
            "round `r` asks for the prompt `gone`, which no pack has",
        ),
    ];
    for (round, sitting, expected) in cases {
        assert_eq!(
            build(&bank, &round, &sitting).unwrap_err().to_string(),
            expected
        );
    }
}

fn within(minutes: u64) -> Sitting {
    Sitting {
        time: Some(Duration::from_mins(minutes)),
        ..sitting()
    }
}

#[test]
fn a_round_asks_no_more_than_fits_into_the_time() {
    let bank = bank(["a", "b", "c", "d"].map(|id| prompt(id, vec![])).to_vec());
    // Each answer takes half a minute, nine minutes and two follow-ups of 45 seconds: 11 together.
    let ten = || part(any(3), vec![section("answer", 9, &[])], 2);
    let one_part = round(vec![ten()]);
    for (minutes, answers) in [(11, 1), (21, 1), (22, 2), (33, 3), (600, 3)] {
        let script = build(&bank, &one_part, &within(minutes)).unwrap();
        assert_eq!(script.answers.len(), answers, "{minutes} min");
        assert!(script.planned() <= Duration::from_mins(minutes));
    }
    // A second part after a break of five minutes has what is left: here nothing.
    let two_parts = round(vec![ten(), ten()]);
    let script = build(&bank, &two_parts, &within(35)).unwrap();
    assert_eq!(script.answers.len(), 3);
    let script = build(&bank, &two_parts, &within(50)).unwrap();
    assert_eq!(script.answers.len(), 4);
    assert_eq!(script.planned(), Duration::from_mins(49));
}

#[test]
fn a_time_that_holds_nothing_is_said_with_what_it_would_take() {
    let bank = bank(vec![prompt("p", vec![])]);
    let drawn = round(vec![part(any(1), vec![section("answer", 9, &[])], 2)]);
    let source = Source::Prompts(vec!["p".to_owned()]);
    let fixed = round(vec![part(source, vec![section("answer", 9, &[])], 2)]);
    let error = build(&bank, &drawn, &within(10)).unwrap_err();
    assert_eq!(error.to_string(), "no prompt fits into 10 min");
    let shortest = Duration::from_mins(11);
    assert!(matches!(error, ScriptError::NothingFits { shortest: s, .. } if s == shortest));
    let error = build(&bank, &fixed, &within(10)).unwrap_err().to_string();
    assert_eq!(error, "round `r` takes 11 min, more than 10 min");
    assert!(build(&bank, &fixed, &within(11)).is_ok());
}
