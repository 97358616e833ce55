mod course;

use std::time::Duration;

use serde_json::json;

use super::super::{Activity, Block, Deliverable, PlanPart, PlanStart, PlanTick};
use super::*;
use crate::domain::{Area, Criterion, Framework, FrameworkStep, Per, Rubric, Scale, StoryPart};

const MONDAY: &str = "2026-11-23";

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Days of one block each, `b1` and so on, and on the first what these show.
fn plan(days: usize, evidence: Vec<Option<Evidence>>) -> Plan {
    let deliverables = evidence
        .into_iter()
        .zip(1..)
        .map(|(evidence, n)| Deliverable {
            id: format!("d{n}"),
            title: "There".to_owned(),
            evidence,
        });
    let mut deliverables = Some(deliverables.collect());
    let day = |n| PlanDay {
        title: "Day".to_owned(),
        parts: vec![PlanPart {
            title: "Morning".to_owned(),
            length: Duration::from_hours(1),
            blocks: vec![Block {
                id: format!("b{n}"),
                title: None,
                length: Duration::from_hours(1),
                activity: Activity::Study(Vec::new()),
            }],
        }],
        deliverables: deliverables.take().unwrap_or_default(),
    };
    Plan {
        id: "p".to_owned(),
        pack: "p".to_owned(),
        title: "Plan".to_owned(),
        about: None,
        prerequisites: Vec::new(),
        days: (1..=days).map(day).collect(),
    }
}

fn tick(item: &str, done: bool, at: &str) -> PlanTick {
    PlanTick {
        plan: "p".to_owned(),
        item: item.to_owned(),
        done,
        at: self::at(at),
    }
}

/// Begun on Monday.
fn begun(ticks: Vec<PlanTick>) -> PlanProgress {
    let start = PlanStart {
        plan: "p".to_owned(),
        on: date(MONDAY),
        at: at("2026-11-20T10:00:00Z"),
    };
    PlanProgress {
        starts: vec![start],
        ticks,
        ..PlanProgress::default()
    }
}

fn standing(plan: &Plan, progress: &PlanProgress, practised: Practised<'_>) -> PlanStanding {
    on("2026-11-24", plan, progress, practised)
}

fn on(today: &str, plan: &Plan, progress: &PlanProgress, practised: Practised<'_>) -> PlanStanding {
    let criteria = ["a", "b"].map(|area| Criterion {
        id: area.to_owned(),
        area: Some(area.to_owned()),
        title: "Criterion".to_owned(),
        scale: Scale::Range { min: 1, max: 5 },
        weight: 1.0,
        anchors: std::collections::BTreeMap::new(),
        evidence: Vec::new(),
    });
    let areas = ["a", "b"].map(|area| Area {
        id: area.to_owned(),
        title: "Area".to_owned(),
    });
    let bank = Bank {
        frameworks: vec![Framework {
            id: "f".to_owned(),
            pack: "p".to_owned(),
            title: "Framework".to_owned(),
            prompt: None,
            slots: Vec::new(),
            steps: vec![FrameworkStep {
                title: "Start".to_owned(),
                ask: "How?".to_owned(),
            }],
            result: 0,
        }],
        rubrics: vec![Rubric {
            id: "r".to_owned(),
            version: 1,
            pack: "p".to_owned(),
            title: "Rubric".to_owned(),
            per: Per::None,
            areas: areas.into(),
            criteria: criteria.into(),
            bands: None,
            pass: crate::domain::PassRules::default(),
            next_steps: crate::domain::NextSteps::default(),
            outcomes: vec![],
        }],
        ..Bank::default()
    };
    PlanStanding::of(
        plan,
        progress,
        practised,
        &bank,
        date(today),
        &TimeZone::UTC,
    )
}

fn card(at: &str, values: &[(&str, i64)]) -> Scorecard {
    let value = |(criterion, value): &(&str, i64)| json!({ "criterion": criterion, "value": value, "min": 1, "max": 5, "note": null });
    let values: Vec<_> = values.iter().map(value).collect();
    serde_json::from_value(json!({
        "id": "01936f0c-0000-7000-8000-000000000001", "rubric": "r", "version": 1, "rater": "self",
        "pass": "first", "at": at, "values": values, "next_time": null, "retracted": false
    }))
    .unwrap()
}

