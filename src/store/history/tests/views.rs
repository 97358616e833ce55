//! The views that other programs may read: what they say of a session with everything in it.

use super::*;

/// The rows of a query, each as its columns with `|` between them.
fn rows(history: &History, sql: &str) -> Vec<String> {
    let mut query = history.connection.prepare(sql).unwrap();
    let columns = query.column_count();
    let read = |row: &rusqlite::Row<'_>| {
        let column = |index| -> rusqlite::Result<String> {
            use rusqlite::types::ValueRef;
            Ok(match row.get_ref(index)? {
                ValueRef::Null => "-".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Blob(_) => "blob".to_owned(),
            })
        };
        let columns: rusqlite::Result<Vec<_>> = (0..columns).map(column).collect();
        columns.map(|columns| columns.join("|"))
    };
    let read = query.query_map([], read).unwrap();
    read.map(Result::unwrap).collect()
}

fn counting() -> (TempDir, History) {
    let (folder, mut history) = history();
    let mut session = full();
    session.rehearsal = false;
    history.save(&session, "recordings/x").unwrap();
    (folder, history)
}

#[test]
fn every_view_says_what_a_session_holds() {
    let (_folder, history) = counting();
    let table: [(&str, &[&str]); 5] = [
        (
            "SELECT answer, round, prompt, rubric, pass, criterion, value, counts FROM history
             ORDER BY scorecard, criterion",
            &[
                "1|quick|shared-data-platform|l7-system-design|first|depth|2|0",
                "1|quick|shared-data-platform|l7-system-design|first|strategy|4|0",
                "1|quick|shared-data-platform|l7-system-design|replay|strategy|-1|1",
            ],
        ),
        (
            "SELECT answer, section, role, id, budget_ms, used_ms, \"end\" FROM ledger",
            &[
                "1|1|section|answer|600000|1|next",
                "1|2|section|platform-architecture|600000|1500000|time-up",
                "1|3|follow-up|follow-up-1|600000|0|interrupted",
            ],
        ),
        (
            "SELECT answer, section, title, speaking_ms, pauses, silence FROM delivery",
            &["1|2|Platform architecture|1000000|3|0.3333"],
        ),
        (
            "SELECT answer, prompt, competency FROM competencies WHERE answer = 2",
            &[
                "2|shared-data-platform|platform-thinking",
                "2|shared-data-platform|ownership",
            ],
        ),
        (
            "SELECT answer, section, path, at_frame FROM recordings ORDER BY at_frame",
            &[
                "1|2|recordings/x/1-2-platform-architecture.wav|0",
                "1|2|recordings/x/1-2-platform-architecture.2.wav|30000000",
                "1|2|recordings/x/1-2-platform-architecture.3.wav|60000000",
            ],
        ),
    ];
    for (sql, expected) in table {
        assert_eq!(rows(&history, sql), expected, "{sql}");
    }
}

#[test]
fn a_card_of_the_whole_session_is_in_the_history_without_a_prompt() {
    let (_folder, mut history) = history();
    let mut session = short(1, "2026-11-22T06:10:00Z", "p");
    session.scorecards = vec![card(20, "whole", &[("c", 3)])];
    history.save(&session, "x").unwrap();
    let found = rows(
        &history,
        "SELECT answer, prompt, rubric, value FROM history",
    );
    assert_eq!(found, ["-|-|whole|3"]);
}

#[test]
fn an_assessment_is_in_the_history_without_a_session() {
    let (folder, mut history) = counting();
    history
        .assess(&card(30, "own", &[("c", 4)]), folder.path())
        .unwrap();
    let found = rows(
        &history,
        "SELECT session, answer, prompt, rubric, pass, value, rehearsal, counts FROM history
         WHERE rubric = 'own'",
    );
    assert_eq!(found, ["-|-|-|own|first|4|0|1"]);
}

/// The query that ARCHITECTURE.md gives as an example.
fn example() -> &'static str {
    let map = include_str!("../../../../ARCHITECTURE.md");
    let (_, rest) = map.split_once("```sql\n").unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_example_runs_and_so_it_does_in_another_program() {
    let (folder, history) = counting();
    let expected = ["l7-system-design|strategy|1|-1.0"];
    let replayed = example().replace("'first'", "'replay'");
    let within = rows(&history, &replayed);
    assert_eq!(within, ["l7-system-design|strategy|1|-1"]);
    assert!(rows(&history, example()).is_empty());
    drop(history);
    let database = folder.path().join("history.db");
    let mut shell = std::process::Command::new("sqlite3");
    shell.arg("-readonly").arg(database).arg(replayed);
    // Where the shell is missing, the program's own library has run it.
    if let Ok(output) = shell.output() {
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(said.lines().collect::<Vec<_>>(), expected, "{output:?}");
    }
}
