use jiff::Timestamp;

use super::*;
use crate::domain::{
    Asked, Bank, FrameworkStep, Kind, Level, StoryPart, coverage, fill_slots, stories_for,
};

fn framework() -> Framework {
    let step = |title: &str, ask: &str| FrameworkStep {
        title: title.to_owned(),
        ask: ask.to_owned(),
    };
    Framework {
        id: "crisis".to_owned(),
        pack: "p".to_owned(),
        title: "Crisis leadership".to_owned(),
        prompt: Some("p0".to_owned()),
        slots: vec![Slot::Crisis],
        steps: vec![
            step(
                "Situation",
                "What went wrong, and what did the business stand to lose by when?",
            ),
            step(
                "Leadership",
                "How did many teams come to act as one, and what did you decide yourself?",
            ),
            step("Result", "What came of it?"),
        ],
        result: 2,
    }
}

fn story(id: &str, competencies: &[&str], people: Option<u64>, parts: &[(&str, &str)]) -> Story {
    let parts = parts.iter().map(|(heading, text)| StoryPart {
        heading: (*heading).to_owned(),
        text: (*text).to_owned(),
    });
    Story {
        id: id.to_owned(),
        title: format!("What happened in {id}"),
        framework: "crisis".to_owned(),
        competencies: competencies.iter().map(|name| (*name).to_owned()).collect(),
        people,
        teams: None,
        business_units: None,
        years: Some(1.5),
        industry_influence: None,
        novelty: Some("teams bought capacity\nfrom each other, which no company of that size had tried before".to_owned()),
        metrics: vec!["better".to_owned()],
        parts: parts.collect(),
        changed_at: Timestamp::UNIX_EPOCH,
    }
}

fn stories() -> [Story; 2] {
    let whole = [
        ("Situation", "It broke."),
        ("Leadership", "I led."),
        ("Result", "Soon it was better."),
    ];
    [
        story(
            "march-outage",
            &["resilience", "ownership"],
            Some(80),
            &whole,
        ),
        story("small-\u{1b}[31mfire", &[], Some(4), &[("Leadership", "")]),
    ]
}

/// Six prompts that ask for ownership, and one for something else.
fn bank() -> Bank {
    let prompt = |n: usize| Prompt {
        id: format!("p{n}"),
        pack: "p".to_owned(),
        kind: Kind::Behavioral,
        title: "A night that was long".to_owned(),
        level: vec![Level::L6],
        competencies: vec![if n == 6 { "conflict" } else { "ownership" }.to_owned()],
        asked: Asked::Drawn,
        ask: "Tell me.".to_owned(),
        round: None,
        sections: Vec::new(),
        follow_ups: Vec::new(),
        look_for: Vec::new(),
        pitfalls: Vec::new(),
        digest: String::new(),
    };
    Bank {
        prompts: (0..7).map(prompt).collect(),
        frameworks: vec![framework()],
        ..Bank::default()
    }
}

/// Nothing in it acts on a terminal, and no line is wider than that.
fn fits(page: &str, width: usize) {
    assert!(!page.contains('\u{1b}'), "{page:?}");
    for line in page.lines() {
        assert!(line.chars().count() <= width, "{line:?} of\n{page}");
    }
}

#[test]
fn what_stories_lack() {
    let (framework, [whole, small]) = (framework(), stories());
    let page = |width: usize| {
        let one = lacks(&whole, Some(&framework), width);
        let page = format!("{one}\n\n{}", lacks(&small, Some(&framework), width));
        fits(&page, width);
        page
    };
    insta::assert_snapshot!("lacks", page(80));
    page(40);
}

#[test]
fn what_there_is() {
    let (framework, stories) = (framework(), stories());
    let told = ["2026-11-24, 75 %", ""];
    let line = |(story, told): (_, &str)| Row {
        story,
        framework: Some(&framework),
        told: told.to_owned(),
    };
    let lines: Vec<Row<'_>> = stories.iter().zip(told).map(line).collect();
    let page = rows(&lines, 80);
    fits(&page, 80);
    fits(&rows(&lines, 40), 40);
    insta::assert_snapshot!("rows", page);
}

#[test]
fn what_answers_a_prompt() {
    let (bank, stories) = (bank(), stories());
    let page = |n: usize| {
        let prompt = &bank.prompts[n];
        let page = answers(prompt, &stories_for(&stories, prompt, &bank), 80);
        fits(&page, 80);
        page
    };
    insta::assert_snapshot!("answers", page(0));
    assert!(
        page(6).ends_with("no story of yours answers it"),
        "{}",
        page(6)
    );
}

#[test]
fn what_all_of_them_cover() {
    let (bank, stories) = (bank(), stories());
    let found = coverage(&stories, &bank);
    let page = matrix(&found, 80);
    fits(&page, 80);
    insta::assert_snapshot!("matrix", page);
    fits(&matrix(&found, 40), 40);
    // Where there is no room for a column each, there are numbers.
    let many: Vec<Story> = (0..40)
        .map(|n| story(&format!("s{n}"), &["ownership"], None, &[]))
        .collect();
    let page = matrix(&coverage(&many, &bank), 80);
    fits(&page, 80);
    assert!(page.contains(" 1 2 3 4 5 6 7 8 9 10"), "{page}");
    assert!(page.contains(" 39 40"), "{page}");
}

#[test]
fn the_five_to_have_ready() {
    let (bank, stories) = (bank(), stories());
    let page = five(&fill_slots(&stories, &bank), &bank.frameworks, 80);
    fits(&page, 80);
    insta::assert_snapshot!("five", page);
    let none = five(&fill_slots(&[], &bank), &bank.frameworks, 40);
    fits(&none, 40);
    assert!(none.contains("frameworks for it: crisis"), "{none}");
}
