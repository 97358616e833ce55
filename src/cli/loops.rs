//! `loops`: days of several rounds.

use serde::Serialize;

use super::args::LoopsVerb;
use super::context::Context;
use super::documents::LoopDocument;
use crate::ui::tables::table;
use crate::ui::text::words;

#[derive(Serialize)]
struct Listing<'a> {
    loops: Vec<LoopDocument<'a>>,
}

pub(super) fn run(context: &Context, verb: &LoopsVerb) -> anyhow::Result<u8> {
    let LoopsVerb::List { json } = verb;
    let bank = context.bank();
    if *json {
        let loops = bank.loops.iter();
        let loops = loops
            .map(|loop_| LoopDocument::new(loop_, loop_.length(&bank)))
            .collect();
        context.print_json(&Listing { loops })?;
        return Ok(0);
    }
    let rows = bank.loops.iter().map(|loop_| {
        let rounds: Vec<&str> = loop_
            .rounds
            .iter()
            .map(|entry| entry.round.as_str())
            .collect();
        [
            loop_.id.clone(),
            words(loop_.length(&bank)),
            rounds.join(", "),
            loop_.title.clone(),
        ]
    });
    let head = ["loop", "length", "rounds", "title"];
    context.print(&table(context.terminal.width(), head, rows.collect()))?;
    Ok(0)
}
