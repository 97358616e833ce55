//! `import`: two machines whose homes come together, a database that was lost, files that are
//! refused.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::support::home::{Home, Ran};
use super::support::sitting::{ran, sit};

/// Imports, and returns the document.
fn import(home: &Home, path: &Path) -> Value {
    let path = path.to_str().expect("a path");
    ran(home, &["import", path, "--json"]).json()
}

fn counts(document: &Value) -> [u64; 4] {
    let sessions = &document["sessions"];
    ["new", "merged", "unchanged", "deleted"].map(|key| sessions[key].as_u64().expect(key))
}

/// All sessions, without where they lie.
fn sessions(home: &Home) -> Vec<Value> {
    let list = ran(home, &["sessions", "list", "--json"]).json();
    let list = list["sessions"].as_array().expect("sessions").iter();
    list.map(|summary| {
        let id = summary["id"].as_str().expect("an id");
        let mut session = ran(home, &["sessions", "show", id, "--json"]).json();
        let fields = session.as_object_mut().expect("an object");
        fields.remove("folder");
        session
    })
    .collect()
}

fn folder(home: &Home, session: &Value) -> PathBuf {
    home.path()
        .join(session["folder"].as_str().expect("a folder"))
}

/// Where the session with this id lies.
fn kept_in(home: &Home, session: &Value) -> PathBuf {
    let id = session["id"].as_str().expect("an id");
    folder(home, &ran(home, &["sessions", "show", id, "--json"]).json())
}

fn wavs(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut wavs: Vec<_> = fs::read_dir(folder)
        .expect("the folder is read")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "wav"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("a WAV is read"))
        })
        .collect();
    wavs.sort();
    wavs
}

/// The database goes, as if the disk had lost it.
fn lose_history(home: &Home) {
    for file in ["history.db", "history.db-wal", "history.db-shm"] {
        // The log is there only while somebody writes.
        fs::remove_file(home.path().join(file)).ok();
    }
}

fn refusals(ran: &Ran) -> Vec<&str> {
    let lines = ran.stderr.lines();
    lines.filter(|line| line.starts_with("refused: ")).collect()
}

#[test]
fn two_homes_that_take_each_other_in_hold_the_same() {
    let (laptop, desk) = (Home::new(), Home::new());
    let there = sit(&laptop, &["quick", "--mic=tone"]);
    sit(&desk, &["quick", "--mic=none"]);
    ran(&laptop, &["score", "--set", "structure=4"]).ok();
    ran(
        &laptop,
        &["assess", "l7-readiness", "--set", "system-design=3"],
    )
    .ok();
    ran(&laptop, &["plan", "done", "vision"]).ok();

    let document = import(&desk, &laptop.path());
    assert_eq!(counts(&document), [1, 0, 0, 0]);
    assert_eq!(document["progress"]["merged"], 2);
    assert_eq!(document["refused"], serde_json::json!([]));
    // Its recordings came along.
    let kept = kept_in(&desk, &there);
    assert!(kept.starts_with(desk.path()));
    assert_eq!(wavs(&kept), wavs(&folder(&laptop, &there)));
    assert!(!wavs(&kept).is_empty());

    // What is said on one side reaches the other, in either direction, and once.
    ran(&desk, &["score", "last", "--set", "structure=2"]).ok();
    let id = there["id"].as_str().expect("an id");
    ran(&desk, &["score", id, "--set", "structure=5"]).ok();
    assert_eq!(counts(&import(&laptop, &desk.path())), [1, 1, 0, 0]);
    assert_eq!(counts(&import(&desk, &laptop.path())), [0, 0, 2, 0]);
    assert_eq!(sessions(&laptop), sessions(&desk));
    let cards = sessions(&laptop)
        .iter()
        .filter_map(|session| session["answers"][0]["scorecards"].as_array())
        .map(Vec::len)
        .collect::<Vec<_>>();
    assert_eq!(cards.iter().sum::<usize>(), 3, "{cards:?}");
    // The portable copies say the same as the history.
    let copy = fs::read_to_string(kept.join("session.json")).expect("a copy");
    let copy: Value = serde_json::from_str(&copy).expect("a document");
    assert!(sessions(&desk).contains(&copy));
    for file in ["assessments.json", "plan.json"] {
        let read = |home: &Home| fs::read(home.path().join("progress").join(file)).expect(file);
        assert_eq!(read(&laptop), read(&desk), "{file}");
    }
}

