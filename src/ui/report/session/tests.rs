use jiff::tz::TimeZone;
use serde_json::json;

use super::super::values::AttachedFile;
use super::*;
use crate::domain::Bank;

const HOSTILE: &str = "</script><script>alert(1)</script>\" onload=\"x\u{202e}";

fn sample() -> Session {
    let section = |id: &str, used: u64| {
        json!({
            "role": "section", "id": id, "title": HOSTILE, "ask": HOSTILE, "cues": [HOSTILE, "b"],
            "budget_ms": 60_000, "started_ms": 0, "used_ms": used, "over_ms": 0, "paused_ms": 0,
            "end": "next",
            "take": {"path": format!("{id}.wav"), "sample_rate": 1000, "channels": 1, "bits": 16,
                     "frames": used, "lost_frames": 0, "gaps": [],
                     "continued": [{"path": format!("{id}.2.wav"), "at_frame": used / 2}]},
            "marks": [{"id": "01936f0c-0000-7000-8000-000000000001", "at_ms": 10_000, "cue": 1,
                       "label": HOSTILE, "while": "live"}],
            "speech": null
        })
    };
    let value = json!({
        "schema": 1, "id": "01936f0c-0000-7000-8000-000000000000",
        "started_at": "2026-11-22T06:10:00Z", "time_zone": "UTC", "ended_at": null,
        "status": "stopped", "rehearsal": true,
        "round": {"id": "quick", "title": HOSTILE, "pack": "core"}, "loop": null,
        "seed": 7, "draw": "fresh", "policy": "open", "scale": 0.5,
        "mic": {"kind": "device", "host": null, "id": null, "name": HOSTILE,
                "sample_rate": 1000, "channels": 1},
        "answers": [{
            "prompt": {"id": "p", "kind": "scenario", "title": HOSTILE, "ask": HOSTILE,
                       "competencies": [HOSTILE], "level": ["L5"], "pack": "core", "digest": ""},
            "prep": {"budget_ms": 60_000, "used_ms": 30_000},
            "sections": [section("a", 40_000), section("b", 20_000)],
            "scorecards": [{
                "id": "01936f0c-0000-7000-8000-00000000000a", "rubric": HOSTILE, "version": 1,
                "rater": HOSTILE, "pass": "first", "at": "2026-11-22T07:00:00Z",
                "values": [{"criterion": HOSTILE, "value": 3, "min": 1, "max": 5,
                            "note": HOSTILE}],
                "next_time": HOSTILE, "retracted": false
            }]
        }],
        "scorecards": [], "attachments": []
    });
    serde_json::from_value(value).unwrap()
}

fn page(takes: Vec<Option<TakeFiles>>) -> String {
    session(&SessionReport {
        session: &sample(),
        bank: &Bank::default(),
        takes: vec![takes],
        files: vec![AttachedFile {
            name: HOSTILE.to_owned(),
            at: "2026-11-22T07:00:00Z".parse().unwrap(),
            source: Source::Missing,
            is_picture: true,
        }],
        made: Made {
            at: "2026-11-22T08:00:00Z".parse().unwrap(),
            zone: TimeZone::UTC,
        },
    })
}

fn files(first: Source, second: Source) -> TakeFiles {
    TakeFiles {
        sources: vec![first, second],
        peaks: vec![0.5; 10],
    }
}

fn linked(name: &str) -> Source {
    Source::Linked(name.to_owned())
}

#[test]
fn no_text_leaves_its_place() {
    let page = page(vec![Some(files(linked("a.wav"), Source::Missing)), None]);
    assert_eq!(page.matches("<script>").count(), 1, "{page}");
    assert!(!page.contains("onload=\""), "{page}");
    assert!(!page.contains('\u{202e}'));
    assert!(page.matches("&#60;script&#62;").count() > 10, "{page}");
}

#[test]
fn takes_lie_one_after_another_in_whatever_number_of_files() {
    let whole = page(vec![
        Some(files(linked("a.wav"), linked("a.2.wav"))),
        Some(files(linked("b.wav"), Source::Embedded(3))),
    ]);
    for expected in [
        "src=\"a.wav\" data-at=\"0\" data-ms=\"20000\"",
        "src=\"a.2.wav\" data-at=\"20000\" data-ms=\"20000\"",
        "src=\"b.wav\" data-at=\"40000\" data-ms=\"10000\"",
        "src=\"embedded:3\" data-at=\"50000\" data-ms=\"10000\"",
        "data-length=\"60000\"",
        // The second section's mark.
        "data-at=\"50000\">",
    ] {
        assert!(whole.contains(expected), "{expected} is not in {whole}");
    }
}

#[test]
fn what_is_missing_is_said() {
    let some = page(vec![
        Some(files(Source::Missing, Source::Missing)),
        Some(files(linked("b.wav"), linked("b.2.wav"))),
    ]);
    for name in ["a.wav", "a.2.wav"] {
        let line = format!("{name} is missing: it was moved or deleted.");
        assert!(some.contains(&line), "{some}");
    }
    assert!(some.contains("class=\"lost\""), "{some}");
    let none = page(vec![None, None]);
    assert!(none.contains("Nothing was recorded."), "{none}");
    assert!(!none.contains("<audio"), "{none}");
}
