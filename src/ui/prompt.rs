//! A prompt as a page: the question, what belongs to it, and what the history knows of it.

use std::time::Duration;

use super::tables::table;
use super::text::{fit, hanging, indented, words};
use crate::domain::{Prompt, Round, Section};

/// Longer lines are hard to read, however wide the terminal is.
const WIDEST: usize = 100;

/// Room for the names of facts, and a gap.
const NAMES: usize = "competencies".len() + 2;

const INDENT: &str = "  ";

/// With less, cues stand below their section rather than beside it.
const ROOM_FOR_A_TABLE: usize = 60;

/// What is told of a prompt beside what its pack says.
#[derive(Debug, Clone, PartialEq)]
pub struct Aside<'a> {
    /// Its natural shape, and how long that is.
    pub round: Option<(&'a Round, Duration)>,
    pub practised: Practised,
    /// Whether no draw takes it.
    pub hidden: bool,
    /// Whether what a strong answer shows may be told although it was never practised.
    pub answers: bool,
}

/// When a prompt was practised last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Practised {
    /// The history cannot be read.
    Unknown,
    Never,
    /// On that day, and with what score in percent of the scales.
    On(String, Option<u8>),
}

/// The page, in lines of at most `width` columns.
pub fn page(prompt: &Prompt, aside: &Aside<'_>, width: usize) -> String {
    let width = width.min(WIDEST);
    let mut parts = vec![
        format!(
            "{}\n\n{}",
            fit(&prompt.title, width),
            facts(prompt, aside, width)
        ),
        indented(&prompt.ask, width, "  "),
        sections(&prompt.sections, width),
        list("Follow-ups", &prompt.follow_ups, width),
    ];
    let kept_back = !prompt.look_for.is_empty() || !prompt.pitfalls.is_empty();
    if aside.answers || matches!(aside.practised, Practised::On(..)) {
        parts.push(list("A strong answer shows", &prompt.look_for, width));
        parts.push(list("Where answers go wrong", &prompt.pitfalls, width));
    } else if kept_back {
        let note = "What a strong answer shows is kept back until you have answered; --answers \
                    shows it.";
        parts.push(indented(note, width, ""));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn facts(prompt: &Prompt, aside: &Aside<'_>, width: usize) -> String {
    let levels = prompt.level.iter();
    let levels: Vec<String> = levels
        .map(|level| format!("{level} {}", level.title()))
        .collect();
    let round = aside.round.as_ref();
    let round = round.map(|(round, length)| format!("{}, {}", round.id, words(*length)));
    let practised = match &aside.practised {
        Practised::Unknown => None,
        Practised::Never => Some("never".to_owned()),
        Practised::On(day, None) => Some(format!("{day}, not scored")),
        Practised::On(day, Some(share)) => Some(format!("{day}, {share} % of the scales")),
    };
    let facts = [
        ("id", Some(prompt.id.clone())),
        ("kind", Some(prompt.kind.to_string())),
        ("level", Some(levels.join(", "))),
        ("competencies", Some(prompt.competencies.join(", "))),
        ("pack", Some(prompt.pack.clone())),
        ("round", round),
        ("practised", practised),
        (
            "hidden",
            aside.hidden.then(|| "no draw takes it".to_owned()),
        ),
    ];
    let line = |(name, value): (&str, Option<String>)| {
        let value = value.filter(|value| !value.is_empty())?;
        let first = format!("  {name:<NAMES$}");
        let rest = " ".repeat(first.len());
        Some(hanging(&value, width, &first, &rest))
    };
    let lines: Vec<String> = facts.into_iter().filter_map(line).collect();
    lines.join("\n")
}

fn sections(sections: &[Section], width: usize) -> String {
    if sections.is_empty() {
        return String::new();
    }
    let lines = if width < ROOM_FOR_A_TABLE {
        sections
            .iter()
            .map(|section| stacked(section, width))
            .collect()
    } else {
        beside_each_other(sections, width)
    };
    format!("Sections\n{}", lines.join("\n"))
}

fn beside_each_other(sections: &[Section], width: usize) -> Vec<String> {
    let rows = sections.iter().map(|section| {
        let cues = section.cues.iter().map(|cue| format!("· {cue}"));
        let cues: Vec<String> = cues.collect();
        [
            section.title.clone(),
            words(section.budget),
            cues.join("\n"),
        ]
    });
    let head = ["section", "budget", "cues"];
    let table = table(width - INDENT.len(), head, rows.collect());
    let lines = table.lines();
    lines.map(|line| format!("{INDENT}{line}")).collect()
}

fn stacked(section: &Section, width: usize) -> String {
    let title = format!("{}, {}", section.title, words(section.budget));
    let cues = section.cues.iter();
    let cues = cues.map(|cue| hanging(cue, width, "    · ", "      "));
    let lines: Vec<String> = std::iter::once(hanging(&title, width, INDENT, INDENT))
        .chain(cues)
        .collect();
    lines.join("\n")
}

fn list(title: &str, items: &[String], width: usize) -> String {
    let items = items.iter();
    let items: Vec<String> = items
        .map(|item| hanging(item, width, "  · ", "    "))
        .collect();
    if items.is_empty() {
        String::new()
    } else {
        format!("{title}\n{}", items.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::domain::{Kind, Level, Policy, ScoreWhen};

    fn section(title: &str, minutes: u64, cues: &[&str]) -> Section {
        Section {
            id: "any".to_owned(),
            title: title.to_owned(),
            budget: Duration::from_mins(minutes),
            min: Duration::ZERO,
            cues: cues.iter().map(|cue| (*cue).to_owned()).collect(),
        }
    }

    fn prompt() -> Prompt {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Prompt {
            id: "ride-matching".to_owned(),
            pack: "core".to_owned(),
            kind: Kind::SystemDesign,
            title: "Matching riders with drivers".to_owned(),
            level: vec![Level::L6, Level::L7],
            competencies: texts(&["architecture", "reliability", "customer-focus"]),
            asked: crate::domain::Asked::default(),
            ask: "Design the part of a ride service that brings riders and drivers together: \
                  250,000 positions a second, and a match within three seconds."
                .to_owned(),
            round: Some("design-45".to_owned()),
            sections: vec![
                section(
                    "Requirements",
                    5,
                    &[
                        "250k positions/s, 3k requests/s",
                        "a driver holds one offer at most",
                    ],
                ),
                section(
                    "Entities and interfaces",
                    10,
                    &[
                        "position stream apart from request API",
                        "accept twice from a flaky phone",
                    ],
                ),
                section("Wrap-up", 5, &[]),
            ],
            follow_ups: texts(&[
                "A stadium empties and one cell runs hot. What does the first minute look like?",
                "Who owns a driver's state?",
            ]),
            look_for: texts(&["Numbers before boxes, and a budget for each of the three seconds."]),
            pitfalls: texts(&["Straight-line distance all the way through."]),
            digest: String::new(),
        }
    }

    fn round() -> Round {
        Round {
            id: "design-45".to_owned(),
            pack: "core".to_owned(),
            title: "System design".to_owned(),
            policy: Policy::Strict,
            score_when: ScoreWhen::End,
            rubrics: Vec::new(),
            parts: Vec::new(),
        }
    }

    fn never() -> Aside<'static> {
        Aside {
            round: None,
            practised: Practised::Never,
            hidden: false,
            answers: false,
        }
    }

    #[test]
    fn a_page_is_pleasant_to_read_however_wide_the_terminal_is() {
        let round = round();
        let known = Aside {
            round: Some((&round, Duration::from_mins(45))),
            practised: Practised::On("2026-11-22 06:10".to_owned(), Some(63)),
            hidden: true,
            answers: false,
        };
        for width in [40, 80, 120] {
            let page = page(&prompt(), &known, width);
            let too_wide = page.lines().find(|line| line.width() > width);
            assert_eq!(too_wide, None, "{page}");
            insta::assert_snapshot!(format!("{width} columns"), page);
        }
    }

    #[test]
    fn what_a_strong_answer_shows_is_told_to_whoever_has_answered_or_insists() {
        let on = |share| Practised::On("2026-11-22 06:10".to_owned(), share);
        let table = [
            (Practised::Never, false, false),
            (Practised::Never, true, true),
            (Practised::Unknown, false, false),
            (on(None), false, true),
            (on(Some(80)), false, true),
        ];
        for (practised, answers, told) in table {
            let aside = Aside {
                practised,
                answers,
                ..never()
            };
            let page = page(&prompt(), &aside, 80);
            let tells = |piece: &str| page.contains(piece);
            assert_eq!(tells("Numbers before boxes"), told, "{aside:?}");
            assert_eq!(tells("Straight-line distance"), told, "{aside:?}");
            assert_eq!(tells("--answers"), !told, "{aside:?}");
        }
    }

    #[test]
    fn what_a_prompt_has_not_takes_no_room() {
        let mut bare = prompt();
        for list in [
            &mut bare.competencies,
            &mut bare.follow_ups,
            &mut bare.look_for,
            &mut bare.pitfalls,
        ] {
            list.clear();
        }
        bare.sections.clear();
        let expected = [
            "Matching riders with drivers",
            "",
            "  id            ride-matching",
            "  kind          system-design",
            "  level         L6 staff, L7 principal",
            "  pack          core",
            "  practised     never",
            "",
            "  Design the part of a ride service that brings riders and drivers together:",
            "  250,000 positions a second, and a match within three seconds.",
        ];
        assert_eq!(page(&bare, &never(), 80), expected.join("\n"));
    }
}
