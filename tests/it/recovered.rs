//! What becomes of a session that was cut short, seen from outside.

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::support::home::Home;
use super::support::sitting::{ran, sit};
use super::support::unfinished::{leave, split};

const TAKE: &str = "1-1-answer.wav";

fn sat(home: &Home) -> (PathBuf, Value) {
    let sat = sit(home, &["quick", "--mic", "tone"]);
    let folder = home.path().join(sat["folder"].as_str().expect("a folder"));
    (folder, sat["answers"][0]["sections"][0]["take"].clone())
}

/// A header that knows of no sample, as a kill leaves it.
fn forget_samples(path: &Path) {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .open(path)
        .expect("it is there");
    file.seek(SeekFrom::Start(40)).expect("it has a header");
    file.write_all(&[0; 4]).expect("the size is written");
}

fn recovered_take(home: &Home) -> Value {
    let shown = ran(home, &["sessions", "show", "--json"]).json();
    shown["answers"][0]["sections"][0]["take"].clone()
}

#[test]
fn a_take_of_several_files_is_one_again() {
    let home = Home::new();
    let (folder, take) = sat(&home);
    let files = split(&folder, TAKE, &[1_000, 2_000]);
    leave(&folder);
    forget_samples(&folder.join(&files[2]));

    let told = ran(&home, &["recover"]).ok();
    assert!(told.stderr.contains("brought back"), "{}", told.show());
    assert!(!told.stderr.contains("left alone"), "{}", told.show());
    let mut expected = take;
    expected["continued"] = json!([
        {"path": "1-1-answer.2.wav", "at_frame": 1_000},
        {"path": "1-1-answer.3.wav", "at_frame": 2_000},
    ]);
    assert_eq!(recovered_take(&home), expected);

    let shown = ran(&home, &["sessions", "show"]).ok();
    let line = "1-1-answer.wav goes on in 1-1-answer.2.wav, 1-1-answer.3.wav";
    assert!(shown.stdout.contains(line), "{}", shown.show());
}

#[test]
fn a_file_that_follows_on_nothing_is_named_and_left_alone() {
    let home = Home::new();
    let (folder, _) = sat(&home);
    let files = split(&folder, TAKE, &[1_000, 2_000]);
    leave(&folder);
    fs::remove_file(folder.join(&files[1])).expect("the second file goes");

    let told = ran(&home, &["recover"]).ok();
    let (_, left) = told.stderr.split_once("left alone").expect("it is told");
    assert!(left.contains(&files[2]), "{}", told.show());
    let take = recovered_take(&home);
    assert_eq!(
        (&take["frames"], &take["continued"]),
        (&json!(1_000), &Value::Null)
    );
    assert!(folder.join(&files[2]).is_file());
}
