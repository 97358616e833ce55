//! `sessions prune`: recordings of long ago go, and what is known of their sessions stays.

use std::fs;

use serde_json::Value;

use super::support::home::Home;
use super::support::sitting::{ran, sit};

fn wavs(home: &Home, session: &Value) -> usize {
    let folder = home
        .path()
        .join(session["folder"].as_str().expect("a folder"));
    let files = fs::read_dir(folder).expect("the folder is read").flatten();
    let is_wav = |name: &std::ffi::OsString| name.to_string_lossy().ends_with(".wav");
    files.map(|file| file.file_name()).filter(is_wav).count()
}

/// The same session, sat on another day.
fn began(home: &Home, session: &Value, day: &str) {
    let file = home
        .path()
        .join(session["folder"].as_str().expect("a folder"));
    let file = file.join("session.json");
    let text = fs::read_to_string(&file).expect("a copy");
    let mut copy: Value = serde_json::from_str(&text).expect("a document");
    copy["started_at"] = format!("{day}T06:10:00Z").into();
    fs::write(&file, copy.to_string()).expect("the copy is written");
}

#[test]
fn old_recordings_go_and_their_scores_stay() {
    let home = Home::new();
    let old = sit(&home, &["quick", "--mic=tone"]);
    ran(&home, &["score", "--set", "structure=4"]).ok();
    let new = sit(&home, &["quick", "--mic=tone"]);
    began(&home, &old, "2020-01-01");
    fs::remove_file(home.path().join("history.db")).expect("the history goes");
    ran(&home, &["import", "recordings"]).ok();

    let id = old["id"].as_str().expect("an id");
    let before = ran(&home, &["sessions", "show", id, "--json"]).json();
    let prune = ["sessions", "prune", "--audio", "--older-than", "90d"];
    let listed = ran(&home, &[&prune[..], &["--dry-run"]].concat()).ok();
    assert!(listed.stdout.contains("2020-01-01"), "{}", listed.show());
    assert!(
        listed.stderr.contains("would delete 2 recordings ("),
        "{}",
        listed.show()
    );
    let asked = ran(&home, &prune);
    assert_eq!(asked.status, Some(1));
    assert!(
        asked.stderr.contains("`--yes` deletes without asking"),
        "{}",
        asked.stderr
    );
    assert_eq!((wavs(&home, &old), wavs(&home, &new)), (2, 2));

    let pruned = ran(&home, &[&prune[..], &["--yes"]].concat()).ok();
    assert!(
        pruned.stderr.contains("deleted 2 recordings ("),
        "{}",
        pruned.stderr
    );
    assert_eq!((wavs(&home, &old), wavs(&home, &new)), (0, 2));
    assert_eq!(
        ran(&home, &["sessions", "show", id, "--json"]).json(),
        before
    );
    let shown = ran(&home, &["sessions", "show", id]).ok().stdout;
    assert!(
        shown.contains("gone:      all recordings were deleted or moved"),
        "{shown}"
    );
    let again = ran(&home, &[&prune[..], &["--yes"]].concat()).ok();
    assert!(again.stderr.contains("has recordings"), "{}", again.stderr);

    for wrong in [&["--older-than", "90"][..], &["--older-than", "x"], &[]] {
        let prune = [&["sessions", "prune", "--audio"], wrong].concat();
        assert_eq!(ran(&home, &prune).status, Some(2), "{wrong:?}");
    }
}
