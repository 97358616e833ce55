//! The schema that editors are given, held against the reader: it is right where it refuses nothing
//! that the reader takes, and refuses what a single value tells.

use std::fs;

use jsonschema::Validator;
use toml::{Table, Value};

use super::beginning::all_set;
use super::*;
use crate::store::document::{Severity, Shape, Takes, TextFile};
use crate::store::packs::begin::template;
use crate::store::packs::files::Layer;
use crate::store::packs::pack::Pack;
use crate::store::packs::schema::schema;
use crate::store::packs::shapes::ROOT;

const SHIPPED: &str = "prompts/pack.schema.json";

/// What one value tells by itself.
const OF_ONE_VALUE: [&str; 17] = [
    "bad-count",
    "bad-id",
    "bad-minutes",
    "empty-list",
    "empty-text",
    "format-version",
    "missing-field",
    "prompts-or-draw",
    "unknown-key",
    "unknown-kind",
    "unknown-level",
    "unknown-per",
    "unknown-policy",
    "unknown-score-when",
    "unknown-slot",
    "unknown-type",
    "wrong-type",
];

fn validator() -> Validator {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::validator_for(&schema).unwrap()
}

/// What the schema has against a pack.
fn refusals(validator: &Validator, pack: &Table) -> Vec<String> {
    let json = serde_json::to_value(pack).unwrap();
    let errors = validator.iter_errors(&json);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// The errors that the reader finds in a pack by itself.
fn errors(text: &str) -> Vec<&'static str> {
    let file = TextFile::new("p.toml".to_owned(), Ok(text.as_bytes().into()));
    let (problems, _) = Pack::read(Layer::Yours, file).split();
    let errors = problems.iter().filter(|p| p.severity == Severity::Error);
    errors.map(|problem| problem.code).collect()
}

/// The schema as a file.
fn made() -> String {
    serde_json::to_string_pretty(&schema()).unwrap() + "\n"
}

#[test]
fn the_shipped_schema_is_the_one_that_the_shapes_make() {
    let made = made();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(SHIPPED, &made).unwrap();
    }
    let shipped = fs::read_to_string(SHIPPED).unwrap_or_default();
    assert!(
        shipped == made,
        "{SHIPPED} is not what the shapes make: `INSTA_UPDATE=always cargo test schema` writes it"
    );
}

#[test]
fn a_new_pack_brings_the_schema() {
    let dir = home(&[("pack.schema.json", b"of another version")]);
    super::begin(dir.path(), "mine", &Bank::default()).unwrap();
    let written = fs::read_to_string(dir.path().join("pack.schema.json")).unwrap();
    assert_eq!(written, made());
    // No pack: nobody reads it as one.
    assert_eq!(
        codes(&load_over(built_in(), Some(dir.path())).problems),
        [""; 0]
    );
    assert_eq!(codes(&check_one(dir.path())), [""; 0]);
}

#[test]
fn every_sound_pack_there_is_fits_the_schema() {
    let validator = validator();
    let (new, _) = template("mine", &Bank::default());
    let mut packs = vec![
        ("whole.toml".to_owned(), WHOLE.to_owned()),
        ("new, all set".to_owned(), all_set(&new)),
        ("new".to_owned(), new),
    ];
    for entry in fs::read_dir("prompts").unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let text = fs::read_to_string(&path).unwrap();
            packs.push((path.display().to_string(), text));
        }
    }
    assert!(packs.len() > 4);
    for (name, text) in packs {
        let pack: Table = text.parse().unwrap();
        assert_eq!(refusals(&validator, &pack), [""; 0], "{name}");
    }
}

#[test]
fn a_pack_with_a_problem_of_one_value_does_not_fit() {
    let validator = validator();
    let mut refused = BTreeSet::new();
    for entry in fs::read_dir(FOLDER).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let Ok(pack) = text.parse::<Table>() else {
            continue;
        };
        let known = errors(&text);
        let known = known.iter().filter(|code| OF_ONE_VALUE.contains(code));
        let known: BTreeSet<_> = known.copied().collect();
        let fits = refusals(&validator, &pack).is_empty();
        assert!(!fits || known.is_empty(), "{}: {known:?}", path.display());
        refused.extend(known);
    }
    let mut expected = BTreeSet::from(OF_ONE_VALUE);
    // The file of these has a number in it that JSON cannot hold.
    expected.remove("bad-minutes");
    assert_eq!(refused, expected);
}

