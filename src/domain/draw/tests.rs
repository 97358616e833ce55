use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::domain::past::PastAnswer;

fn prompt(id: &str, competencies: &[&str]) -> Prompt {
    Prompt {
        id: id.to_owned(),
        pack: "test".to_owned(),
        kind: Kind::Behavioral,
        title: id.to_owned(),
        level: vec![Level::L6],
        competencies: competencies.iter().map(|id| (*id).to_owned()).collect(),
        asked: crate::domain::Asked::default(),
        ask: String::new(),
        round: None,
        sections: vec![],
        follow_ups: vec![],
        look_for: vec![],
        pitfalls: vec![],
        digest: String::new(),
    }
}

fn bank() -> Vec<Prompt> {
    (0..8)
        .map(|n| prompt(&format!("p{n}"), &["ownership"]))
        .collect()
}

fn day(n: i64) -> Timestamp {
    Timestamp::from_second(n * 24 * 60 * 60).unwrap()
}

fn answered(prompt: &Prompt, day_: i64, share: Option<u8>) -> PastAnswer {
    PastAnswer {
        prompt: prompt.id.clone(),
        competencies: prompt.competencies.clone(),
        at: day(day_),
        share,
    }
}

fn past(now: i64, answers: Vec<PastAnswer>) -> Past {
    Past::new(day(now), answers, HashSet::new())
}

fn request(mode: DrawMode, count: usize, past: &Past, seed: u64) -> DrawRequest<'_> {
    DrawRequest {
        mode,
        seed,
        count,
        past,
        beside: &[],
        room: None,
    }
}

fn ids(bank: &[Prompt], mode: DrawMode, count: usize, past: &Past, seed: u64) -> Vec<String> {
    let prompts: Vec<&Prompt> = bank.iter().collect();
    let drawn = draw(&prompts, &request(mode, count, past, seed));
    drawn.into_iter().map(|d| d.prompt.id.clone()).collect()
}

/// Written down once: if these change, every seed that a user noted down means something else.
#[test]
fn a_seed_draws_the_same_on_every_machine_and_in_every_version() {
    let mut bank = bank();
    for (n, prompt) in bank.iter_mut().enumerate() {
        prompt.competencies = [["a", "b"], ["b", "c"], ["c", "a"]][n % 3]
            .map(str::to_owned)
            .to_vec();
    }
    let history = past(
        40,
        vec![
            answered(&bank[0], 1, Some(20)),
            answered(&bank[1], 2, Some(90)),
            answered(&bank[2], 30, None),
            answered(&bank[3], 39, Some(50)),
        ],
    );
    let mut backwards = bank.clone();
    backwards.reverse();
    for (mode, expected) in DrawMode::ALL.into_iter().zip(PINNED) {
        for bank in [&bank, &backwards] {
            assert_eq!(
                ids(bank, mode, 8, &history, 7).join(" "),
                expected,
                "{mode}"
            );
        }
    }
}

/// Of each mode in [`DrawMode::ALL`].
const PINNED: [&str; 4] = [
    "p7 p6 p5 p4 p0 p1 p2 p3",
    "p0 p5 p7 p2 p4 p1 p6 p3",
    "p5 p7 p6 p0 p4 p2 p3 p1",
    "p0 p2 p1 p7 p5 p4 p6 p3",
];

#[test]
fn fresh_takes_the_never_practised_first_and_then_the_longest_ago() {
    let bank = bank();
    let answers = (0..6)
        .rev()
        .map(|n| answered(&bank[n as usize], 100 - n, None));
    let history = past(200, answers.collect());
    for seed in 0..20 {
        let drawn = ids(&bank, DrawMode::Fresh, 8, &history, seed);
        let first: HashSet<&str> = drawn[..2].iter().map(String::as_str).collect();
        assert_eq!(first, HashSet::from(["p6", "p7"]), "seed {seed}");
        assert_eq!(
            drawn[2..],
            ["p5", "p4", "p3", "p2", "p1", "p0"],
            "seed {seed}"
        );
    }
}

#[test]
fn different_seeds_draw_differently() {
    let bank = bank();
    let draws: HashSet<_> = (0..50)
        .map(|seed| ids(&bank, DrawMode::Random, 3, &Past::default(), seed))
        .collect();
    assert!(draws.len() > 30, "{}", draws.len());
}

#[test]
fn asking_for_more_than_there_is_gives_what_there_is() {
    for mode in DrawMode::ALL {
        let drawn = ids(&bank(), mode, 99, &Past::default(), 1);
        assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), 8, "{mode}");
        assert!(ids(&[], mode, 1, &Past::default(), 1).is_empty(), "{mode}");
    }
}