#[test]
fn files_of_one_name_that_both_have_attached_are_both_kept_on_both() {
    let (laptop, desk) = (Home::new(), Home::new());
    let session = sit(&laptop, &["quick", "--mic=none"]);
    import(&desk, &laptop.path());
    for (home, content) in [(&laptop, "of the laptop"), (&desk, "of the desk")] {
        let photo = home.user().join("board.jpg");
        fs::write(&photo, content).expect("a photo is taken");
        let photo = photo.to_str().expect("a path");
        ran(home, &["sessions", "attach", "last", photo]).ok();
    }
    import(&desk, &laptop.path());
    import(&laptop, &desk.path());
    assert_eq!(counts(&import(&desk, &laptop.path())), [0, 0, 1, 0]);
    assert_eq!(sessions(&laptop), sessions(&desk));
    let files = sessions(&desk)[0]["attachments"].clone();
    let files = files.as_array().expect("attachments");
    for home in [&laptop, &desk] {
        let folder = kept_in(home, &session);
        let contents: Vec<String> = files
            .iter()
            .map(|file| folder.join(file["path"].as_str().expect("a path")))
            .map(|path| fs::read_to_string(path).expect("it is there"))
            .collect();
        assert_eq!(contents, ["of the laptop", "of the desk"]);
        assert!(!folder.join("board.jpg").exists());
    }
}

#[test]
fn a_lost_database_is_rebuilt_from_the_folder() {
    let home = Home::new();
    let session = sit(&home, &["quick", "--mic=none"]);
    ran(&home, &["score", "--set", "structure=4"]).ok();
    let gone = sit(&home, &["quick", "--mic=none"]);
    ran(&home, &["sessions", "delete", "last", "--yes"]).ok();
    let (before, scores) = (sessions(&home), ran(&home, &["history", "--json"]).json());
    let copy = folder(&home, &session).join("session.json");
    let written = fs::metadata(&copy)
        .and_then(|data| data.modified())
        .expect("a time");

    lose_history(&home);
    let said = ran(&home, &["sessions", "list"]).ok().stderr;
    assert!(
        said.contains("there is no history, though 1 session is in"),
        "{said}"
    );
    assert!(said.contains("hotseat import"), "{said}");
    let doctor = ran(&home, &["doctor", "--mic=none", "--json"]).ok();
    assert!(
        doctor.stdout.contains("1 session is in"),
        "{}",
        doctor.show()
    );

    let document = import(&home, &home.path());
    assert_eq!(counts(&document), [1, 0, 0, 0]);
    assert_eq!(sessions(&home), before);
    assert_eq!(ran(&home, &["history", "--json"]).json(), scores);
    let after = fs::metadata(&copy)
        .and_then(|data| data.modified())
        .expect("a time");
    assert_eq!(after, written, "a copy that says all is not written again");
    let doctor = ran(&home, &["doctor", "--mic=none", "--json"]).ok();
    assert!(doctor.stdout.contains("is sound"), "{}", doctor.show());

    // What was deleted stays so, though somebody still has it.
    let backup = home.user().join("backup");
    fs::create_dir(&backup).expect("a folder");
    fs::write(backup.join("session.json"), gone.to_string()).expect("a copy");
    assert_eq!(counts(&import(&home, &backup)), [0, 0, 0, 1]);
    assert_eq!(sessions(&home), before);
}

#[test]
fn a_deletion_reaches_the_other_machine_and_leaves_its_files() {
    let (laptop, desk) = (Home::new(), Home::new());
    let session = sit(&laptop, &["quick", "--mic=tone"]);
    import(&desk, &laptop.path());
    let kept = kept_in(&desk, &session);
    ran(&laptop, &["sessions", "delete", "last", "--yes"]).ok();
    let taken = ran(&desk, &["import", laptop.path().to_str().expect("a path")]).ok();
    assert!(
        taken.stderr.contains("deleted, as on another machine"),
        "{}",
        taken.stderr
    );
    assert!(sessions(&desk).is_empty());
    assert!(!wavs(&kept).is_empty());
    // Nor does its own folder bring it back.
    assert_eq!(counts(&import(&desk, &desk.path())), [0, 0, 0, 1]);
}

