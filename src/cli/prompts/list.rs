//! `prompts list`: the bank, or what of it is asked for.

use serde::Serialize;

use super::super::args::ListArgs;
use super::super::context::Context;
use super::super::documents::ListedDocument;
use super::super::failure::{check_competency, failure, unknown};
use crate::domain::{Bank, Kind, Past, Prompt, PromptFilter, nearest};
use crate::ui::tables::table;

#[derive(Serialize)]
struct Listing<'a> {
    prompts: Vec<ListedDocument<'a>>,
}

pub(super) fn run(context: &Context, args: &ListArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    let filter = args.filter();
    check(&bank, &filter)?;
    let past = if filter.needs_past() {
        Some(context.past()?)
    } else {
        context.past_or_warning("hidden prompts are not marked")
    };
    let nothing = Past::default();
    let known = past.as_ref().unwrap_or(&nothing);
    let admitted = |prompt: &&Prompt| filter.admits(prompt, known);
    let prompts: Vec<&Prompt> = bank.prompts.iter().filter(admitted).collect();
    if args.json {
        let is_hidden = |id: &str| past.as_ref().map(|past| past.is_hidden(id));
        let prompts = prompts.iter();
        let prompts = prompts.map(|prompt| ListedDocument::new(prompt, is_hidden(&prompt.id)));
        let prompts = prompts.collect();
        context.print_json(&Listing { prompts })?;
    } else if !prompts.is_empty() {
        let width = context.terminal.width();
        context.print(&rows(width, &prompts, known))?;
        if context.terminal.is_interactive() {
            context.terminal.say(&counts(&prompts, bank.prompts.len()));
        }
    }
    if prompts.is_empty() {
        let all = bank.prompts.len();
        let text = format!("no prompt matches {filter}; `hotseat prompts list` shows all {all}");
        context.terminal.say(&text);
    }
    if filter.hidden {
        tell_of_the_gone(context, &bank, known);
    }
    Ok(0)
}

/// Refuses ids that nothing has.
fn check(bank: &Bank, filter: &PromptFilter) -> anyhow::Result<()> {
    check_competency(bank, filter.narrow.competency.as_deref())?;
    if let Some(id) = &filter.round
        && bank.round(id).is_none()
    {
        let rounds = bank.rounds.iter().map(|round| round.id.as_str());
        return Err(unknown("round", id, rounds, "hotseat rounds list"));
    }
    let packs = bank.packs();
    match &filter.pack {
        Some(id) if !packs.contains(&id.as_str()) => {
            let near = nearest(id, packs.iter().copied());
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            let hint = format!("{near}there are {}", packs.join(", "));
            Err(failure(format!("no pack is called `{id}`"), hint))
        }
        _ => Ok(()),
    }
}

fn rows(width: usize, prompts: &[&Prompt], past: &Past) -> String {
    let row = |prompt: &&Prompt| {
        let levels: Vec<&str> = prompt.level.iter().map(|level| level.as_str()).collect();
        [
            prompt.id.clone(),
            prompt.kind.to_string(),
            levels.join(" "),
            prompt.title.clone(),
        ]
    };
    let is_hidden = |prompt: &&Prompt| past.is_hidden(&prompt.id);
    let head = ["prompt", "kind", "level", "title"];
    // A column without a word in it would still take room.
    if !prompts.iter().any(is_hidden) {
        return table(width, head, prompts.iter().map(row).collect());
    }
    let marked = prompts.iter().map(|prompt| {
        let [id, kind, level, title] = row(prompt);
        let mark = if is_hidden(prompt) { "hidden" } else { "" };
        [id, kind, level, title, mark.to_owned()]
    });
    let [id, kind, level, title] = head;
    table(width, [id, kind, level, title, ""], marked.collect())
}

/// How many there are of each kind, of so many `in_all`.
fn counts(prompts: &[&Prompt], in_all: usize) -> String {
    let kinds = Kind::ALL.map(|kind| {
        let count = prompts.iter().filter(|prompt| prompt.kind == kind).count();
        (count > 0).then(|| format!("{count} {kind}"))
    });
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    let of = match prompts.len() {
        count if count == in_all => format!("{in_all} prompts"),
        count => format!("{count} of {in_all} prompts"),
    };
    format!("{of}: {}", kinds.join(", "))
}

/// No listing has what is hidden and in no pack any more; only its id can let it in again.
fn tell_of_the_gone(context: &Context, bank: &Bank, past: &Past) {
    let gone = past.hidden().filter(|id| bank.prompt(id).is_none());
    let mut gone: Vec<&str> = gone.collect();
    gone.sort_unstable();
    if !gone.is_empty() {
        let ids = gone.join(", ");
        context.terminal.say(&format!(
            "hidden and in no pack any more: {ids}; `hotseat prompts unhide ID` forgets one"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(kind: Kind) -> Prompt {
        Prompt {
            id: "a".to_owned(),
            pack: "core".to_owned(),
            kind,
            title: "A".to_owned(),
            level: Vec::new(),
            competencies: Vec::new(),
            asked: crate::domain::Asked::default(),
            ask: "A?".to_owned(),
            round: None,
            sections: Vec::new(),
            follow_ups: Vec::new(),
            look_for: Vec::new(),
            pitfalls: Vec::new(),
            digest: String::new(),
        }
    }

    #[test]
    fn the_count_is_by_kind() {
        let (story, briefing) = (prompt(Kind::Story), prompt(Kind::Briefing));
        let all = [&story, &briefing, &story];
        assert_eq!(counts(&all, 3), "3 prompts: 1 briefing, 2 story");
        assert_eq!(counts(&all[..1], 3), "1 of 3 prompts: 1 story");
    }
}
