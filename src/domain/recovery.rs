//! Completing the record of a session that was cut short by a kill, a crash or a power cut.
//!
//! The last copy that was kept says what had happened when it was made. The takes that are found
//! beside it say how much was spoken after that.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::record::{Continuation, End, SectionRecord, Session, Take};

/// The file name of a take; `answer` and `section` count from 1.
pub fn take_name(answer: usize, section: usize, id: &str) -> String {
    format!("{answer}-{section}-{id}{WAV}")
}

const WAV: &str = ".wav";

/// The name of a further file of the take whose first is called `take`: `1-1-answer.2.wav` is its
/// second. No id holds a dot, so no other take has this name.
pub fn continuation_name(take: &str, number: usize) -> String {
    let stem = take.strip_suffix(WAV).unwrap_or(take);
    format!("{stem}.{number}{WAV}")
}

/// The take that the file `name` goes on with, and the file's number in it; none for a first file.
fn continues(name: &str) -> Option<(String, usize)> {
    let (stem, number) = name.strip_suffix(WAV)?.rsplit_once('.')?;
    let number = number.parse().ok().filter(|number| *number >= 2)?;
    let take = format!("{stem}{WAV}");
    // `.02` is a number too, and the name of no file of ours.
    (continuation_name(&take, number) == name).then_some((take, number))
}

/// Puts the files that were found together to takes, by the name of their first file.
///
/// A take ends before a file that is missing or in another format than the first. What comes after
/// is of no take: its names are returned too.
pub fn gather(files: BTreeMap<String, Take>) -> (BTreeMap<String, Take>, Vec<String>) {
    let mut takes = BTreeMap::new();
    let mut further = BTreeMap::new();
    for (name, file) in files {
        match continues(&name) {
            None => drop(takes.insert(name, file)),
            // In the order of their numbers, in which .10 comes after .9.
            Some(place) => drop(further.insert(place, (name, file))),
        }
    }
    let mut left = Vec::new();
    for ((first, number), (name, file)) in further {
        let take = takes.get_mut(&first).filter(|take| {
            let next = take.continued.len() + 2;
            number == next && format(take) == format(&file)
        });
        match take {
            Some(take) => go_on(take, file),
            None => left.push(name),
        }
    }
    (takes, left)
}

fn format(take: &Take) -> (u32, u16, u16) {
    (take.sample_rate, take.channels, take.bits)
}

