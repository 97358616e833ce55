//! Sessions that nobody has sat: put into a home as a session leaves them, with takes that sound.

use std::f64::consts::TAU;
use std::fs;
use std::path::PathBuf;

use hotseat::domain::Session;
use hotseat::store::{History, sidecar};
use serde_json::{Value, json};

use super::home::Home;
use super::wav::{ROOM, write};

/// Of the takes.
const RATE: u32 = ROOM.sample_rate;

/// A section with a take of so many seconds.
pub(crate) fn section(number: usize, title: &str, seconds: u64) -> Value {
    let id = format!("part-{number}");
    json!({
        "role": "section", "id": id, "title": title, "ask": null, "cues": ["one", "two"],
        "budget_ms": seconds * 1000, "started_ms": 0, "used_ms": seconds * 1000, "over_ms": 0,
        "paused_ms": 0, "end": "time-up",
        "take": {
            "path": format!("1-{number}-{id}.wav"), "sample_rate": RATE, "channels": 1, "bits": 16,
            "frames": seconds * u64::from(RATE), "lost_frames": 0, "gaps": []
        },
        "marks": [], "speech": null
    })
}

/// A session of one answer with these sections, which started at `at`.
pub(crate) fn session(at: &str, sections: &[Value]) -> Value {
    json!({
        "schema": 1, "id": uuid_of(at), "started_at": at, "time_zone": "UTC", "ended_at": at,
        "status": "completed", "rehearsal": false,
        "round": {"id": "quick", "title": "Quick", "pack": "core"}, "loop": null,
        "seed": 7, "draw": "fresh", "policy": "strict", "scale": 1.0, "rubrics": ["star"],
        "mic": {"kind": "file", "host": null, "id": null, "name": "a.wav",
                "sample_rate": RATE, "channels": 1},
        "answers": [{
            "prompt": {"id": "asked", "kind": "behavioral", "title": "Asked", "ask": "Go on.",
                       "competencies": ["adaptability"], "level": ["L5"], "pack": "core",
                       "digest": "0"},
            "prep": {"budget_ms": 0, "used_ms": 0},
            "sections": sections, "scorecards": []
        }],
        "scorecards": [], "attachments": []
    })
}

/// An id of version 7 begins with its time.
fn uuid_of(at: &str) -> String {
    let at: jiff::Timestamp = at.parse().expect("a time");
    let millis = at.as_millisecond();
    let (high, low) = (millis >> 16, millis & 0xffff);
    format!("{high:08x}-{low:04x}-7000-8000-000000000000")
}

/// Keeps a session in the home, with its takes, and returns its folder.
pub(crate) fn keep(home: &Home, document: &Value) -> PathBuf {
    let session: Session = serde_json::from_value(document.clone()).expect("a session");
    let name = format!(
        "recordings/{}",
        session.started_at.strftime("%Y-%m-%dT%H%M%SZ-quick")
    );
    let folder = home.path().join(&name);
    fs::create_dir_all(&folder).expect("its folder");
    let sections = session.answers.iter().flat_map(|answer| &answer.sections);
    for take in sections.filter_map(|section| section.take.as_ref()) {
        let tone = |n: u64| (TAU * 220.0 * n as f64 / f64::from(RATE)).sin() * 9000.0;
        let samples: Vec<i16> = (0..take.frames).map(|n| tone(n) as i16).collect();
        write(&folder.join(&take.path), ROOM, &samples);
    }
    sidecar::write(&folder, &session).expect("its copy");
    let mut history = History::open(&home.path().join("history.db")).expect("a history");
    history.save(&session, &name).expect("it is kept");
    folder
}
