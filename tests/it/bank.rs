//! The built-in bank is worth practising: how much of it there is, and that nothing in it repeats.

use std::collections::{HashMap, HashSet};

use hotseat::domain::{Asked, Bank, Kind, Level, Prompt, Round, Rubric, Scale};
use hotseat::store::packs;

/// How many prompts of a kind there are at least, without those that open every interview.
const AT_LEAST: [(Kind, usize); 6] = [
    (Kind::Behavioral, 160),
    (Kind::SystemDesign, 50),
    (Kind::Scenario, 20),
    (Kind::Influence, 10),
    (Kind::Briefing, 8),
    (Kind::Story, 12),
];

/// Amazon's leadership principles, by the ids that prompts name them with.
const PRINCIPLES: [&str; 16] = [
    "customer-obsession",
    "ownership",
    "invent-and-simplify",
    "are-right-a-lot",
    "learn-and-be-curious",
    "hire-and-develop-the-best",
    "highest-standards",
    "think-big",
    "bias-for-action",
    "frugality",
    "earn-trust",
    "dive-deep",
    "disagree-and-commit",
    "deliver-results",
    "best-employer",
    "broad-responsibility",
];

fn bank() -> Bank {
    let loaded = packs::load(None);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.bank
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_built_in_packs_have_no_problem_at_all() {
    let problems = packs::check(&[], None).unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn there_is_enough_of_every_kind_principle_and_level() {
    let bank = bank();
    let count = |is: &dyn Fn(&Prompt) -> bool| bank.prompts.iter().filter(|p| is(p)).count();
    for (kind, least) in AT_LEAST {
        let there = count(&|prompt| prompt.kind == kind && prompt.asked == Asked::Drawn);
        assert!(there >= least, "{kind}: {there}");
    }
    for principle in PRINCIPLES {
        let there = count(&|prompt| {
            prompt.kind == Kind::Behavioral && prompt.competencies.contains(&principle.to_owned())
        });
        assert!(there >= 6, "{principle}: {there}");
    }
    for level in Level::ALL {
        let there = count(&|prompt| prompt.level.contains(&level));
        assert!(there * 4 >= bank.prompts.len(), "{level}: {there}");
    }
}

#[test]
fn the_questions_that_open_every_interview_are_asked_by_name_alone() {
    let bank = bank();
    let by_name = bank.prompts.iter().filter(|p| p.asked == Asked::ByName);
    let by_name: Vec<&str> = by_name.map(|prompt| prompt.id.as_str()).collect();
    assert!(by_name.len() >= 5, "{by_name:?}");
    for id in ["tell-me-about-yourself", "why-this-company"] {
        assert!(by_name.contains(&id), "{id} is drawn");
    }
}

/// A draw of the weakest competency needs more than one or two prompts to draw from.
#[test]
fn every_competency_can_be_trained_with_several_prompts() {
    let bank = bank();
    let mut prompts: HashMap<&str, Vec<&str>> = HashMap::new();
    for prompt in &bank.prompts {
        let named: HashSet<&String> = prompt.competencies.iter().collect();
        assert_eq!(named.len(), prompt.competencies.len(), "{}", prompt.id);
        assert!((1..=3).contains(&named.len()), "{}: {named:?}", prompt.id);
        for competency in named {
            prompts.entry(competency).or_default().push(&prompt.id);
        }
    }
    let rare: Vec<_> = prompts.iter().filter(|(_, ids)| ids.len() < 3).collect();
    assert!(rare.is_empty(), "{rare:?}");
}

#[test]
fn every_prompt_brings_its_questions_and_what_to_listen_for() {
    for prompt in bank().prompts {
        let id = &prompt.id;
        assert!(prompt.follow_ups.len() >= 3, "{id}");
        assert!(prompt.look_for.len() >= 3, "{id}");
        assert!(prompt.pitfalls.len() >= 2, "{id}");
        assert!(prompt.round.is_some(), "{id}");
    }
}

#[test]
fn designs_have_cues_of_their_own_in_every_section() {
    let bank = bank();
    for prompt in bank.prompts.iter().filter(|p| p.kind == Kind::SystemDesign) {
        assert!(prompt.sections.len() >= 4, "{}", prompt.id);
        for section in &prompt.sections {
            assert!(section.cues.len() >= 3, "{}: {}", prompt.id, section.id);
        }
    }
}

/// A prompt's cues stand in where its sections have the ids of the round's, so they should.
#[test]
fn sections_are_those_of_the_prompts_own_round() {
    let bank = bank();
    for prompt in bank.prompts.iter().filter(|p| !p.sections.is_empty()) {
        let round = prompt.round.as_deref().and_then(|id| bank.round(id));
        let round = round.unwrap_or_else(|| panic!("{} has no round", prompt.id));
        let shape = |sections: &[hotseat::domain::Section]| -> Vec<_> {
            let shape = sections.iter().map(|s| (s.id.clone(), s.budget));
            shape.collect()
        };
        let part = &round.parts[0];
        assert_eq!(
            shape(&prompt.sections),
            shape(&part.sections),
            "{}",
            prompt.id
        );
    }
}

#[test]
fn no_line_stands_twice() {
    let bank = bank();
    let mut seen: HashMap<Vec<String>, &str> = HashMap::new();
    let mut twice = Vec::new();
    for prompt in &bank.prompts {
        let lists = [&prompt.follow_ups, &prompt.look_for, &prompt.pitfalls];
        let cues = prompt.sections.iter().flat_map(|section| &section.cues);
        for line in lists.into_iter().flatten().chain(cues) {
            if let Some(other) = seen.insert(words(line), &prompt.id) {
                twice.push((other, &prompt.id, line));
            }
        }
    }
    assert!(twice.is_empty(), "{twice:#?}");
}

/// By runs of five words, as copies are found among web pages (Broder, 1997): what two asks have in
/// common, as a share of what they have together.
#[test]
fn no_two_prompts_ask_almost_the_same() {
    let shingles = |prompt: &Prompt| -> HashSet<Vec<String>> {
        words(&prompt.ask)
            .windows(5)
            .map(<[String]>::to_vec)
            .collect()
    };
    let bank = bank();
    let all: Vec<_> = bank.prompts.iter().map(|p| (&p.id, shingles(p))).collect();
    for (n, (one, a)) in all.iter().enumerate() {
        for (other, b) in &all[..n] {
            let common = a.intersection(b).count();
            let together = a.union(b).count().max(1);
            assert!(common * 10 <= together * 4, "{one} and {other}");
        }
    }
}

#[test]
fn follow_ups_do_not_all_begin_alike() {
    let bank = bank();
    let mut openings: HashMap<Vec<String>, usize> = HashMap::new();
    let mut all = 0;
    for line in bank.prompts.iter().flat_map(|prompt| &prompt.follow_ups) {
        let opening: Vec<String> = words(line).into_iter().take(4).collect();
        *openings.entry(opening).or_default() += 1;
        all += 1;
    }
    let worst = openings.iter().max_by_key(|(_, count)| **count);
    let (opening, count) = worst.expect("there are follow-ups");
    assert!(count * 20 <= all, "{opening:?} begins {count} of {all}");
}

fn rubric<'a>(bank: &'a Bank, id: &str) -> &'a Rubric {
    bank.rubric(id).unwrap_or_else(|| panic!("no rubric {id}"))
}

