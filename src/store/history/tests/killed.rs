//! What a kill may cost: nothing that was reported saved, whenever it comes.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use super::*;
use crate::domain::Answer;
use crate::store::child;

/// A session large enough that its transaction takes a while; the same for the same number.
fn numbered(number: u128) -> Session {
    let mut session = full();
    session.id = id(number);
    session.round.title = format!("{number} {}", "x".repeat(4_000));
    let answer = session.answers[0].clone();
    // Its cards stay with the first answer.
    session.answers.extend((0..20).map(|_| Answer {
        scorecards: vec![],
        ..answer.clone()
    }));
    session
}

fn say(word: &str, number: u128) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{word} {number}").unwrap();
    out.flush().unwrap();
}

fn start(test: &str, folder: &Path) -> Child {
    let name = format!("store::history::tests::killed::{test}");
    let mut command = child::command(&name, folder);
    command.stdout(Stdio::piped()).spawn().unwrap()
}

/// Kills `child` once it has said `lines` lines and `after` has passed, and returns the numbers of
/// all that it reported saved.
fn kill_after(mut child: Child, lines: usize, after: Duration) -> Vec<u128> {
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said: Vec<String> = Vec::new();
    while said.iter().filter(|line| is_report(line)).count() < lines {
        said.push(out.next().expect("the child ended by itself").unwrap());
    }
    std::thread::sleep(after);
    // SIGKILL: the child does not get to know.
    child.kill().unwrap();
    said.extend(out.map_while(Result::ok));
    let status = child.wait().unwrap();
    assert!(
        status.code().is_none(),
        "the child ended by itself: {status}"
    );
    let saved = said.iter().filter_map(|line| line.strip_prefix("saved "));
    saved.map(|number| number.parse().unwrap()).collect()
}

fn is_report(line: &str) -> bool {
    line.starts_with("saved ") || line.starts_with("half ")
}

#[test]
fn nothing_reported_saved_is_lost_by_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut saved = Vec::new();
    for round in 0..8 {
        // A different moment each time, most of them in the middle of a save.
        let after = Duration::from_micros(700 * round);
        let writer = start("writes_until_killed", folder.path());
        saved.extend(kill_after(writer, 3, after));
        let history = History::open(&path).unwrap();
        assert_eq!(history.integrity().unwrap(), Vec::<String>::new());
        for number in &saved {
            assert!(
                loaded(&history, id(*number)) == numbered(*number),
                "{number}"
            );
        }
        // A session on its way when the kill came is there whole or not at all.
        for summary in history.sessions().unwrap() {
            let number = summary.id.as_u128() - id(0).as_u128();
            assert!(loaded(&history, summary.id) == numbered(number), "{number}");
        }
    }
    assert!(saved.len() >= 24, "{saved:?}");
}

#[test]
fn a_kill_in_the_middle_of_a_save_leaves_the_session_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let writer = start("writes_half_a_session", folder.path());
    let saved = kill_after(writer, 2, Duration::ZERO);
    assert_eq!(saved, [1]);
    // The half that was written is in the log, to be passed over.
    let log = std::fs::metadata(folder.path().join("history.db-wal")).unwrap();
    assert!(log.len() > 1_000_000, "{}", log.len());
    let history = History::open(&folder.path().join("history.db")).unwrap();
    assert_eq!(history.integrity().unwrap(), Vec::<String>::new());
    assert!(loaded(&history, id(1)) == numbered(1));
    assert_eq!(history.sessions().unwrap().len(), 1);
}

#[test]
#[ignore = "run by a test above, in a process of its own"]
fn writes_until_killed() {
    let Some(folder) = child::folder() else {
        return;
    };
    let mut history = History::open(&folder.join("history.db")).unwrap();
    let first = history.sessions().unwrap().len() as u128;
    for number in first.. {
        history.save(&numbered(number), "recordings/x").unwrap();
        say("saved", number);
    }
}

#[test]
#[ignore = "run by a test above, in a process of its own"]
fn writes_half_a_session() {
    let Some(folder) = child::folder() else {
        return;
    };
    let mut history = History::open(&folder.join("history.db")).unwrap();
    history.save(&numbered(1), "recordings/x").unwrap();
    say("saved", 1);
    // So little memory that pages reach the log before the commit.
    history
        .connection
        .pragma_update(None, "cache_size", 1)
        .unwrap();
    let tx = history.connection.transaction().unwrap();
    let mut changed = numbered(1);
    changed.round.title = "x".repeat(2_000_000);
    changed.answers.truncate(1);
    write::session(&tx, &changed, "elsewhere").unwrap();
    say("half", 1);
    loop {
        std::thread::park();
    }
}
