//! Whether what a record says can be: it may be a stranger's.
//!
//! The history adds up what it holds, and one session of a thousand years would be in every figure.
//! So a record with a number that no practice has is refused as it is; nothing of it is made smaller.
//! The limits are far from all that is sat, and so near that no number of such records overflows.

use jiff::Timestamp;

use super::record::{SectionRecord, Session, Speech, Take};
use super::rubric::Scorecard;

/// Milliseconds: three years.
const LONGEST: u64 = 100_000_000_000;
/// Of a take; three years at 96 kHz.
const FRAMES: u64 = 10_000_000_000_000;
/// Of a scale, on either side of 0.
const VALUE: i64 = 1_000_000_000_000;
/// Decibels, words in a second, shares.
const FIGURE: f64 = 1_000_000.0;
/// Entries of one list.
const ENTRIES: usize = 10_000;
/// Pauses and gaps, which nobody makes by hand.
const STRETCHES: usize = 1_000_000;
/// Seconds since 1970: from then on, until 2200.
const YEARS: std::ops::Range<i64> = 0..7_258_118_400;

/// What is wrong with a record first: the field as its JSON has it, and why.
#[must_use]
pub fn implausible(session: &Session) -> Option<String> {
    let mut look = Look::default();
    look.session(session);
    look.found
}

/// The same of a card of no session.
#[must_use]
pub fn implausible_card(card: &Scorecard) -> Option<String> {
    let mut look = Look::default();
    look.card("", card);
    look.found
}

#[derive(Default)]
struct Look {
    found: Option<String>,
}

impl Look {
    fn session(&mut self, session: &Session) {
        self.time("started_at", Some(session.started_at));
        self.time("ended_at", session.ended_at);
        self.time("rehearsal_at", session.rehearsal_at);
        self.holds(
            "scale",
            session.scale,
            session.scale > 0.0 && session.scale <= 1e9,
        );
        let sections = session.answers.iter().map(|answer| answer.sections.len());
        self.count(
            "answers",
            session.answers.len().max(sections.sum()),
            ENTRIES,
        );
        for (index, answer) in session.answers.iter().enumerate() {
            let at = format!("answers[{index}].");
            self.most(&at, "prep.budget_ms", answer.prep.budget_ms, LONGEST);
            self.most(&at, "prep.used_ms", answer.prep.used_ms, LONGEST);
            for (index, section) in answer.sections.iter().enumerate() {
                self.section(&format!("{at}sections[{index}]."), section);
            }
            self.cards(&at, &answer.scorecards);
        }
        self.cards("", &session.scorecards);
        self.count("attachments", session.attachments.len(), ENTRIES);
        for (index, file) in session.attachments.iter().enumerate() {
            self.time(&format!("attachments[{index}].at"), Some(file.at));
        }
    }

    fn section(&mut self, at: &str, section: &SectionRecord) {
        let lengths = [
            ("budget_ms", section.budget_ms),
            ("min_ms", section.min_ms),
            ("started_ms", section.started_ms),
            ("used_ms", section.used_ms),
            ("over_ms", section.over_ms),
            ("paused_ms", section.paused_ms),
        ];
        for (field, value) in lengths {
            self.most(at, field, value, LONGEST);
        }
        self.count(&format!("{at}marks"), section.marks.len(), ENTRIES);
        for (index, mark) in section.marks.iter().enumerate() {
            self.most(at, &format!("marks[{index}].at_ms"), mark.at_ms, LONGEST);
        }
        if let Some(take) = &section.take {
            self.take(&format!("{at}take."), take);
        }
        if let Some(speech) = &section.speech {
            self.speech(&format!("{at}speech."), speech);
        }
    }

    fn take(&mut self, at: &str, take: &Take) {
        self.most(at, "frames", take.frames, FRAMES);
        self.most(at, "lost_frames", take.lost_frames, FRAMES);
        self.count(&format!("{at}continued"), take.continued.len(), ENTRIES);
        for (index, file) in take.continued.iter().enumerate() {
            self.most(
                at,
                &format!("continued[{index}].at_frame"),
                file.at_frame,
                FRAMES,
            );
        }
        self.count(&format!("{at}gaps"), take.gaps.len(), STRETCHES);
        for (index, gap) in take.gaps.iter().enumerate() {
            self.most(at, &format!("gaps[{index}].at_frame"), gap.at_frame, FRAMES);
            self.most(at, &format!("gaps[{index}].frames"), gap.frames, FRAMES);
        }
    }

