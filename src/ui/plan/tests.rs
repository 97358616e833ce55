use unicode_width::UnicodeWidthStr;

use super::*;
use crate::domain::{PlanProgress, PlanStart, PlanTick, Practised};

fn block(id: &str, minutes: u64, activity: Activity) -> Block {
    Block {
        id: id.to_owned(),
        title: Some(format!("The {id}")),
        length: Duration::from_mins(minutes),
        activity,
    }
}

fn plan() -> Plan {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let group = |title: Option<&str>, items| CheckGroup {
        title: title.map(str::to_owned),
        items,
    };
    let deliverable = |id: &str, evidence| Deliverable {
        id: id.to_owned(),
        title: "Something that is there".to_owned(),
        evidence,
    };
    let morning = PlanPart {
        title: "Morning".to_owned(),
        length: Duration::from_mins(75),
        blocks: vec![
            block(
                "reading",
                30,
                Activity::Study(texts(&["one topic", "another"])),
            ),
            block(
                "list",
                15,
                Activity::Checklist(vec![
                    group(None, texts(&["alone"])),
                    group(Some("Together"), texts(&["this", "that"])),
                ]),
            ),
            block(
                "stories",
                30,
                Activity::Stories {
                    topics: texts(&["reach"]),
                    slots: texts(&["a crisis"]),
                },
            ),
        ],
    };
    let evening = PlanPart {
        title: "Evening".to_owned(),
        length: Duration::from_hours(1),
        blocks: vec![block("round", 60, Activity::Round("some-round".to_owned()))],
    };
    let within = Some(Duration::from_hours(1));
    Plan {
        id: "plan".to_owned(),
        pack: "pack".to_owned(),
        title: "One day".to_owned(),
        about: Some("For those who have a day.".to_owned()),
        prerequisites: texts(&["patience", "a pen"]),
        days: vec![PlanDay {
            title: "All of it".to_owned(),
            parts: vec![morning, evening],
            deliverables: vec![
                deliverable("by-hand", None),
                deliverable("told", Some(Evidence::Stories(4))),
                deliverable(
                    "spoken",
                    Some(Evidence::Answers {
                        count: 1,
                        rounds: Vec::new(),
                    }),
                ),
                deliverable(
                    "rated",
                    Some(Evidence::Assess {
                        rubric: "some-rubric".to_owned(),
                        each_area_mean_at_least: Some(4.0),
                    }),
                ),
                deliverable(
                    "sat",
                    Some(Evidence::Round {
                        id: "some-round".to_owned(),
                        within,
                    }),
                ),
            ],
        }],
    }
}

#[test]
fn a_plan_and_its_days_read_well_at_any_width() {
    let (plan, bank, standing) = (plan(), Bank::default(), PlanStanding::default());
    let page = |width| {
        let all = overview(&plan, &bank, &standing, width);
        let day = day(&plan, 1, &plan.days[0], &bank, &standing, width);
        format!("{all}\n----\n{day}")
    };
    insta::assert_snapshot!("wide", page(80));
    for width in [20, 40, 60, 80, 120] {
        for line in page(width).lines() {
            assert!(line.width() <= width.min(WIDEST), "{width}: {line:?}");
        }
    }
}

#[test]
fn times_of_a_plan_are_told_in_hours() {
    let cases = [
        (45, "45 min"),
        (60, "1 h"),
        (720, "12 h"),
        (135, "2 h 15 min"),
    ];
    for (minutes, expected) in cases {
        assert_eq!(hours(Duration::from_mins(minutes)), expected);
    }
    assert_eq!(minutes(Duration::from_secs(450)), "7.5");
}

#[test]
fn the_last_day_shows_what_the_days_before_have_left_open() {
    let mut plan = plan();
    let last = PlanDay {
        title: "The end".to_owned(),
        parts: Vec::new(),
        deliverables: Vec::new(),
    };
    plan.days.push(last);
    let bank = Bank::default();
    let page = |standing: &PlanStanding| day(&plan, 2, &plan.days[1], &bank, standing, 80);
    let before = PlanStanding::default();
    assert!(!page(&before).contains("Still open"));
    let at: jiff::Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
    let on = "2026-11-23".parse().unwrap();
    let ticked = ["reading", "list/this", "told", "spoken", "rated", "sat"];
    let tick = |item: &str| PlanTick {
        plan: "plan".to_owned(),
        item: item.to_owned(),
        done: true,
        at,
    };
    let progress = PlanProgress {
        starts: vec![PlanStart {
            plan: "plan".to_owned(),
            on,
            at,
        }],
        ticks: ticked.map(tick).to_vec(),
        ..PlanProgress::default()
    };
    let zone = jiff::tz::TimeZone::UTC;
    let begun = PlanStanding::of(&plan, &progress, Practised::default(), &bank, on, &zone);
    let open = "Still open from the days before\n  Day 1, to do: list, stories, round\n  \
                Day 1, to be there: by-hand\n    list/1 · alone\n    list/3 · that";
    assert!(page(&begun).ends_with(open), "{}", page(&begun));
}