#[test]
fn what_is_hidden_or_asked_already_is_not_drawn() {
    let mut bank = bank();
    bank[4].asked = Asked::ByName;
    let prompts: Vec<&Prompt> = bank.iter().collect();
    let hidden = HashSet::from(["p3".to_owned()]);
    let past = Past::new(day(1), [], hidden);
    for mode in DrawMode::ALL {
        let request = DrawRequest {
            beside: &prompts[..1],
            ..request(mode, 8, &past, 3)
        };
        let drawn = draw(&prompts, &request);
        let drawn: HashSet<&str> = drawn.iter().map(|d| d.prompt.id.as_str()).collect();
        assert_eq!(drawn.len(), 5, "{mode}");
        let never = ["p0", "p3", "p4"];
        assert!(never.iter().all(|id| !drawn.contains(id)), "{mode}");
    }
}

#[test]
fn no_two_prompts_of_a_round_train_the_same_if_that_can_be_avoided() {
    let bank: Vec<Prompt> = ["a", "a", "a", "a", "a", "b", "c"]
        .iter()
        .enumerate()
        .map(|(n, competency)| prompt(&format!("p{n}"), &[competency, "x"][..=(n % 2)]))
        .collect();
    for mode in DrawMode::ALL {
        for seed in 0..50 {
            let drawn = ids(&bank, mode, 3, &Past::default(), seed);
            let first: HashSet<&str> = drawn
                .iter()
                .map(|id| &*bank.iter().find(|p| p.id == *id).unwrap().competencies[0])
                .collect();
            assert_eq!(first.len(), 3, "{mode}, seed {seed}: {drawn:?}");
        }
    }
    // An unseen prompt of the same competency is better than a seen one of another.
    let seen = past(
        9,
        vec![answered(&bank[5], 1, None), answered(&bank[6], 2, None)],
    );
    let drawn = ids(&bank, DrawMode::Fresh, 6, &seen, 1);
    assert!(!drawn[..5].contains(&"p5".to_owned()), "{drawn:?}");
    // Both are seen, and this one trains nothing that was trained before.
    assert_eq!(drawn[5], "p6");
}

#[test]
fn time_holds_as_many_prompts_as_fit() {
    let bank = bank();
    let prompts: Vec<&Prompt> = bank.iter().collect();
    let takes = |prompt: &Prompt| Duration::from_mins(if *prompt.id < *"p4" { 10 } else { 25 });
    let past = Past::default();
    for mode in DrawMode::ALL {
        for (minutes, most) in [(9, 0), (10, 1), (24, 2), (45, 4), (500, 8)] {
            let time = Duration::from_mins(minutes);
            let request = DrawRequest {
                room: Some(Room {
                    time,
                    takes: &takes,
                }),
                ..request(mode, 8, &past, minutes)
            };
            let drawn = draw(&prompts, &request);
            let sum: Duration = drawn.iter().map(|d| takes(d.prompt)).sum();
            assert!(sum <= time && drawn.len() <= most, "{mode}, {minutes} min");
            // Nothing that was left out would have fitted.
            let left = time.saturating_sub(sum);
            let fits = |p: &&&Prompt| takes(p) <= left && drawn.iter().all(|d| d.prompt.id != p.id);
            assert_eq!(prompts.iter().find(fits), None, "{mode}, {minutes} min");
        }
    }
}

#[test]
fn due_is_what_its_last_score_says() {
    let bank = bank();
    let answers = vec![
        answered(&bank[0], 0, Some(39)),  // due on day 2
        answered(&bank[1], 0, Some(59)),  // 5
        answered(&bank[2], 0, None),      // 7
        answered(&bank[3], 0, Some(79)),  // 14
        answered(&bank[4], 0, Some(100)), // 30
    ];
    for (now, due) in [(1, 0), (2, 1), (5, 2), (7, 3), (14, 4), (29, 4), (30, 5)] {
        let history = past(now, answers.clone());
        let prompts: Vec<&Prompt> = bank.iter().collect();
        let drawn = draw(&prompts, &request(DrawMode::Due, 8, &history, 1));
        let order: Vec<&str> = drawn.iter().map(|d| d.prompt.id.as_str()).collect();
        let expected: Vec<String> = (0..due).map(|n| format!("p{n}")).collect();
        assert_eq!(order[..due], expected, "day {now}");
        let new = drawn[due..due + 3].iter();
        assert!(
            new.clone().all(|d| d.why == Reason::NeverPractised),
            "day {now}"
        );
        let later: Vec<String> = (due..5).map(|n| format!("p{n}")).collect();
        assert_eq!(order[due + 3..], later, "day {now}");
    }
}

/// A candidate who practises daily for half a year, with a prompt that goes badly.
#[test]
fn a_prompt_comes_back_sooner_after_a_low_score() {
    let bank = bank();
    let mut answers: Vec<PastAnswer> = Vec::new();
    let mut times: HashMap<String, usize> = HashMap::new();
    for today in 0..180 {
        let history = past(today, answers.clone());
        let id = ids(&bank, DrawMode::Due, 1, &history, today as u64).remove(0);
        let share = if id == "p0" { 25 } else { 75 };
        let asked = bank.iter().find(|prompt| prompt.id == id).unwrap();
        answers.push(answered(asked, today, Some(share)));
        *times.entry(id).or_default() += 1;
    }
    let weak = times["p0"];
    let others: usize = times.values().sum::<usize>() - weak;
    assert!(
        weak * 7 > others * 3,
        "{weak} times, the seven others {others} times together"
    );
}