    fn speech(&mut self, at: &str, speech: &Speech) {
        let lengths = [
            ("speaking_ms", speech.speaking_ms),
            ("first_word_ms", speech.first_word_ms.unwrap_or_default()),
            ("longest_pause_ms", speech.longest_pause_ms),
            ("pause_ms", speech.pause_ms),
        ];
        for (field, value) in lengths {
            self.most(at, field, value, LONGEST);
        }
        self.most(at, "clipped_frames", speech.clipped_frames, FRAMES);
        self.most(at, "pauses", speech.pauses.into(), STRETCHES as u64);
        self.count(
            &format!("{at}pause_list"),
            speech.pause_list.len(),
            STRETCHES,
        );
        for (index, pause) in speech.pause_list.iter().enumerate() {
            self.most(
                at,
                &format!("pause_list[{index}].at_ms"),
                pause.at_ms,
                LONGEST,
            );
            let field = format!("pause_list[{index}].length_ms");
            self.most(at, &field, pause.length_ms, LONGEST);
        }
        let spoken = speech.articulation;
        let thirds = spoken.map(|spoken| spoken.thirds).unwrap_or_default();
        let figures = [
            ("loudness_lufs", speech.loudness_lufs),
            ("peak_dbfs", speech.peak_dbfs),
            ("silence", speech.silence),
            ("noise_dbfs", speech.noise_dbfs),
            (
                "articulation.per_second",
                spoken.map(|spoken| spoken.per_second),
            ),
        ];
        let thirds = thirds.map(|third| ("articulation.thirds", third));
        for (field, value) in figures.into_iter().chain(thirds) {
            if let Some(value) = value {
                self.holds(&format!("{at}{field}"), value, value.abs() <= FIGURE);
            }
        }
    }

    fn cards(&mut self, at: &str, cards: &[Scorecard]) {
        self.count(&format!("{at}scorecards"), cards.len(), ENTRIES);
        for (index, card) in cards.iter().enumerate() {
            self.card(&format!("{at}scorecards[{index}]."), card);
        }
    }

    fn card(&mut self, at: &str, card: &Scorecard) {
        self.time(&format!("{at}at"), Some(card.at));
        self.count(&format!("{at}values"), card.values.len(), ENTRIES);
        for (index, score) in card.values.iter().enumerate() {
            let at = format!("{at}values[{index}].");
            for (field, value) in [("min", score.min), ("max", score.max)] {
                self.holds(
                    &format!("{at}{field}"),
                    value,
                    (-VALUE..=VALUE).contains(&value),
                );
            }
            if !(score.min..=score.max).contains(&score.value) {
                let scale = format!("on no scale from {} to {}", score.min, score.max);
                self.find(&format!("{at}value is {}, which is {scale}", score.value));
            }
        }
    }

    fn time(&mut self, field: &str, at: Option<Timestamp>) {
        if let Some(at) = at.filter(|at| !YEARS.contains(&at.as_second())) {
            self.find(&format!("{field} is {at}, when nobody practised"));
        }
    }

    fn most(&mut self, at: &str, field: &str, value: u64, most: u64) {
        if value > most {
            self.find(&format!("{at}{field} is {value}, and {most} is the most"));
        }
    }

    fn count(&mut self, field: &str, count: usize, most: usize) {
        if count > most {
            self.find(&format!(
                "{field} has {count} entries, and {most} is the most"
            ));
        }
    }

    fn holds(&mut self, field: &str, value: impl std::fmt::Display, holds: bool) {
        if !holds {
            self.find(&format!("{field} is {value}, which cannot be"));
        }
    }

