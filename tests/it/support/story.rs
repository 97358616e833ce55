//! Stories that a test puts into a home by hand, and what documents say of them.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::home::Home;

/// Ids, or whatever stands behind this key in each of a list.
pub(crate) fn all<'v>(list: &'v Value, key: &str) -> Vec<&'v str> {
    let list = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    list.iter().filter_map(|item| item[key].as_str()).collect()
}

pub(crate) fn path(home: &Home, id: &str) -> PathBuf {
    home.path().join(format!("stories/{id}.md"))
}

/// Puts a story into the home by hand, with what it says of itself and a text for each of these
/// headings.
pub(crate) fn write(home: &Home, id: &str, framework: &str, says: &str, headings: &[&str]) {
    let mut text =
        format!("+++\ntitle = \"The story {id}\"\nframework = \"{framework}\"\n{says}\n+++\n");
    for heading in headings {
        text += "\n## ";
        text += heading;
        text += "\n\nSomething happened, and then 12 % more of it.\n";
    }
    fs::create_dir_all(home.path().join("stories")).expect("a folder for stories");
    fs::write(path(home, id), text).expect("a story is written");
}

/// The headings of its framework.
pub(crate) const CRISIS: [&str; 4] = ["Situation", "Leadership", "Innovation", "Transformation"];

#[test]
fn a_story_is_written_as_a_person_would() {
    let home = Home::new();
    write(&home, "outage", "crisis-leadership", "people = 80", &CRISIS);
    let text = fs::read_to_string(path(&home, "outage")).expect("it is there");
    assert!(text.starts_with("+++\ntitle = "), "{text}");
    assert_eq!(text.matches("\n## ").count(), 4);
    let list = serde_json::json!([{ "id": "a" }, { "id": "b" }, {}]);
    assert_eq!(all(&list, "id"), ["a", "b"]);
}