#[test]
fn what_cannot_be_believed_is_refused_by_name_and_the_rest_goes_in() {
    let (laptop, desk) = (Home::new(), Home::new());
    let session = sit(&laptop, &["quick", "--mic=none"]);
    let good = fs::read_to_string(folder(&laptop, &session).join("session.json"));
    let good = good.expect("a copy");
    let put = |name: &str, text: &str| {
        let folder = laptop.path().join("recordings").join(name);
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join("session.json"), text).expect("a copy");
        folder
    };
    put("broken", "{\"schema\": 1,");
    put("newer", &good.replace("\"schema\": 1", "\"schema\": 2"));
    let mut huge: Value = serde_json::from_str(&good).expect("a document");
    huge["answers"][0]["sections"][0]["used_ms"] = u64::MAX.into();
    put("huge", &huge.to_string());
    huge["answers"][0]["sections"][0]["used_ms"] = i64::MAX.into();
    put("long", &huge.to_string());
    fs::write(put("unfinished", &good).join(".running"), "").expect("a mark");
    let progress = laptop.path().join("progress");
    fs::create_dir(&progress).expect("a folder");
    fs::write(progress.join("future.json"), "{}").expect("a file");
    fs::write(progress.join("plan.json"), "{").expect("a file");

    let path = laptop.path();
    let (path, nowhere) = (path.to_str().expect("a path"), "nowhere");
    let taken = ran(&desk, &["import", path, nowhere, "--json"]);
    assert_eq!(taken.status, Some(1));
    let refused = refusals(&taken);
    let names = [
        "nowhere",
        "future.json",
        "plan.json",
        "/broken/",
        "/newer/",
        "/huge/",
        "/long/",
        "/unfinished/",
    ];
    for name in names {
        let named = refused.iter().filter(|line| line.contains(name)).count();
        assert_eq!(named, 1, "{name}: {}", taken.show());
    }
    assert!(
        taken
            .stderr
            .contains("has schema 2, and this hotseat reads up to 1")
    );
    let document: Value = serde_json::from_str(&taken.stdout).expect("one document");
    assert_eq!(
        document["refused"].as_array().map(Vec::len),
        Some(refused.len())
    );
    assert_eq!(sessions(&desk), sessions(&laptop));
}

#[test]
fn the_records_alone_come_without_their_recordings_and_those_may_follow() {
    let (laptop, desk) = (Home::new(), Home::new());
    let session = sit(&laptop, &["quick", "--mic=tone"]);
    let from = folder(&laptop, &session);
    let path = from.to_str().expect("a path");
    ran(&desk, &["import", path, "--no-audio"]).ok();
    let kept = kept_in(&desk, &session);
    assert!(wavs(&kept).is_empty());
    assert!(kept.join("session.json").exists());
    let shown = ran(&desk, &["sessions", "show"]).ok().stdout;
    assert!(shown.contains("gone:      "), "{shown}");
    assert_eq!(counts(&import(&desk, &from)), [0, 0, 1, 0]);
    assert_eq!(wavs(&kept), wavs(&from));
    // The file alone is as good as its folder.
    let file = from.join("session.json");
    assert_eq!(counts(&import(&desk, &file)), [0, 0, 1, 0]);
}

#[test]
fn recordings_for_which_there_is_no_room_are_left_where_they_are() {
    let laptop = Home::new();
    let Some(desk) = Home::on_small_disk(8_192) else {
        return;
    };
    let session = sit(&laptop, &["quick", "--mic=tone"]);
    let before = fs::read_dir(desk.path()).expect("the home is read").count();
    let taken = ran(&desk, &["import", laptop.path().to_str().expect("a path")]);
    assert_eq!(taken.status, Some(1));
    assert!(
        taken.stderr.contains("the recordings to be copied take"),
        "{}",
        taken.stderr
    );
    assert!(taken.stderr.contains("--no-audio"), "{}", taken.stderr);
    assert!(sessions(&desk).is_empty(), "{before}");
    ran(
        &desk,
        &[
            "import",
            "--no-audio",
            laptop.path().to_str().expect("a path"),
        ],
    )
    .ok();
    assert!(kept_in(&desk, &session).join("session.json").exists());
}
