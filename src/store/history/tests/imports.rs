//! Histories from several machines, taken in by each other: in whatever order, in whatever groups,
//! however often, the same comes out.

use std::path::Path;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::{assessments, delete, hidden, plan};
use super::*;
use crate::domain::{PlanProgress, PlanTick};

/// What one machine has to give.
#[derive(Debug, Clone, Default)]
struct Machine {
    sessions: Vec<Session>,
    deleted: Vec<(u128, i64)>,
    assessments: Vec<Scorecard>,
    ticks: Vec<PlanTick>,
    hidden: Vec<Hidden>,
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(1_900_000_000 + second).unwrap()
}

/// Four sessions in all, so that machines share them.
fn copy() -> impl Strategy<Value = Session> {
    let cards = vec((20..24_u128, any::<bool>(), 1..3_i64), 0..3);
    let marks = vec((30..33_u128, 0..2_u64), 0..3);
    (1..5_u128, 0..3_u64, cards, marks, any::<bool>()).prop_map(
        |(number, used_ms, cards, marks, is_over)| {
            let mut session = short(number, "2026-11-22T06:10:00Z", "p");
            session.answers[0].sections[0].used_ms = used_ms;
            session.answers[0].sections[0].marks =
                marks.into_iter().map(|(id, at)| mark(id, at)).collect();
            session.answers[0].scorecards = cards
                .into_iter()
                .map(|(number, retracted, value)| Scorecard {
                    retracted,
                    ..card(number, "r", &[("c", value)])
                })
                .collect();
            if !is_over {
                session.status = Status::Interrupted;
            }
            session
        },
    )
}

fn machine() -> impl Strategy<Value = Machine> {
    let deleted = vec((1..5_u128, 0..3_i64), 0..2);
    let card =
        (20..23_u128, any::<bool>(), 1..3_i64).prop_map(|(number, retracted, value)| Scorecard {
            retracted,
            ..card(number, "assessed", &[("c", value)])
        });
    let tick = (0..2_u8, any::<bool>(), 0..3_i64).prop_map(|(item, done, at)| PlanTick {
        plan: "p".to_owned(),
        item: format!("item-{item}"),
        done,
        at: second(at),
    });
    let word = (0..2_u8, any::<bool>(), 0..3_i64).prop_map(|(prompt, hidden, at)| Hidden {
        prompt: format!("prompt-{prompt}"),
        hidden,
        at: second(at),
    });
    let said = (vec(card, 0..3), vec(tick, 0..4), vec(word, 0..4));
    (vec(copy(), 0..5), deleted, said).prop_map(
        |(sessions, deleted, (assessments, ticks, hidden))| Machine {
            sessions,
            deleted,
            assessments,
            ticks,
            hidden,
        },
    )
}

/// A machine's portable copies, as they lie in its folder of progress.
fn write_copies(machine: &Machine, folder: &Path) {
    let deletions: Vec<_> = machine
        .deleted
        .iter()
        .map(|(number, at)| delete::Deletion {
            id: id(*number),
            at: second(*at),
        })
        .collect();
    delete::publish(folder, &deletions).unwrap();
    assessments::publish(folder, &machine.assessments).unwrap();
    hidden::publish(folder, &machine.hidden).unwrap();
    let progress = PlanProgress {
        starts: vec![],
        ticks: machine.ticks.clone(),
        notes: vec![],
    };
    plan::publish(folder, &progress).unwrap();
}

/// A machine and the folder with its portable copies.
struct Shared<'m>(&'m Machine, TempDir);

fn shared(machine: &Machine) -> Shared<'_> {
    let folder = tempfile::tempdir().unwrap();
    write_copies(machine, folder.path());
    Shared(machine, folder)
}

fn take_in(history: &mut History, Shared(machine, folder): &Shared<'_>) {
    for copy in PortableCopy::ALL {
        let path = folder.path().join(copy.file_name());
        history.take_in_copy(copy, &path).unwrap();
    }
    let mut import = history.import().unwrap();
    for session in &machine.sessions {
        let place = |_: &Session, _| Ok("recordings/x".to_owned());
        import.take_in(session.clone(), place).unwrap();
    }
    import.finish().unwrap();
}