#[test]
fn every_criterion_says_what_its_values_sound_like() {
    let bank = bank();
    for rubric in &bank.rubrics {
        for criterion in &rubric.criteria {
            let there: Vec<i64> = criterion.anchors.keys().copied().collect();
            let wanted: &[i64] = match criterion.scale {
                Scale::Range { min: 1, max: 5 } => &[1, 3, 5],
                Scale::YesNo => &[0, 1],
                Scale::Tally { of: 6 } => &[0, 3, 6],
                other => panic!("{}: {other}", rubric.id),
            };
            assert_eq!(there, wanted, "{}/{}", rubric.id, criterion.id);
            assert!(criterion.area.is_some(), "{}/{}", rubric.id, criterion.id);
        }
    }
}

/// Scales and thresholds of the seven days.
#[test]
fn the_rubrics_of_the_seven_days_have_their_thresholds() {
    let bank = bank();
    for id in ["l7-baseline", "l7-readiness"] {
        let rubric = rubric(&bank, id);
        let areas: Vec<usize> = rubric
            .areas
            .iter()
            .map(|area| {
                let of = |c: &&hotseat::domain::Criterion| c.area.as_ref() == Some(&area.id);
                rubric.criteria.iter().filter(of).count()
            })
            .collect();
        assert_eq!(areas, [4, 4, 4], "{id}");
        let bands = rubric.bands.expect("bands");
        assert_eq!((bands.strength, bands.development), (4.0, 3.0), "{id}");
    }
    let pass = rubric(&bank, "l7-baseline").pass;
    assert_eq!(pass.total_at_least, Some(42.0));
    assert_eq!(
        (pass.overall_mean_at_least, pass.each_area_mean_at_least),
        (None, None)
    );
    let pass = rubric(&bank, "l7-readiness").pass;
    assert_eq!(pass.overall_mean_at_least, Some(4.2));
    assert_eq!(pass.each_area_mean_at_least, Some(4.0));
    for id in [
        "l7-platform-check",
        "l7-executive-check",
        "l7-behavioral-tally",
    ] {
        assert_eq!(rubric(&bank, id).criteria.len(), 4, "{id}");
    }
    assert_eq!(rubric(&bank, "executive-communication").criteria.len(), 5);
}

