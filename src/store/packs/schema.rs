//! What an editor needs to know of a pack: the shapes as a JSON Schema, which completes keys, tells
//! what each is for, and marks what is wrong while a pack is being written.
//!
//! It refuses nothing that the readers take. It cannot know what they know of several values or
//! packs together, so `prompts check` has the last word.
//!
//! The dialect is draft-07: those who read TOML by a schema do so with Taplo, mostly inside the
//! extension Even Better TOML, which promises draft-04, takes draft-07, and took newer ones for it
//! for long. It passes over whatever stands beside a `$ref`, descriptions included; so there is
//! none, and what occurs twice is written out twice.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::shapes::ROOT;
use crate::domain::ID_FORM;
use crate::store::document::{Key, LONGEST_TIME, Shape, Takes};
use crate::store::{StoreError, atomic};

const NAME: &str = "pack.schema.json";
const PREFIX: &str = ".schema-";

/// Writes the schema into `folder`, in place of that of another version.
pub(super) fn write(folder: &Path) -> Result<(), StoreError> {
    atomic::write(folder, NAME, PREFIX, &schema())
}

/// The schema of a pack file.
pub(super) fn schema() -> Value {
    let mut schema = table(&ROOT);
    schema.insert(
        "$schema".into(),
        "http://json-schema.org/draft-07/schema#".into(),
    );
    schema.insert("title".into(), "A pack of hotseat".into());
    schema.insert(
        "description".into(),
        "Prompts, rounds, loops, rubrics, plans and frameworks of stories to practise interviews with.".into(),
    );
    Value::Object(schema)
}

fn table(shape: &Shape) -> Map<String, Value> {
    let keys = shape.keys.iter();
    let properties: Map<String, Value> = keys.map(property).collect();
    let needed = shape.keys.iter().filter(|key| key.is_needed);
    let needed: Vec<&str> = needed.map(|key| key.name).collect();
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    schema.insert("additionalProperties".into(), false.into());
    if !needed.is_empty() {
        schema.insert("required".into(), needed.into());
    }
    if !shape.one_of.is_empty() {
        let each = shape.one_of.iter().map(|key| json!({ "required": [key] }));
        schema.insert("oneOf".into(), each.collect());
    }
    schema
}

fn property(key: &Key) -> (String, Value) {
    let mut schema = value(key.takes);
    schema.insert("description".into(), key.about.into());
    (key.name.to_owned(), schema.into())
}

fn value(takes: Takes) -> Map<String, Value> {
    let schema = match takes {
        Takes::Anything => json!({}),
        Takes::Text => json!({ "type": "string", "pattern": r"\S" }),
        Takes::Form(form) => json!({ "type": "string", "pattern": form }),
        Takes::Id => json!({ "type": "string", "pattern": ID_FORM }),
        Takes::Word(words) => json!({ "type": "string", "enum": words() }),
        Takes::Switch => json!({ "type": "boolean" }),
        Takes::Whole(from, to) => json!({ "type": "integer", "minimum": from, "maximum": to }),
        Takes::Number => json!({ "type": "number" }),
        Takes::Positive => json!({ "type": "number", "exclusiveMinimum": 0 }),
        Takes::Minutes => {
            json!({ "type": "number", "exclusiveMinimum": 0, "maximum": LONGEST_TIME })
        }
        Takes::MinutesOrNone => json!({ "type": "number", "minimum": 0, "maximum": LONGEST_TIME }),
        Takes::List(item, least) => {
            let items = value(*item);
            if least == 0 {
                json!({ "type": "array", "items": items })
            } else {
                json!({ "type": "array", "items": items, "minItems": least })
            }
        }
        Takes::Table(shape) => return table(shape),
        Takes::Entries(item) => json!({ "type": "object", "additionalProperties": value(*item) }),
        Takes::Either(one, other) => json!({ "anyOf": [value(*one), value(*other)] }),
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}
