mod any;
mod assessments;
mod criteria;
mod imports;
#[cfg(unix)]
mod killed;
mod plan;
mod queries;
mod views;

use tempfile::TempDir;

use super::samples::{at, card, full, id, mark, section, short};
use super::*;
use crate::domain::{SectionRecord, Status};

fn history() -> (TempDir, History) {
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(&folder.path().join("history.db")).unwrap();
    (folder, history)
}

fn loaded(history: &History, id: Uuid) -> Session {
    history.session(id).unwrap().unwrap().session
}

#[test]
fn a_session_with_everything_comes_back_as_it_was() {
    let (_folder, mut history) = history();
    let session = full();
    history.save(&session, "recordings/x").unwrap();
    let kept = history.session(session.id).unwrap().unwrap();
    assert_eq!(kept.session, session);
    assert_eq!(kept.folder, "recordings/x");
    assert_eq!(history.session(id(99)).unwrap(), None);
}

#[test]
fn a_kept_session_reads_as_its_json_with_a_folder() {
    let (_folder, mut history) = history();
    history.save(&full(), "recordings/x").unwrap();
    let kept = history.session(full().id).unwrap().unwrap();
    let mut expected = serde_json::to_value(full()).unwrap();
    expected["folder"] = "recordings/x".into();
    assert_eq!(serde_json::to_value(kept).unwrap(), expected);
}

#[test]
fn saving_again_replaces_what_there_was() {
    let (_folder, mut history) = history();
    let mut session = full();
    session.scorecards.clear();
    session.attachments.clear();
    for answer in &mut session.answers {
        answer.scorecards.clear();
        answer.sections.iter_mut().for_each(|s| s.marks.clear());
    }
    history.save(&session, "recordings/x").unwrap();
    session.status = Status::Completed;
    session.answers.truncate(1);
    session.answers[0].sections.truncate(1);
    history.save(&session, "recordings/y").unwrap();
    let kept = history.session(session.id).unwrap().unwrap();
    assert_eq!((kept.session, &*kept.folder), (session, "recordings/y"));
    assert_eq!(history.sessions().unwrap().len(), 1);
}

#[test]
fn no_save_removes_a_file_that_was_attached() {
    let (_folder, mut history) = history();
    let mut session = full();
    let attached = session.attachments.clone();
    history.save(&session, "x").unwrap();
    session.attachments.clear();
    history.save(&session, "x").unwrap();
    assert_eq!(loaded(&history, session.id).attachments, attached);
}

#[test]
fn no_save_removes_a_card_or_a_mark_or_takes_back_a_retraction() {
    let (_folder, mut history) = history();
    let start = "2026-11-22T06:10:00Z";
    let mut here = short(1, start, "p");
    let mut there = here.clone();
    let changed = |value| card(20, "r", &[("c", value)]);
    here.answers[0].scorecards = vec![changed(4), card(21, "r", &[])];
    here.answers[0].scorecards[0].retracted = true;
    here.answers[0].sections[0].marks = vec![mark(10, 5), mark(11, 6)];
    here.scorecards = vec![card(22, "s", &[])];
    there.answers[0].scorecards = vec![card(23, "r", &[]), changed(5)];
    there.answers[0].sections[0].marks = vec![mark(11, 6), mark(12, 7)];

    history.save(&here, "x").unwrap();
    history.save(&there, "x").unwrap();
    let kept = loaded(&history, here.id);
    let mut retracted = changed(4);
    retracted.retracted = true;
    let cards = [card(23, "r", &[]), retracted, card(21, "r", &[])];
    assert_eq!(kept.answers[0].scorecards, cards);
    assert_eq!(kept.scorecards, here.scorecards);
    let marks = [mark(11, 6), mark(12, 7), mark(10, 5)];
    assert_eq!(kept.answers[0].sections[0].marks, marks);

    // Whatever is said twice changes nothing any more.
    for session in [&here, &there, &kept] {
        let before = loaded(&history, here.id);
        history.save(session, "x").unwrap();
        let ids = |session: &Session| {
            let mut ids: Vec<_> = session.answers[0].scorecards.iter().map(|c| c.id).collect();
            ids.sort();
            ids
        };
        assert_eq!(ids(&loaded(&history, here.id)), ids(&before));
    }
}