/// Minutes of preparation, then of each section, of each prompt of a round's one part.
fn shape(round: &Round) -> (usize, f64, Vec<f64>) {
    let [part] = round.parts.as_slice() else {
        panic!("{} has {} parts", round.id, round.parts.len());
    };
    let minutes = |time: std::time::Duration| time.as_secs_f64() / 60.0;
    let sections = part.sections.iter().map(|section| minutes(section.budget));
    (part.source.count(), minutes(part.prep), sections.collect())
}

#[test]
fn rounds_have_the_times_they_are_known_by() {
    let bank = bank();
    let cases: [(&str, usize, f64, &[f64]); 19] = [
        ("l7-impact-stories", 4, 0.0, &[15.0]),
        ("l7-platform-design", 1, 0.0, &[10.0, 25.0, 15.0, 10.0]),
        ("l7-scenarios", 3, 0.0, &[20.0]),
        ("executive-briefing", 1, 20.0, &[2.0, 3.0, 2.0, 2.0, 1.0]),
        ("l7-influence", 3, 0.0, &[10.0]),
        ("l7-vision-stories", 3, 0.0, &[15.0]),
        ("l7-executive-design", 1, 0.0, &[15.0, 25.0, 10.0, 10.0]),
        ("l7-strategic-leadership", 3, 0.0, &[10.0]),
        ("l7-technical-vision", 3, 0.0, &[10.0]),
        ("warm-up", 3, 0.25, &[2.0]),
        ("one-way", 5, 0.5, &[2.0]),
        ("star-drill", 1, 0.5, &[0.375, 0.375, 1.875, 0.375]),
        ("ladder", 1, 0.5, &[3.0, 1.5, 1.0, 0.5]),
        ("design-45", 1, 0.0, &[5.0, 10.0, 15.0, 10.0, 5.0]),
        ("design-60", 1, 0.0, &[5.0, 10.0, 20.0, 15.0, 5.0, 5.0]),
        ("design-90-l7", 1, 0.0, &[5.0, 10.0, 30.0, 25.0, 15.0, 5.0]),
        ("behavioral-45", 4, 0.5, &[5.75]),
        ("behavioral-60", 5, 0.5, &[6.0]),
        ("bar-raiser-60", 3, 0.5, &[6.5]),
    ];
    for (id, prompts, prep, sections) in cases {
        let round = bank.round(id).unwrap_or_else(|| panic!("no round {id}"));
        assert_eq!(shape(round), (prompts, prep, sections.to_vec()), "{id}");
    }
    for (id, minutes) in [
        ("behavioral-45", 45),
        ("behavioral-60", 60),
        ("bar-raiser-60", 60),
    ] {
        let length = bank.round(id).map(|round| round.length(&bank).as_secs());
        assert_eq!(length, Some(minutes * 60), "{id}");
    }
    for id in ["onsite-l6", "onsite-l7"] {
        let found = bank.loops.iter().find(|loop_| loop_.id == id);
        let rounds = &found.unwrap_or_else(|| panic!("no loop {id}")).rounds;
        assert!(
            rounds
                .iter()
                .all(|entry| bank.round(&entry.round).is_some())
        );
        let breaks = rounds.iter().filter(|entry| !entry.break_after.is_zero());
        assert_eq!(breaks.count(), rounds.len() - 1, "{id}");
    }
}
