//! Assessments come back as they were kept, from the database or from its portable copy.

use std::fs;

use super::*;

fn progress(folder: &TempDir) -> std::path::PathBuf {
    let path = folder.path().join("progress");
    fs::create_dir_all(&path).unwrap();
    path
}

#[test]
fn an_assessment_comes_back_as_it_went_in() {
    let (folder, mut history) = history();
    let copy = progress(&folder);
    let cards = [card(1, "r", &[("a", 4), ("b", 2)]), card(2, "r", &[])];
    for card in &cards {
        history.assess(card, &copy).unwrap();
    }
    assert_eq!(history.assessments(&copy).unwrap(), cards);
}

#[test]
fn a_lost_database_is_filled_from_the_portable_copy() {
    let (folder, mut before) = super::history();
    let copy = progress(&folder);
    let mut old = card(1, "r", &[("a", 4)]);
    before.assess(&old, &copy).unwrap();

    let (_elsewhere, mut history) = super::history();
    let new = card(2, "r", &[("a", 5)]);
    history.assess(&new, &copy).unwrap();
    assert_eq!(
        history.assessments(&copy).unwrap(),
        [old.clone(), new.clone()]
    );
    // A card that was taken back stays so.
    old.retracted = true;
    before.assess(&old, &copy).unwrap();
    old.retracted = false;
    before.assess(&old, &copy).unwrap();
    let cards = history.assessments(&copy).unwrap();
    assert_eq!(cards.len(), 2);
    assert!(cards[0].retracted);
}

#[test]
fn a_copy_that_cannot_be_read_is_named_and_left_alone() {
    let (folder, mut history) = history();
    let copy = progress(&folder);
    let file = copy.join("assessments.json");
    let cases = [
        ("{\"schema\": 1,", "is no list of assessments"),
        (
            "{\"schema\": 1, \"assessments\": 3}",
            "is no list of assessments",
        ),
        ("{\"schema\": 99}", "has schema 99"),
    ];
    for (text, expected) in cases {
        fs::write(&file, text).unwrap();
        let error = history.assessments(&copy).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(error.contains("assessments.json"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}

#[test]
fn a_value_on_no_scale_is_refused_with_its_place() {
    let (folder, mut history) = history();
    let text = |value: i64| {
        let mut odd = card(31, "r", &[("c", 3)]);
        odd.values[0].value = value;
        let document = serde_json::json!({ "schema": 1, "assessments": [odd] });
        std::fs::write(folder.path().join("assessments.json"), document.to_string()).unwrap();
    };
    text(i64::MAX);
    let path = folder.path().join("assessments.json");
    let error = history.take_in_copy(PortableCopy::Assessments, &path);
    let error = error.unwrap_err();
    assert!(error.is_of_one_file(), "{error}");
    let named = "assessments[0].values[0].value is 9223372036854775807";
    assert!(error.to_string().contains(named), "{error}");
    text(3);
    let joined = history.take_in_copy(PortableCopy::Assessments, &path);
    assert!(joined.unwrap().changed);
}
