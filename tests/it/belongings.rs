//! What belongs to a session besides its takes, and whether it counts.

use std::fs;

use serde_json::Value;

use super::support::home::Home;
use super::support::sitting::{ran, sit};

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().expect("a text")
}

/// A session as the portable copy has it.
fn portable(home: &Home, session: &Value) -> Value {
    let folder = home.path().join(text(session, "folder"));
    let read = fs::read_to_string(folder.join("session.json")).expect("the copy is read");
    serde_json::from_str(&read).expect("it is JSON")
}

#[test]
fn files_are_kept_with_their_session_and_go_with_it() {
    let home = Home::new();
    let session = sit(&home, &["quick", "--mic=none"]);
    let photo = home.user().join("board.jpg");
    fs::write(&photo, "a photo").expect("a photo is taken");
    let photo = photo.to_str().expect("a path");
    for name in ["board.jpg", "board-2.jpg"] {
        let ran = ran(&home, &["sessions", "attach", "last", photo]).ok();
        assert!(
            ran.stderr.starts_with(&format!("{name} is kept")),
            "{}",
            ran.stderr
        );
    }
    let shown = ran(&home, &["sessions", "show", "--json"]).json();
    let paths = |session: &Value| -> Vec<String> {
        let files = session["attachments"].as_array().expect("attachments");
        files
            .iter()
            .map(|file| text(file, "path").to_owned())
            .collect()
    };
    assert_eq!(paths(&shown), ["board.jpg", "board-2.jpg"]);
    assert_eq!(paths(&portable(&home, &session)), paths(&shown));
    let folder = home.path().join(text(&session, "folder"));
    let copy = fs::read_to_string(folder.join("board-2.jpg")).expect("the copy is there");
    assert_eq!(copy, "a photo");
    let page = ran(&home, &["sessions", "show"]).ok().stdout;
    assert!(page.contains("attached:  board.jpg, "), "{page}");

    let missing = ran(&home, &["sessions", "attach", "last", photo, "nowhere.jpg"]);
    assert_eq!(missing.status, Some(1));
    assert!(
        missing.stderr.contains("cannot read nowhere.jpg"),
        "{}",
        missing.stderr
    );
    // What came before it was kept all the same.
    let shown = ran(&home, &["sessions", "show", "--json"]).json();
    assert_eq!(paths(&shown).len(), 3);

    let deleted = ran(&home, &["sessions", "delete", "last", "--yes"]).ok();
    assert!(
        deleted.stderr.contains("3 attached files"),
        "{}",
        deleted.stderr
    );
    assert!(!folder.exists());
}

#[test]
fn a_discarded_session_counts_nowhere_until_that_is_taken_back() {
    let home = Home::new();
    let session = sit(&home, &["quick", "--mic=none"]);
    let values = ["score", "--set", "structure=4"];
    ran(&home, &values).ok();
    let counted = || {
        let history = ran(&home, &["history", "--json"]).json();
        history["criteria"].as_array().expect("criteria").len()
    };
    let discard = |args: &[&str]| ran(&home, &[&["sessions", "discard", "last"], args].concat());
    assert_eq!(counted(), 1);
    assert!(discard(&[]).ok().stderr.contains("counts nowhere"));
    assert_eq!(
        (counted(), &portable(&home, &session)["rehearsal"]),
        (0, &Value::Bool(true))
    );
    assert!(discard(&[]).ok().stderr.contains("is a rehearsal already"));
    assert!(discard(&["--undo"]).ok().stderr.contains("counts again"));
    assert_eq!(
        (counted(), &portable(&home, &session)["rehearsal"]),
        (1, &Value::Bool(false))
    );

    sit(&home, &["quick", "--mic=tone"]);
    let tone = discard(&["--undo"]);
    assert_eq!(tone.status, Some(1));
    assert!(tone.stderr.contains("nobody was heard"), "{}", tone.stderr);
}

/// A folder that was unpacked from anywhere may hold links to anything.
#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_not_sent_shown_or_deleted() {
    use std::os::unix::fs::symlink;
    let home = Home::new();
    let session = sit(&home, &["quick", "--mic=tone"]);
    let photo = home.user().join("board.txt");
    fs::write(&photo, "notes").expect("notes are taken");
    let photo = photo.to_str().expect("a path");
    ran(&home, &["sessions", "attach", "last", photo]).ok();
    let folder = home.path().join(text(&session, "folder"));
    let take = text(&session["answers"][0]["sections"][0]["take"], "path");
    let secret = home.user().join("secret.wav");
    fs::rename(folder.join(take), &secret).expect("it is moved");
    let content = fs::read(&secret).expect("it is read");
    for name in [take, "board.txt"] {
        fs::remove_file(folder.join(name)).ok();
        symlink(&secret, folder.join(name)).expect("a link is made");
    }
    let archive = home.user().join("s.zip");
    let archive = archive.to_str().expect("a path");
    let sent = ran(&home, &["sessions", "export", "last", "--out", archive]).ok();
    assert!(sent.stderr.contains(", 2 are missing"), "{}", sent.stderr);
    // The names of what is in it stand in it as they are.
    let sent = fs::read(archive).expect("an archive");
    let holds = |name: &str| sent.windows(name.len()).any(|part| part == name.as_bytes());
    assert!(holds("session.json") && !holds(take) && !holds("board.txt"));
    let page = home.user().join("r.html");
    let page = page.to_str().expect("a path");
    let shown = ran(&home, &["report", "last", "--embed-audio", "--out", page]);
    assert!(
        shown.ok().stderr.contains("board.txt is missing"),
        "it is left out"
    );
    let heard = ran(&home, &["sessions", "analyse", "last"]);
    assert_eq!(heard.status, Some(1));
    ran(
        &home,
        &["sessions", "prune", "--audio", "--older-than=0d", "--yes"],
    )
    .ok();
    assert_eq!(fs::read(&secret).expect("it is read"), content);
    assert!(folder.join(take).exists());
}
