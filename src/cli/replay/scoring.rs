//! Scoring what one has just heard, beside what was given before.

use anyhow::Context as _;
use uuid::Uuid;

use super::super::context::Context;
use super::super::score::{self, AtHome, Which};
use super::super::signals::Signal;
use super::takes::Origin;
use crate::domain::{Bank, Pass, Scorecard, Session};
use crate::store::{History, Kept};
use crate::ui::passes::{given_first, side_by_side};

/// Asks for scores of an answer, as the replay pass. With `blind`, what was given before is shown only
/// after. Both then stand side by side. The signal is one that ended the asking.
pub(super) fn score(
    context: &Context,
    history: &mut History,
    kept: &mut Kept,
    origin: Origin,
    blind: bool,
) -> anyhow::Result<Option<Signal>> {
    let terminal = context.terminal;
    let bank = context.bank();
    let which = Which {
        answer: Some(origin.answer),
        pass: Some(Pass::Replay),
        ..Which::default()
    };
    *kept = fresh(history, kept.session.id)?;
    let before = pairs(&kept.session, origin.answer);
    if !blind {
        for (first, _) in &before {
            if let Some(rubric) = bank.rubric(&first.rubric) {
                terminal.say(&format!("{}: {}", rubric.title, given_first(rubric, first)));
            }
        }
    }
    let signal = {
        let mut desk = AtHome::new(context, history, kept, which.pass)?;
        let asked = score::ask(context, &bank, &kept.session, &which, &mut desk)?;
        desk.signal(&asked)
    };
    *kept = fresh(history, kept.session.id)?;
    let after = pairs(&kept.session, origin.answer);
    show(context, &bank, &before, &after);
    Ok(signal)
}

fn fresh(history: &History, id: Uuid) -> anyhow::Result<Kept> {
    let kept = history.session(id)?;
    kept.context("the session has just been deleted")
}

/// Each first card with the newest one of the replay pass on the same rubric.
fn pairs(session: &Session, answer: usize) -> Vec<(Scorecard, Option<Scorecard>)> {
    let own = session.answers.get(answer).map(|answer| &answer.scorecards);
    let lists = own.into_iter().chain([&session.scorecards]);
    let mut pairs = Vec::new();
    for cards in lists {
        let standing = || cards.iter().filter(|card| !card.retracted);
        for first in standing().filter(|card| card.pass == Pass::First) {
            let same = standing().filter(|c| c.pass == Pass::Replay && c.rubric == first.rubric);
            pairs.push((first.clone(), same.max_by_key(|card| card.at).cloned()));
        }
    }
    pairs
}

/// What has come since, beside what was there first.
fn show(
    context: &Context,
    bank: &Bank,
    before: &[(Scorecard, Option<Scorecard>)],
    after: &[(Scorecard, Option<Scorecard>)],
) {
    let terminal = context.terminal;
    for (first, replay) in after {
        let Some(replay) = replay else { continue };
        let was_there = before
            .iter()
            .any(|(_, known)| known.as_ref().is_some_and(|card| card.id == replay.id));
        let rubric = bank.rubric(&first.rubric);
        let Some(rubric) = rubric.filter(|_| !was_there) else {
            continue;
        };
        let table = side_by_side(rubric, first, replay, terminal.width());
        terminal.say(&format!("\n{}\n{table}", rubric.title));
    }
}