/// A session of this round with one recorded answer.
fn session(round: &str, started_at: &str, minutes: u64) -> Session {
    let take = json!({ "path": "1-1-answer.wav", "sample_rate": 48000, "channels": 1, "bits": 16,
                       "frames": 1, "lost_frames": 0, "gaps": [] });
    let section = json!({
        "role": "section", "id": "answer", "title": "Answer", "ask": null, "budget_ms": 1000,
        "started_ms": 0, "used_ms": minutes * 60_000, "over_ms": 0, "paused_ms": 0, "end": "next",
        "take": take, "marks": [], "speech": null
    });
    let prompt = json!({
        "id": "p", "kind": "behavioral", "title": "P", "ask": "Go on.", "competencies": [],
        "level": ["L5"], "pack": "p", "digest": ""
    });
    serde_json::from_value(json!({
        "schema": 1, "id": "01936f0c-0000-7000-8000-000000000002", "started_at": started_at,
        "time_zone": "UTC", "ended_at": null, "status": "completed", "rehearsal": false,
        "round": { "id": round, "title": "Round", "pack": "p" }, "loop": null, "seed": 7,
        "draw": "fresh", "policy": "strict", "scale": 1.0,
        "mic": { "kind": "none", "host": null, "id": null, "name": null, "sample_rate": null,
                 "channels": null },
        "answers": [{ "prompt": prompt, "prep": { "budget_ms": 0, "used_ms": 0 },
                      "sections": [section], "scorecards": [] }],
        "scorecards": [], "attachments": []
    }))
    .unwrap()
}

#[test]
fn before_it_begins_a_plan_has_ticks_and_no_dates() {
    let plan = plan(
        2,
        vec![Some(Evidence::Answers {
            count: 1,
            rounds: vec![],
        })],
    );
    let ticks = vec![
        tick("b1", true, "2026-11-24T10:00:00Z"),
        tick("b2", false, "2026-11-24T10:00:00Z"),
    ];
    let progress = PlanProgress {
        ticks,
        ..PlanProgress::default()
    };
    let sessions = [session("round", "2026-11-24T10:00:00Z", 1)];
    let practised = Practised {
        sessions: &sessions,
        ..Practised::default()
    };
    let standing = standing(&plan, &progress, practised);
    assert_eq!(
        ["b1", "b2", "d1"].map(|item| standing.is_done(item)),
        [true, false, false]
    );
    assert_eq!(standing.date(1), None);
}

#[test]
fn a_day_that_was_missed_moves_to_today_and_those_after_it_move_along() {
    let plan = plan(3, vec![]);
    let first = || vec![tick("b1", true, "2026-11-23T10:00:00Z")];
    let second = || vec![tick("b2", true, "2026-11-23T10:00:00Z")];
    let cases = [
        (
            "2026-11-20",
            vec![],
            ["2026-11-23", "2026-11-24", "2026-11-25"],
        ),
        (
            "2026-11-23",
            vec![],
            ["2026-11-23", "2026-11-24", "2026-11-25"],
        ),
        (
            "2026-11-26",
            vec![],
            ["2026-11-26", "2026-11-27", "2026-11-28"],
        ),
        (
            "2026-11-24",
            first(),
            ["2026-11-23", "2026-11-24", "2026-11-25"],
        ),
        (
            "2026-11-26",
            first(),
            ["2026-11-23", "2026-11-26", "2026-11-27"],
        ),
        (
            "2026-11-26",
            second(),
            ["2026-11-26", "2026-11-27", "2026-11-28"],
        ),
    ];
    for (today, ticks, expected) in cases {
        let standing = on(today, &plan, &begun(ticks), Practised::default());
        let dates = [1, 2, 3].map(|day| standing.date(day));
        assert_eq!(dates, expected.map(|text| Some(date(text))), "{today}");
        assert_eq!((standing.date(0), standing.date(4)), (None, None));
    }
}

