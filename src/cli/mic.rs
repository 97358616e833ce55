//! `mic`: what there is to hear with.

use serde::Serialize;

use super::args::MicVerb;
use super::context::Context;
use crate::audio;
use crate::ui::tables::table;

#[derive(Serialize)]
struct Listing {
    microphones: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    host: String,
    default: bool,
}

pub(super) fn run(context: &Context, verb: &MicVerb) -> anyhow::Result<u8> {
    let MicVerb::List { json } = verb;
    let found = audio::microphones();
    if *json {
        let microphones = found
            .into_iter()
            .map(|mic| Row {
                id: mic.id,
                name: mic.name,
                host: mic.host,
                default: mic.default,
            })
            .collect();
        context.print_json(&Listing { microphones })?;
        return Ok(0);
    }
    if found.is_empty() {
        context
            .terminal
            .say("no microphone was found; `--mic none` practises with the clock only");
        return Ok(0);
    }
    let rows = found.into_iter().map(|mic| {
        let default = if mic.default { "default" } else { "" };
        [mic.name, default.to_owned(), mic.host, mic.id]
    });
    context.print(&table(
        context.terminal.width(),
        ["name", "", "host", "id"],
        rows.collect(),
    ))?;
    Ok(0)
}
