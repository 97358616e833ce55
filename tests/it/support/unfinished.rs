//! A session that was cut short, made from one that ended: its record knows of no take, nobody holds
//! its folder, and the files say what there is.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::wav;

/// Forgets what the record in `folder` knows of takes, and marks the session as on its way.
pub(crate) fn leave(folder: &Path) {
    let record = folder.join("session.json");
    let text = fs::read_to_string(&record).expect("there is a record");
    let mut session: Value = serde_json::from_str(&text).expect("it is one document");
    for answer in session["answers"].as_array_mut().expect("answers") {
        for section in answer["sections"].as_array_mut().expect("sections") {
            section["take"] = Value::Null;
        }
    }
    fs::write(&record, session.to_string()).expect("the record is written");
    fs::write(folder.join(".running"), "").expect("the mark is written");
}

/// Splits a take into several files, as one is that has outgrown its first: `at` are the frames at
/// which it goes on in the next. Returns the names of all files.
pub(crate) fn split(folder: &Path, take: &str, at: &[usize]) -> Vec<String> {
    let (spec, samples) = wav::read(&folder.join(take));
    let stem = take.strip_suffix(".wav").expect("a take is a WAV");
    let mut names = vec![take.to_owned()];
    names.extend(
        (2..)
            .take(at.len())
            .map(|number| format!("{stem}.{number}.wav")),
    );
    let begins = [&[0], at].concat();
    let ends = [at, &[samples.len()]].concat();
    for (name, (begin, end)) in names.iter().zip(begins.into_iter().zip(ends)) {
        wav::write(&folder.join(name), spec, &samples[begin..end]);
    }
    names
}