#[test]
fn what_was_practised_since_the_plan_began_ticks_what_it_shows() {
    let within = |minutes| Evidence::Round {
        id: "design".to_owned(),
        within: Some(Duration::from_mins(minutes)),
    };
    let answers = |count, round: &str| Evidence::Answers {
        count,
        rounds: vec![round.to_owned()],
    };
    let mean = |mean| Evidence::Assess {
        rubric: "r".to_owned(),
        each_area_mean_at_least: Some(mean),
    };
    let all = [
        within(60),
        within(59),
        answers(1, "design"),
        answers(2, "design"),
        answers(1, "other"),
        mean(3.0),
        mean(3.5),
        Evidence::Stories(1),
    ];
    let plan = plan(1, all.into_iter().map(Some).collect());
    let items = ["d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8"];
    let done = |progress: &PlanProgress, cards: &[Scorecard], sessions: &[Session]| {
        let practised = Practised {
            cards,
            sessions,
            ..Practised::default()
        };
        let standing = standing(&plan, progress, practised);
        let done = items.iter().filter(|item| standing.is_done(item));
        done.map(|item| (*item).to_owned()).collect::<Vec<_>>()
    };
    let cards = [card("2026-11-23T09:00:00Z", &[("a", 3), ("b", 5)])];
    let sessions = [session("design", "2026-11-23T10:00:00Z", 60)];
    assert_eq!(done(&begun(vec![]), &cards, &sessions), ["d1", "d3", "d6"]);

    let before = [card("2026-11-22T23:59:59Z", &[("a", 5), ("b", 5)])];
    let half = [card("2026-11-23T09:00:00Z", &[("a", 5)])];
    let mut taken_back = cards.clone();
    taken_back[0].retracted = true;
    for cards in [before, half, taken_back] {
        assert_eq!(done(&begun(vec![]), &cards, &[]), [""; 0]);
    }
    let mut rehearsal = sessions.clone();
    rehearsal[0].rehearsal = true;
    assert_eq!(done(&begun(vec![]), &[], &rehearsal), [""; 0]);
    let mut stopped = sessions.clone();
    stopped[0].status = Status::Stopped;
    assert_eq!(done(&begun(vec![]), &[], &stopped), ["d3"]);

    // What was taken back is shown by later practice only.
    let undone = |at| begun(vec![tick("d1", false, at)]);
    assert_eq!(
        done(&undone("2026-11-23T12:00:00Z"), &[], &sessions),
        ["d3"]
    );
    assert_eq!(
        done(&undone("2026-11-23T08:00:00Z"), &[], &sessions),
        ["d1", "d3"]
    );
}

#[test]
fn what_was_ticked_by_hand_names_no_evidence() {
    let answers = Evidence::Answers {
        count: 1,
        rounds: vec![],
    };
    let plan = plan(1, vec![Some(answers.clone()), Some(answers)]);
    let sessions = [session("round", "2026-11-23T10:00:00Z", 1)];
    let progress = begun(vec![tick("d1", true, "2026-11-23T12:00:00Z")]);
    let practised = Practised {
        sessions: &sessions,
        ..Practised::default()
    };
    let standing = standing(&plan, &progress, practised);
    assert_eq!(standing.delivered(&plan.days), 2);
    assert_eq!(standing.shown("d1"), None);
    assert_eq!(standing.shown("d2"), Some("1 recorded answer"));
}

/// A story for so many people, written to its end, last on this date.
fn story(id: &str, people: u64, changed_at: &str) -> Story {
    Story {
        id: id.to_owned(),
        title: "A story".to_owned(),
        framework: "f".to_owned(),
        competencies: Vec::new(),
        people: Some(people),
        teams: None,
        business_units: None,
        years: None,
        industry_influence: None,
        novelty: None,
        metrics: Vec::new(),
        parts: vec![StoryPart {
            heading: "Start".to_owned(),
            text: "Once.".to_owned(),
        }],
        changed_at: at(changed_at),
    }
}

#[test]
fn stories_that_reach_an_organization_show_themselves_by_name() {
    let plan = plan(
        1,
        vec![Some(Evidence::Stories(2)), Some(Evidence::Stories(1))],
    );
    let shown = |stories: &[Story], ticks: Vec<PlanTick>| {
        let practised = Practised {
            stories,
            ..Practised::default()
        };
        let standing = standing(&plan, &begun(ticks), practised);
        ["d1", "d2"].map(|item| standing.shown(item).map(str::to_owned))
    };
    // From before the plan began.
    let (old, new) = (
        story("old", 50, "2026-01-01T00:00:00Z"),
        story("new", 51, "2026-11-24T08:00:00Z"),
    );
    let two = [old.clone(), new];
    let both = Some("the stories old, new".to_owned());
    assert_eq!(shown(&two, vec![]), [both.clone(), both]);
    let team = story("team", 49, "2026-11-24T08:00:00Z");
    let mut unwritten = story("unwritten", 500, "2026-11-24T08:00:00Z");
    unwritten.parts[0].text.clear();
    let only = Some("the story old".to_owned());
    assert_eq!(shown(&[team.clone(), unwritten, old], vec![]), [None, only]);
    assert_eq!(shown(&[team], vec![]), [None, None]);

    // What was taken back is shown by what was written after that.
    let undone = |hour: &str| vec![tick("d2", false, hour)];
    let new = Some("the story new".to_owned());
    assert_eq!(shown(&two, undone("2026-11-24T07:00:00Z"))[1], new);
    assert_eq!(shown(&two, undone("2026-11-24T09:00:00Z"))[1], None);
}