fn go_on(take: &mut Take, file: Take) {
    take.continued.push(Continuation {
        path: file.path,
        at_frame: take.frames,
    });
    take.frames += file.frames;
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
                record.paused_ms = 0;
                record.started_ms = record.started_ms.max(end_ms);
            }
            let lasted_ms = record.used_ms.saturating_add(record.paused_ms);
            end_ms = end_ms.max(record.started_ms.saturating_add(lasted_ms));
        }
    }
    // A copy that was made on the way says by itself that the session was interrupted; one that says
    // otherwise was made when it was over.
    let length = SignedDuration::from_millis(i64::try_from(end_ms).unwrap_or(i64::MAX));
    let end = session.started_at.checked_add(length).ok();
    session.ended_at = session.ended_at.or(end);
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
    use crate::domain::record::{
        Answer, Mic, PrepRecord, PromptRef, Role, RoundRef, SCHEMA, Status,
    };
    use crate::domain::round::Policy;

    fn section(id: &str, started_ms: u64, used_ms: u64, end: End) -> SectionRecord {
        SectionRecord {
            role: Role::Section,
            id: id.to_owned(),
            title: id.to_owned(),
            ask: None,
            cues: vec![],
            budget_ms: 10_000,
            min_ms: 0,
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
            rehearsal_at: None,
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
    fn a_session_that_was_cut_short_in_a_pause_knows_it() {
        let mut paused = section("b", 10_000, 20, End::Interrupted);
        paused.paused_ms = 3_000;
        let mut session = session(vec![
            section("a", 0, 10_000, End::Next),
            paused,
            section("c", 20, 0, End::Interrupted),
        ]);
        session.policy = Policy::Open;
        let found = BTreeMap::from([take("1-1-a.wav", 10_000), take("1-2-b.wav", 12_345)]);
        complete(&mut session, &found);
        let seen: Vec<_> = session.answers[0]
            .sections
            .iter()
            .map(|s| (s.started_ms, s.used_ms, s.over_ms, s.paused_ms))
            .collect();
        let expected = [
            (0, 10_000, 0, 0),
            (10_000, 12_345, 2_345, 3_000),
            (25_345, 0, 0, 0),
        ];
        assert_eq!(seen, expected);
        assert_eq!(session.ended_at, Timestamp::from_millisecond(25_345).ok());
    }

    #[test]
    fn a_section_that_had_lent_all_it_had_was_passed_over_and_stays_so() {
        let mut session = session(vec![
            section("a", 0, 25_000, End::Next),
            section("b", 25_000, 0, End::TimeUp),
            section("c", 25_000, 10, End::Interrupted),
        ]);
        session.policy = Policy::Borrow;
        let found = BTreeMap::from([take("1-1-a.wav", 25_000), take("1-3-c.wav", 2_000)]);
        complete(&mut session, &found);
        let seen: Vec<_> = session.answers[0]
            .sections
            .iter()
            .map(|s| (s.started_ms, s.used_ms, s.end))
            .collect();
        let expected = [
            (0, 25_000, End::Next),
            (25_000, 0, End::TimeUp),
            (25_000, 2_000, End::Interrupted),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn only_what_has_the_name_of_a_further_file_is_one() {
        let second = continuation_name("1-1-a.wav", 2);
        assert_eq!(second, "1-1-a.2.wav");
        let cases = [
            (&*second, Some(2)),
            ("1-1-a.10.wav", Some(10)),
            ("1-1-a.wav", None),
            ("1-1-a.1.wav", None),
            ("1-1-a.02.wav", None),
            ("1-1-a.+2.wav", None),
            ("1-1-a.two.wav", None),
            ("1-1-a.2.txt", None),
        ];
        for (name, number) in cases {
            let expected = number.map(|number| ("1-1-a.wav".to_owned(), number));
            assert_eq!(continues(name), expected, "{name}");
        }
    }

    #[test]
    fn files_that_follow_each_other_are_one_take() {
        let names: Vec<String> = (3..=11)
            .map(|n| continuation_name("1-1-a.wav", n))
            .collect();
        let mut files = BTreeMap::from([
            take("1-1-a.wav", 100),
            take("1-1-a.2.wav", 10),
            take("1-2-b.wav", 7),
        ]);
        files.extend(names.iter().map(|name| take(name, 1)));
        let (takes, left) = gather(files);
        assert_eq!(left, [""; 0]);
        assert_eq!(takes.len(), 2);
        assert_eq!(takes["1-2-b.wav"].continued, []);
        let long = &takes["1-1-a.wav"];
        assert_eq!(long.frames, 119);
        let seen: Vec<_> = long.continued.iter().map(|file| file.at_frame).collect();
        assert_eq!(seen, [100, 110, 111, 112, 113, 114, 115, 116, 117, 118]);
        assert!(
            long.files().skip(2).eq(names.iter()),
            "{:?}",
            long.continued
        );
    }

    #[test]
    fn a_take_ends_before_a_file_that_does_not_follow() {
        let (name, mut faster) = take("1-1-a.3.wav", 10);
        faster.sample_rate = 2000;
        let cases = [
            // The third is missing.
            (vec![take("1-1-a.4.wav", 10)], vec!["1-1-a.4.wav"]),
            // It is in another format, and nothing can follow on it.
            (
                vec![(name, faster), take("1-1-a.4.wav", 10)],
                vec!["1-1-a.3.wav", "1-1-a.4.wav"],
            ),
            // The first of a take is missing.
            (vec![take("1-2-b.2.wav", 10)], vec!["1-2-b.2.wav"]),
        ];
        for (more, expected) in cases {
            let mut files = BTreeMap::from([take("1-1-a.wav", 100), take("1-1-a.2.wav", 10)]);
            files.extend(more);
            let (takes, left) = gather(files);
            assert_eq!(left, expected);
            assert_eq!(takes.len(), 1);
            assert_eq!(takes["1-1-a.wav"].frames, 110);
        }
    }

    #[test]
    fn a_section_is_as_long_as_all_files_of_its_take() {
        let mut session = session(vec![section("a", 0, 20, End::Interrupted)]);
        let files = BTreeMap::from([take("1-1-a.wav", 4_000), take("1-1-a.2.wav", 321)]);
        complete(&mut session, &gather(files).0);
        let record = &session.answers[0].sections[0];
        assert_eq!(record.used_ms, 4_321);
        let take = record.take.as_ref().unwrap();
        assert!(take.files().eq(["1-1-a.wav", "1-1-a.2.wav"]));
    }

    #[test]
    fn a_session_that_was_over_stays_over() {
        let mut session = session(vec![section("a", 0, 10_000, End::TimeUp)]);
        session.status = Status::Completed;
        session.ended_at = Timestamp::from_millisecond(12_345).ok();
        let ended_at = session.ended_at;
        complete(&mut session, &BTreeMap::from([take("1-1-a.wav", 10_000)]));
        assert_eq!(
            (session.status, session.ended_at),
            (Status::Completed, ended_at)
        );
        assert!(session.answers[0].sections[0].take.is_some());
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