/// All values that can be put behind a key, in a table of their own.
fn values() -> Vec<Value> {
    let text = r#"
        all = [1, -1, 0, 32767, 1.5, -0.5, 9999.5, true, "", " ", "a", "A b", "L5", "story", "open",
        "loop", "1-5", "yes-no", "a/b", [], [1], [""], ["a"], ["a b"], ["L7"], ["a/b"], {}, [{}],
        { tally = 2 }, { tally = 0 }, { x = "a" }, { x = 1 }, [{ x = 1 }]]
    "#;
    let table: Table = text.parse().unwrap();
    table["all"].as_array().unwrap().clone()
}

/// One step into a document.
#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Item(usize),
}

/// The way to everything that stands behind a key or in a list.
fn ways(value: &Value, way: &[Step], all: &mut Vec<Vec<Step>>) {
    let mut go = |step: Step, value: &Value| {
        let way = [way, &[step]].concat();
        ways(value, &way, all);
        all.push(way);
    };
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                go(Step::Key(key.clone()), value);
            }
        }
        Value::Array(items) => {
            for (number, value) in items.iter().enumerate() {
                go(Step::Item(number), value);
            }
        }
        _ => {}
    }
}

fn at<'v>(root: &'v mut Value, way: &[Step]) -> &'v mut Value {
    way.iter().fold(root, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Item(number) => &mut value[*number],
    })
}

/// The pack that uses every key as one pack for each of its items, to be quicker about it.
fn parts_of_whole() -> Vec<Value> {
    let whole: Table = WHOLE.parse().unwrap();
    let is_list = |value: &Value| value.is_array();
    let mut head = whole.clone();
    head.retain(|_, value| !is_list(value));
    let mut parts = Vec::new();
    for (key, items) in whole.iter().filter(|(_, value)| is_list(value)) {
        for item in items.as_array().unwrap() {
            let mut part = head.clone();
            part.insert(key.clone(), Value::Array(vec![item.clone()]));
            parts.push(Value::Table(part));
        }
    }
    parts
}

/// A pack with one thing changed, each in turn.
fn changed(whole: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    ways(whole, &[], &mut all);
    let mut changed = Vec::new();
    for way in all {
        for value in values() {
            let mut pack = whole.clone();
            let said = format!("{way:?} = {value}");
            *at(&mut pack, &way) = value;
            changed.push((said, pack));
        }
        let Some((Step::Key(key), above)) = way.split_last() else {
            continue;
        };
        let mut without = whole.clone();
        let mut more = whole.clone();
        if let Value::Table(table) = at(&mut without, above) {
            table.remove(key);
        }
        if let Value::Table(table) = at(&mut more, above) {
            table.insert(format!("{key}-x"), Value::Integer(1));
        }
        changed.push((format!("{way:?} is left out"), without));
        changed.push((format!("{way:?}-x is added"), more));
    }
    changed
}

#[test]
fn schema_and_reader_agree_on_every_value_of_every_key() {
    let validator = validator();
    let parts = parts_of_whole();
    for (said, pack) in parts.iter().flat_map(changed) {
        let Value::Table(table) = &pack else {
            continue;
        };
        let errors = errors(&toml::to_string(&pack).unwrap());
        let refusals = refusals(&validator, table);
        if errors.is_empty() {
            assert_eq!(refusals, [""; 0], "the reader takes it: {said}");
        } else if errors
            .iter()
            // None of the values is a scale from high to low, which no schema can tell.
            .any(|code| OF_ONE_VALUE.contains(code) || *code == "unknown-scale")
        {
            assert_ne!(refusals, [""; 0], "the reader has {errors:?}: {said}");
        }
    }
}

/// Keys of a shape, and of those within it, that no table at their place has.
fn unused(shape: &Shape, tables: &[&Table]) -> Vec<String> {
    let mut unused = Vec::new();
    for key in shape.keys {
        let found: Vec<&Value> = tables.iter().filter_map(|t| t.get(key.name)).collect();
        if found.is_empty() {
            unused.push(format!("{}: {}", shape.what, key.name));
        }
        let items = found.iter().flat_map(|value| match value {
            Value::Array(items) => items.iter().collect(),
            other => vec![*other],
        });
        let tables: Vec<&Table> = items.filter_map(Value::as_table).collect();
        let takes = match key.takes {
            Takes::List(item, _) => *item,
            takes => takes,
        };
        if let Takes::Table(inner) = takes {
            unused.extend(self::unused(inner, &tables));
        }
    }
    unused
}

#[test]
fn a_new_pack_shows_every_key_and_so_does_the_one_that_is_tested_with() {
    let whole: Table = WHOLE.parse().unwrap();
    assert_eq!(unused(&ROOT, &[&whole]), [""; 0]);
    let (text, _) = template("mine", &Bank::default());
    let new: Table = all_set(&text).parse().unwrap();
    assert_eq!(unused(&ROOT, &[&new]), [""; 0]);
    assert!(text.contains("{ tally = 6 }"));
}