/// A bank as large as the built-in one in small: 24 competencies, two to a prompt.
fn wide_bank() -> Vec<Prompt> {
    (0..96)
        .map(|n| {
            let first = format!("c{:02}", n % 24);
            let second = format!("c{:02}", (n * 7 + 5) % 24);
            prompt(&format!("q{n:02}"), &[&first, &second])
        })
        .collect()
}

/// How many of 500 sessions drew a prompt of the one competency that the candidate is weak in.
fn sessions_on_the_weakest(mode: DrawMode) -> usize {
    let bank = wide_bank();
    let weakest = |prompt: &Prompt| prompt.competencies.contains(&"c11".to_owned());
    let mut answers: Vec<PastAnswer> = Vec::new();
    let mut hits = 0;
    for session in 0..500 {
        let history = past(session, answers.clone());
        let id = ids(&bank, mode, 1, &history, session as u64).remove(0);
        let asked = bank.iter().find(|prompt| prompt.id == id).unwrap();
        hits += usize::from(weakest(asked));
        let share = if weakest(asked) { 25 } else { 75 };
        answers.push(answered(asked, session, Some(share)));
    }
    hits
}

#[test]
fn weak_draws_the_weakest_competency_at_least_twice_as_often_as_chance() {
    let (weak, random) = (
        sessions_on_the_weakest(DrawMode::Weak),
        sessions_on_the_weakest(DrawMode::Random),
    );
    assert!(weak >= 2 * random, "{weak} of 500 against {random}");
}

#[test]
fn weak_says_which_competency_it_trains() {
    let bank = [prompt("a", &["conflict"]), prompt("b", &["frugality"])];
    let answers = vec![
        answered(&bank[0], 1, Some(0)),
        answered(&bank[0], 2, Some(25)),
        answered(&bank[1], 2, Some(100)),
    ];
    let history = past(3, answers);
    let prompts: Vec<&Prompt> = bank.iter().collect();
    let drawn = draw(&prompts, &request(DrawMode::Weak, 2, &history, 0));
    let why: Vec<String> = drawn.iter().map(|d| d.why.to_string()).collect();
    let expected = [
        "conflict stands at 13 % over the last 2 answers",
        "frugality stands at 100 % over the last answer",
    ];
    assert_eq!(why, expected);
}

#[test]
fn fresh_repeats_nothing_before_the_pool_is_used_up() {
    let bank = wide_bank();
    let mut answers: Vec<PastAnswer> = Vec::new();
    for session in 0..24 {
        let history = past(session, answers.clone());
        let drawn = ids(&bank, DrawMode::Fresh, 4, &history, session as u64);
        for id in drawn {
            assert!(
                answers.iter().all(|a| a.prompt != id),
                "{id} in session {session}"
            );
            let asked = bank.iter().find(|prompt| prompt.id == id).unwrap();
            answers.push(answered(asked, session, None));
        }
    }
    assert_eq!(answers.len(), bank.len());
}

#[test]
fn narrowing_asks_for_all_that_is_said() {
    let mut design = prompt("d", &["ownership"]);
    design.kind = Kind::SystemDesign;
    design.level = vec![Level::L7];
    let narrow = |kind, level, competency: Option<&str>| Narrow {
        kind,
        level,
        competency: competency.map(str::to_owned),
    };
    let design_l7 = narrow(Some(Kind::SystemDesign), Some(Level::L7), Some("ownership"));
    let cases = [
        (narrow(None, None, None), true),
        (design_l7, true),
        (narrow(Some(Kind::Behavioral), None, None), false),
        (narrow(None, Some(Level::L5), None), false),
        (narrow(None, None, Some("hiring")), false),
    ];
    for (narrow, expected) in cases {
        assert_eq!(narrow.admits(&design), expected, "{narrow}");
    }
}

proptest! {
    /// Whatever the history: nothing twice, no more than asked for, and the order of the bank is
    /// no matter.
    #[test]
    fn a_draw_holds_its_promises(
        shares in prop::collection::vec((0_usize..8, prop::option::of(0_u8..=100), 0_i64..60), 0..30),
        mode in prop::sample::select(DrawMode::ALL.to_vec()),
        count in 0_usize..12,
        seed: u64,
    ) {
        let mut bank = bank();
        bank[5].competencies.clear();
        bank[6].competencies = vec!["other".to_owned()];
        let mut answers: Vec<_> = shares
            .into_iter()
            .map(|(n, share, day)| answered(&bank[n], day, share))
            .collect();
        answers.sort_by_key(|answer| answer.at);
        let history = past(60, answers);
        let drawn = ids(&bank, mode, count, &history, seed);
        prop_assert_eq!(drawn.len(), count.min(8));
        prop_assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), drawn.len());
        bank.reverse();
        prop_assert_eq!(ids(&bank, mode, count, &history, seed), drawn);
    }
}