    fn find(&mut self, problem: &str) {
        self.found.get_or_insert_with(|| problem.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn sound() -> Value {
        let text = r#"{
            "schema": 1, "id": "01936f0c-0000-7000-8000-000000000001",
            "started_at": "2026-11-22T06:10:00Z", "time_zone": "UTC", "ended_at": null,
            "status": "completed", "rehearsal": false,
            "round": { "id": "r", "title": "R", "pack": "core" }, "loop": null,
            "seed": 7, "draw": "fresh", "policy": "strict", "scale": 1.0, "rubrics": [],
            "mic": { "kind": "none", "host": null, "id": null, "name": null,
                "sample_rate": null, "channels": null },
            "answers": [{
                "prompt": { "id": "p", "kind": "behavioral", "title": "P", "ask": "?",
                    "competencies": [], "level": [], "pack": "core", "digest": "" },
                "prep": { "budget_ms": 0, "used_ms": 0 },
                "sections": [{
                    "role": "section", "id": "s", "title": "S", "ask": null,
                    "budget_ms": 1, "started_ms": 0, "used_ms": 1, "over_ms": 0, "paused_ms": 0,
                    "end": "next", "take": { "path": "a.wav", "sample_rate": 1, "channels": 1,
                        "bits": 16, "frames": 1, "lost_frames": 0, "gaps": [] },
                    "marks": [], "speech": { "speaking_ms": 1, "first_word_ms": 0, "pauses": 0,
                        "longest_pause_ms": 0, "loudness_lufs": -20.0, "peak_dbfs": null,
                        "clipped_frames": 0 }
                }],
                "scorecards": []
            }],
            "scorecards": [{ "id": "01936f0c-0000-7000-8000-000000000002", "rubric": "r",
                "version": 1, "rater": "self", "pass": "first", "at": "2026-11-22T06:11:00Z",
                "values": [{ "criterion": "c", "value": 3, "min": 1, "max": 5, "note": null }],
                "next_time": null, "retracted": false }],
            "attachments": []
        }"#;
        serde_json::from_str(text).unwrap()
    }

    fn found(json: &Value) -> Option<String> {
        implausible(&serde_json::from_value(json.clone()).unwrap())
    }

    #[test]
    fn a_number_that_no_practice_has_is_named_with_its_field() {
        assert_eq!(found(&sound()), None);
        let section = "/answers/0/sections/0";
        let value = "/scorecards/0/values/0";
        let cases = [
            (
                format!("{section}/used_ms"),
                json!(u64::MAX),
                "answers[0].sections[0].used_ms is",
            ),
            (
                format!("{section}/budget_ms"),
                json!(i64::MAX),
                "sections[0].budget_ms is",
            ),
            (
                format!("{section}/take/frames"),
                json!(u64::MAX),
                "take.frames is",
            ),
            (
                format!("{section}/speech/loudness_lufs"),
                json!(1e300),
                "loudness_lufs is",
            ),
            (
                format!("{section}/speech/pauses"),
                json!(u32::MAX),
                "speech.pauses is",
            ),
            (
                format!("{value}/value"),
                json!(6),
                "values[0].value is 6, which is on no scale",
            ),
            (format!("{value}/value"), json!(i64::MIN), "from 1 to 5"),
            (format!("{value}/max"), json!(i64::MAX), "values[0].max is"),
            (format!("{value}/max"), json!(0), "on no scale from 1 to 0"),
            ("/scale".to_owned(), json!(-1.0), "scale is -1"),
            ("/scale".to_owned(), json!(1e300), "scale is 1"),
            (
                "/started_at".to_owned(),
                json!("-009999-01-03T00:00:00Z"),
                "started_at is",
            ),
            (
                "/scorecards/0/at".to_owned(),
                json!("9999-01-01T00:00:00Z"),
                "scorecards[0].at is",
            ),
        ];
        for (pointer, value, expected) in cases {
            let mut json = sound();
            *json.pointer_mut(&pointer).unwrap() = value;
            let problem = found(&json).unwrap();
            assert!(problem.contains(expected), "{pointer}: {problem}");
        }
        let mut json = sound();
        let mark = json!({ "id": "01936f0c-0000-7000-8000-000000000003", "at_ms": 0,
            "cue": null, "label": null, "while": "live" });
        json["answers"][0]["sections"][0]["marks"] = vec![mark; ENTRIES + 1].into();
        let problem = found(&json).unwrap();
        assert!(problem.contains("marks has 10001 entries"), "{problem}");
    }
}
