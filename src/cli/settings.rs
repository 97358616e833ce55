//! `settings`: what holds, and where it comes from.

use serde::Serialize;

use super::args::SettingsVerb;
use super::context::Context;
use crate::store::{Found, Setting, SettingValue, platform_settings};
use crate::ui::tables::table;

#[derive(Serialize)]
struct Listing {
    settings: Vec<Document>,
}

#[derive(Serialize)]
struct Document {
    key: String,
    value: Value,
    /// Null where it depends on the machine.
    default: Option<SettingValue>,
    /// `default`, `file`, `environment` or `flag`.
    source: &'static str,
    file: Option<String>,
    line: Option<usize>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    Path(String),
    Setting(SettingValue),
}

pub(super) fn run(context: &Context, verb: &SettingsVerb) -> anyhow::Result<u8> {
    let SettingsVerb::Show { json } = verb;
    let written = context.written_settings()?;
    let file = context.home.settings().display().to_string();
    let mut settings = vec![home(context, &file)];
    let own = platform_settings().map(|own| own.display().to_string());
    settings.extend(written.list().into_iter().map(|setting| {
        let file = own.as_ref().filter(|_| setting.is_own).unwrap_or(&file);
        document(setting, file)
    }));
    if *json {
        context.print_json(&Listing { settings })?;
        return Ok(0);
    }
    let rows = settings.iter().map(|setting| {
        let value = match &setting.value {
            Value::Path(path) => path.clone(),
            Value::Setting(value) => value.to_string(),
        };
        [setting.key.clone(), value, comes_from(setting, &file)]
    });
    let head = ["setting", "value", "from"];
    context.print(&table(context.terminal.width(), head, rows.collect()))?;
    Ok(0)
}

fn home(context: &Context, settings: &str) -> Document {
    let (source, file) = match context.home.found() {
        Found::Flag => ("flag", None),
        Found::Variable => ("environment", None),
        Found::Marked => ("file", Some(settings.to_owned())),
        Found::Platform => ("default", None),
    };
    Document {
        key: "home".to_owned(),
        value: Value::Path(context.home.root().display().to_string()),
        default: None,
        source,
        file,
        line: None,
    }
}

fn document(setting: Setting, file: &str) -> Document {
    Document {
        key: format!("{}.{}", setting.table, setting.key),
        value: Value::Setting(setting.value),
        default: Some(setting.default),
        source: setting.line.map_or("default", |_| "file"),
        file: setting.line.map(|_| file.to_owned()),
        line: setting.line,
    }
}

/// Only the home comes from a flag or a variable.
fn comes_from(setting: &Document, home: &str) -> String {
    let own = setting.file.as_deref().filter(|file| *file != home);
    match (setting.source, setting.line) {
        ("file", Some(line)) if let Some(own) = own => format!("{own}, line {line}"),
        ("flag", _) => "--home".to_owned(),
        ("environment", _) => "HOTSEAT_HOME".to_owned(),
        ("file", Some(line)) => format!("hotseat.toml, line {line}"),
        ("file", None) => "the hotseat.toml in it".to_owned(),
        _ => "default".to_owned(),
    }
}
