//! Completing the record of a session that was cut short by a kill, a crash or a power cut.
//!
//! The last copy that was kept says what had happened when it was made. The takes that are found
//! beside it say how much was spoken after that.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::record::{End, SectionRecord, Session, Status, Take};

/// The file name of a take; `answer` and `section` count from 1.
pub fn take_name(answer: usize, section: usize, id: &str) -> String {
    format!("{answer}-{section}-{id}.wav")
}

/// Gives every section the take that was found for it by name, and with it its true length. A
/// section that was on its way lasted as long as its take; those after it were not reached.
pub fn complete(session: &mut Session, found: &BTreeMap<String, Take>) {
    let mut end_ms = 0;
    for (answer, record) in session.answers.iter_mut().enumerate() {
        for (section, record) in record.sections.iter_mut().enumerate() {
            let name = take_name(answer + 1, section + 1, &record.id);
            if let (None, Some(take)) = (&record.take, found.get(&name)) {
                attach(record, take.clone());
            }
            if record.end == End::Interrupted && record.take.is_none() {
                record.used_ms = 0;
                record.over_ms = 0;
                record.started_ms = record.started_ms.max(end_ms);
            }
            end_ms = end_ms.max(record.started_ms + record.used_ms);
        }
    }
    session.status = Status::Interrupted;
    let length = SignedDuration::from_millis(i64::try_from(end_ms).unwrap_or(i64::MAX));
    session.ended_at = session.started_at.checked_add(length).ok();
}

fn attach(record: &mut SectionRecord, take: Take) {
    if record.end == End::Interrupted {
        record.used_ms = take.frames * 1000 / u64::from(take.sample_rate.max(1));
        record.over_ms = record.used_ms.saturating_sub(record.budget_ms);
    }
    record.take = Some(take);
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::domain::draw::DrawMode;
    use crate::domain::prompt::{Kind, Level};
    use crate::domain::record::{Answer, Mic, PrepRecord, PromptRef, Role, RoundRef, SCHEMA};
    use crate::domain::round::Policy;

    fn section(id: &str, started_ms: u64, used_ms: u64, end: End) -> SectionRecord {
        SectionRecord {
            role: Role::Section,
            id: id.to_owned(),
            title: id.to_owned(),
            ask: None,
            cues: vec![],
            budget_ms: 10_000,
            started_ms,
            used_ms,
            over_ms: 0,
            paused_ms: 0,
            end,
            take: None,
            marks: vec![],
            speech: None,
        }
    }

    fn take(path: &str, frames: u64) -> (String, Take) {
        let take = Take {
            path: path.to_owned(),
            sample_rate: 1000,
            channels: 1,
            bits: 16,
            frames,
            lost_frames: 0,
            gaps: vec![],
            continued: vec![],
        };
        (path.to_owned(), take)
    }

    fn session(sections: Vec<SectionRecord>) -> Session {
        let answer = Answer {
            prompt: PromptRef {
                id: "p".to_owned(),
                kind: Kind::Behavioral,
                title: "P".to_owned(),
                ask: "Why?".to_owned(),
                competencies: vec![],
                level: vec![Level::L6],
                pack: "test".to_owned(),
                digest: String::new(),
            },
            prep: PrepRecord {
                budget_ms: 0,
                used_ms: 0,
            },
            sections,
            scorecards: vec![],
        };
        Session {
            schema: SCHEMA,
            id: Uuid::nil(),
            started_at: Timestamp::UNIX_EPOCH,
            time_zone: "UTC".to_owned(),
            ended_at: None,
            status: Status::Interrupted,
            rehearsal: false,
            round: RoundRef {
                id: "r".to_owned(),
                title: "R".to_owned(),
                pack: "test".to_owned(),
            },
            loop_: None,
            seed: 1,
            draw: DrawMode::Fresh,
            policy: Policy::Strict,
            scale: 1.0,
            rubrics: vec![],
            mic: Mic::none(),
            answers: vec![answer],
            scorecards: vec![],
            attachments: vec![],
        }
    }

    #[test]
    fn takes_say_how_long_the_last_section_was() {
        let mut session = session(vec![
            section("a", 0, 10_000, End::TimeUp),
            section("b", 10_000, 20, End::Interrupted),
            section("c", 20, 0, End::Interrupted),
        ]);
        let found = BTreeMap::from([take("1-1-a.wav", 10_000), take("1-2-b.wav", 4_321)]);
        complete(&mut session, &found);
        let seen: Vec<_> = session.answers[0]
            .sections
            .iter()
            .map(|s| (s.started_ms, s.used_ms, s.take.is_some()))
            .collect();
        assert_eq!(
            seen,
            [(0, 10_000, true), (10_000, 4_321, true), (14_321, 0, false)]
        );
        assert_eq!(session.ended_at, Timestamp::from_millisecond(14_321).ok());
    }

    #[test]
    fn what_was_known_of_a_finished_take_stays() {
        let mut known = section("a", 0, 10_000, End::TimeUp);
        let (_, mut kept) = take("1-1-a.wav", 9_999);
        kept.lost_frames = 7;
        known.take = Some(kept.clone());
        let mut session = session(vec![known]);
        complete(&mut session, &BTreeMap::from([take("1-1-a.wav", 10_000)]));
        assert_eq!(session.answers[0].sections[0].take, Some(kept));
    }
}
