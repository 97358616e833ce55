//! The shape of a JSON document, written down as a document: an object names the fields that must
//! be there, a list of one shape is a list of such things, and a word says what a value is.
//!
//! Words: `text`, `flag`, `count` (a whole number from 0), `number`, `time` (in UTC, no finer than
//! milliseconds), `uuid`, `words` (one of the words behind it: `words a b`); with a `?` behind,
//! null will do too, as it does for `{"or null": shape}`. Further fields are welcome: a document
//! may only ever grow.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

const OR_NULL: &str = "or null";

/// What is not as it should be, each with its place.
pub(crate) fn misfits(shape: &Value, found: &Value) -> Vec<String> {
    let mut misfits = Vec::new();
    compare(shape, found, "$", &mut misfits);
    misfits
}

fn compare(shape: &Value, found: &Value, at: &str, misfits: &mut Vec<String>) {
    match (shape, found) {
        (Value::Object(fields), found) if fields.contains_key(OR_NULL) => {
            if !found.is_null() {
                compare(&fields[OR_NULL], found, at, misfits);
            }
        }
        (Value::Object(fields), Value::Object(object)) => {
            for (name, shape) in fields {
                let at = format!("{at}.{name}");
                match object.get(name) {
                    Some(value) => compare(shape, value, &at, misfits),
                    None => misfits.push(format!("{at} is missing")),
                }
            }
        }
        (Value::Array(shapes), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                compare(&shapes[0], item, &format!("{at}[{index}]"), misfits);
            }
        }
        (Value::String(word), found) if is(word, found) => {}
        (shape, found) => misfits.push(format!("{at} is {found}, not {shape}")),
    }
}

fn is(word: &str, found: &Value) -> bool {
    if let Some(word) = word.strip_suffix('?') {
        return found.is_null() || is(word, found);
    }
    let text = found.as_str();
    match word.split_once(' ').unwrap_or((word, "")) {
        ("text", _) => text.is_some_and(|text| !text.is_empty()),
        ("flag", _) => found.is_boolean(),
        ("count", _) => found.is_u64(),
        ("number", _) => found.is_number(),
        ("time", _) => text.is_some_and(is_time),
        ("uuid", _) => text.is_some_and(|text| text.parse::<Uuid>().is_ok()),
        ("words", words) => text.is_some_and(|text| words.split(' ').any(|word| word == text)),
        _ => panic!("`{word}` is no word of shapes"),
    }
}

fn is_time(text: &str) -> bool {
    let finest = "2026-11-22T06:10:00.123Z".len();
    text.parse::<Timestamp>().is_ok() && text.ends_with('Z') && text.len() <= finest
}

#[test]
fn a_document_that_does_not_fit_is_told_where() {
    use serde_json::json;
    let shape =
        json!({"id": "uuid", "list": [{"n": "count", "way": "words up down"}], "at": "time?"});
    let shape = json!({"or null": shape});
    let id = "01936f0c-0000-7000-8000-000000000000";
    let at = "2026-11-22T06:10:00.123Z";
    let none: [&str; 0] = [];
    let table = [
        (json!(null), &none[..]),
        (json!({"id": id, "list": [], "at": null, "more": 1}), &none),
        (
            json!({"id": id, "list": [{"n": 3, "way": "up"}], "at": at}),
            &none,
        ),
        (json!({"id": id, "list": []}), &["$.at is missing"]),
        (json!([]), &["$ is []"]),
        (
            json!({"id": 7, "list": {}, "at": "2026-11-22T06:10:00.123456Z"}),
            &["$.at is \"2026", "$.id is 7", "$.list is {}"],
        ),
        (
            json!({"id": id, "at": at, "list": [{"n": -1, "way": "upp"}, {"n": 0.5}]}),
            &[
                "$.list[0].n is -1",
                "$.list[0].way is \"upp\"",
                "$.list[1].n is 0.5",
                "$.list[1].way is missing",
            ],
        ),
    ];
    for (document, expected) in table {
        let mut found = misfits(&shape, &document);
        found.sort();
        let fits = found.len() == expected.len()
            && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
        assert!(fits, "{document}: {found:#?}");
    }
}