/// All that a history holds, as another machine would be given it.
fn all_of(history: &History) -> Machine {
    let sessions = history.sessions().unwrap();
    let session = |id| history.session(id).unwrap().unwrap().session;
    let deleted = history.see(delete::all).unwrap();
    let number = |id: Uuid| id.as_u128() - super::id(0).as_u128();
    Machine {
        sessions: sessions.iter().map(|summary| session(summary.id)).collect(),
        deleted: deleted
            .iter()
            .map(|d| (number(d.id), d.at.as_second() - 1_900_000_000))
            .collect(),
        assessments: history.see(assessments::cards).unwrap(),
        ticks: history.see(plan::progress).unwrap().ticks,
        hidden: history.hidden().unwrap(),
    }
}

/// The same as text, every column of every session in it.
fn dump(history: &History) -> String {
    format!("{:#?}", all_of(history))
}

/// An empty history; to make one takes longer than all that is done with it here.
static EMPTY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (folder, history) = history();
    drop(history);
    std::fs::read(folder.path().join("history.db")).unwrap()
});

fn merged(machines: &[&Shared<'_>]) -> (TempDir, History) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    std::fs::write(&path, &*EMPTY).unwrap();
    let mut history = History::open(&path).unwrap();
    for machine in machines {
        take_in(&mut history, machine);
    }
    (folder, history)
}

proptest! {
    // Each case makes eight databases.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn histories_come_together_in_any_order_and_any_grouping(
        a in machine(), b in machine(), c in machine()
    ) {
        let (a, b, c) = (&shared(&a), &shared(&b), &shared(&c));
        let all = dump(&merged(&[a, b, c]).1);
        for order in [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
            prop_assert_eq!(&dump(&merged(&order).1), &all);
        }
        // Two of them on a third machine first, and that brought here; and everything once more.
        let both = all_of(&merged(&[b, c]).1);
        let both = &shared(&both);
        let (_folder, grouped) = merged(&[a, both, a, both, c]);
        prop_assert_eq!(&dump(&grouped), &all);
        prop_assert_eq!(grouped.integrity().unwrap(), Vec::<String>::new());
    }
}

fn taken(history: &mut History, session: &Session) -> Taken {
    let mut import = history.import().unwrap();
    let folder = |_: &Session, _| Ok("recordings/x".to_owned());
    import.take_in(session.clone(), folder).unwrap()
}

#[test]
fn what_became_of_a_copy_is_told() {
    let (_folder, mut history) = history();
    let mut session = full();
    assert_eq!(taken(&mut history, &session), Taken::New);
    assert_eq!(taken(&mut history, &session), Taken::Unchanged);
    assert_eq!(loaded(&history, session.id), session);
    session.scorecards.push(card(40, "r", &[("c", 3)]));
    assert_eq!(taken(&mut history, &session), Taken::Merged);
    assert_eq!(loaded(&history, session.id), session);
    history
        .delete(session.id, at("2026-11-23T00:00:00Z"))
        .unwrap();
    assert_eq!(taken(&mut history, &session), Taken::Deleted);
    assert_eq!(history.session(session.id).unwrap(), None);
}

#[test]
fn files_that_find_no_place_leave_the_history_as_it_was() {
    let (_folder, mut history) = history();
    let mut import = history.import().unwrap();
    let path = Path::new("recordings").to_owned();
    let failed = import.take_in(full(), |_, _| Err(StoreError::Held { path }));
    assert!(failed.is_err());
    assert_eq!(import.known(full().id).unwrap(), Known::Not);
    drop(import);
    assert_eq!(taken(&mut history, &full()), Taken::New);
}

#[test]
fn after_an_import_every_save_is_synced_again() {
    // 2 is FULL, 1 is NORMAL.
    let (_folder, mut history) = history();
    let setting = |history: &History, name: &str| -> i64 {
        let read = |row: &rusqlite::Row<'_>| row.get(0);
        history
            .connection
            .pragma_query_value(None, name, read)
            .unwrap()
    };
    let before = setting(&history, "synchronous");
    let import = history.import().unwrap();
    assert_eq!((before, setting(import.history, "synchronous")), (2, 1));
    drop(import);
    assert_eq!(setting(&history, "synchronous"), 2);
    history.import().unwrap().finish().unwrap();
    assert_eq!(setting(&history, "synchronous"), 2);
}