#[test]
fn a_section_that_is_kept_for_its_marks_keeps_all_files_of_its_take() {
    let (_folder, mut history) = history();
    let session = full();
    history.save(&session, "x").unwrap();
    let mut less = session.clone();
    less.answers[0].sections.truncate(1);
    history.save(&less, "x").unwrap();
    let kept = loaded(&history, session.id);
    let take = kept.answers[0].sections[1].take.as_ref().unwrap();
    assert_eq!(take.files().count(), 3);
    assert_eq!(history.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn an_answer_or_section_with_cards_or_marks_is_not_saved_away() {
    let (_folder, mut history) = history();
    let mut session = short(1, "2026-11-22T06:10:00Z", "p");
    session.answers.push(session.answers[0].clone());
    session.answers[1].scorecards = vec![card(20, "r", &[])];
    session.answers[0].sections.push(SectionRecord {
        marks: vec![mark(10, 5)],
        ..section("second", 1)
    });
    history.save(&session, "x").unwrap();
    let mut less = session.clone();
    less.answers.truncate(1);
    less.answers[0].sections.truncate(1);
    history.save(&less, "x").unwrap();
    assert_eq!(loaded(&history, session.id), session);
}

/// Adds a card to an answer, counted from 0, or to the session as a whole.
fn give(history: &mut History, session: Uuid, answer: Option<usize>, card: &Scorecard) {
    let given = history.revise(session, None, |session| {
        let cards = match answer {
            Some(index) => &mut session.answers[index].scorecards,
            None => &mut session.scorecards,
        };
        cards.retain(|known| known.id != card.id);
        cards.push(card.clone());
        Ok::<_, StoreError>(())
    });
    given.unwrap();
}

#[test]
fn cards_are_added_to_an_answer_or_to_the_session() {
    let (_folder, mut history) = history();
    let mut session = short(1, "2026-11-22T06:10:00Z", "p");
    session.answers.push(session.answers[0].clone());
    history.save(&session, "x").unwrap();
    let cards = [20, 21, 22, 23].map(|number| card(number, "r", &[("c", 3), ("d", 4)]));
    give(&mut history, session.id, Some(1), &cards[1]);
    give(&mut history, session.id, Some(1), &cards[0]);
    give(&mut history, session.id, None, &cards[3]);
    session.answers[1].scorecards = vec![cards[1].clone(), cards[0].clone()];
    give(&mut history, session.id, None, &cards[2]);
    session.scorecards = vec![cards[3].clone(), cards[2].clone()];
    assert_eq!(loaded(&history, session.id), session);

    // Once more, with other values, and retracted: only that counts, and it stays.
    let mut again = card(20, "r", &[("c", 1)]);
    for retracted in [true, false] {
        again.retracted = retracted;
        give(&mut history, session.id, Some(1), &again);
        session.answers[1].scorecards[1].retracted = true;
        assert_eq!(loaded(&history, session.id), session);
    }
}

#[test]
fn a_session_that_is_not_there_cannot_be_changed() {
    let (_folder, mut history) = history();
    let session = short(1, "2026-11-22T06:10:00Z", "p");
    let error = history.revise(session.id, None, |_| Ok::<_, StoreError>(()));
    let error = error.unwrap_err();
    assert!(
        matches!(&error, StoreError::NoSession { id, .. } if *id == session.id),
        "{error}"
    );
}

#[test]
fn a_deleted_session_is_gone_and_no_copy_brings_it_back() {
    let (_folder, mut history) = history();
    let session = full();
    let now = at("2026-11-23T00:00:00Z");
    history.save(&session, "recordings/x").unwrap();
    let folder = history.delete(session.id, now).unwrap();
    assert_eq!(folder.as_deref(), Some("recordings/x"));
    assert_eq!(history.session(session.id).unwrap(), None);
    assert!(
        history
            .scores(&ScoreFilter {
                rehearsals: true,
                ..ScoreFilter::default()
            })
            .unwrap()
            .is_empty()
    );
    // Not a row of it is left anywhere.
    assert_eq!(history.integrity().unwrap(), Vec::<String>::new());
    for table in ["takes", "gaps", "continuations", "marks"] {
        let count = format!("SELECT COUNT(*) FROM {table}");
        let rows: i64 = history
            .connection
            .query_row(&count, [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }

    let error = history.save(&session, "recordings/x").unwrap_err();
    assert!(matches!(error, StoreError::Deleted { .. }), "{error}");
    assert_eq!(history.delete(session.id, now).unwrap(), None);
    // A session that never arrived here can be deleted as well.
    assert_eq!(history.delete(id(77), now).unwrap(), None);
    let unseen = short(77, "2026-11-22T06:10:00Z", "p");
    assert!(history.save(&unseen, "x").is_err());
}

#[test]
fn two_handles_see_and_keep_what_the_other_wrote() {
    let (folder, mut one) = history();
    let mut two = History::open(&folder.path().join("history.db")).unwrap();
    let start = "2026-11-22T06:10:00Z";
    for round in 0..5 {
        one.save(&short(2 * round, start, "p"), "x").unwrap();
        two.save(&short(2 * round + 1, start, "p"), "x").unwrap();
        for history in [&one, &two] {
            let count = history.sessions().unwrap().len();
            assert_eq!(count as u128, 2 * round + 2);
        }
    }
}

#[test]
fn a_history_that_is_being_written_elsewhere_says_so() {
    let (folder, mut history) = history();
    let path = folder.path().join("history.db");
    let other = schema::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let patience = std::time::Duration::from_millis(20);
    history.connection.busy_timeout(patience).unwrap();
    let error = history.save(&full(), "x").unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    // Reading goes on all the while.
    assert!(history.sessions().unwrap().is_empty());
    other.execute_batch("COMMIT").unwrap();
    history.save(&full(), "x").unwrap();
}

#[test]
fn a_full_disk_costs_only_what_did_not_fit() {
    let (_folder, mut history) = history();
    let session = short(1, "2026-11-22T06:10:00Z", "p");
    history.save(&session, "x").unwrap();
    // SQLite's own limit, which fails as the disk does.
    history
        .connection
        .pragma_update(None, "max_page_count", 1)
        .unwrap();
    let mut large = session.clone();
    large.answers[0].prompt.ask = "x".repeat(1_000_000);
    let error = history.save(&large, "x").unwrap_err();
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error}");
    assert!(error.to_string().contains("history.db"), "{error}");
    assert_eq!(loaded(&history, session.id), session);
    assert_eq!(history.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn a_number_that_cannot_be_kept_is_refused_and_nothing_is_changed() {
    let (_folder, mut history) = history();
    let session = full();
    history.save(&session, "x").unwrap();
    let mut absurd = session.clone();
    absurd.answers[1].prep.used_ms = u64::MAX;
    let error = history.save(&absurd, "x").unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        source.contains("18446744073709551615 is too large"),
        "{source}"
    );
    assert_eq!(loaded(&history, session.id), session);
}

#[test]
fn what_is_wrong_inside_is_listed() {
    let (folder, mut history) = history();
    history.save(&full(), "x").unwrap();
    assert_eq!(history.integrity().unwrap(), Vec::<String>::new());
    let orphan = "PRAGMA foreign_keys = OFF; DELETE FROM answers WHERE number = 1;";
    history.connection.execute_batch(orphan).unwrap();
    let problems = history.integrity().unwrap();
    for table in ["sections", "scorecards"] {
        let expected = format!("a row of {table} belongs to no row of answers");
        assert!(problems.contains(&expected), "{problems:?}");
    }
    drop(history);

    // Page by page, whatever it holds: the first is left out, without it nothing opens.
    let path = folder.path().join("history.db");
    let sound = std::fs::read(&path).unwrap();
    for page in 1..sound.len() / 4096 {
        let mut bytes = sound.clone();
        bytes[page * 4096..][..4096].fill(0xAA);
        std::fs::write(&path, bytes).unwrap();
        match History::open(&path) {
            Err(error) => assert!(matches!(error, StoreError::Damaged { .. }), "{error}"),
            Ok(history) => assert!(!history.integrity().unwrap().is_empty(), "page {page}"),
        }
    }
}

#[test]
fn a_database_made_by_version_1_opens_with_all_it_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let made = Connection::open(&path).unwrap();
    made.execute_batch(include_str!("../testdata/history-v1.sql"))
        .unwrap();
    drop(made);
    // What that program wrote beside it, with a value on no scale, which it took all the same.
    let json = include_str!("../testdata/history-v1.json");
    let session: Session = serde_json::from_str(json).unwrap();

    let mut history = History::open(&path).unwrap();
    assert_eq!(loaded(&history, session.id), session);
    assert_eq!(history.sessions().unwrap().len(), 1);
    assert_eq!(history.integrity().unwrap(), Vec::<String>::new());
    assert!(folder.path().join("history.db.backup-v1").exists());
    // Its takes are like any other: they may be written again, with what that version did not know.
    let take = session.answers[0].sections[1].take.clone().unwrap();
    assert_eq!((take.files().count(), take.gaps.len()), (1, 2));
    let mut longer = session.clone();
    longer.answers[0].sections[1].take = full().answers[0].sections[1].take.clone();
    history.save(&longer, "x").unwrap();
    assert_eq!(loaded(&history, session.id), longer);
    let deleted = short(77, "2026-11-22T06:10:00Z", "p");
    let error = history.save(&deleted, "x").unwrap_err();
    assert!(matches!(error, StoreError::Deleted { .. }), "{error}");
}
