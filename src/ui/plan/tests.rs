use unicode_width::UnicodeWidthStr;

use super::*;

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
                deliverable("spoken", Some(Evidence::Answers(1))),
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
    let (plan, bank) = (plan(), Bank::default());
    let page = |width| {
        let all = overview(&plan, &bank, width);
        let day = day(&plan, 1, &plan.days[0], &bank, width);
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
