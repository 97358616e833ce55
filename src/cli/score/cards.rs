//! Scorecards: which pass one belongs to, keeping it, taking it back.

use anyhow::Context as _;
use uuid::Uuid;

use super::super::context::Context;
use super::super::failure::failure;
use super::sheets::Sheet;
use crate::clock;
use crate::domain::{Bank, Pass, Scorecard, Session};
use crate::store::{History, Kept};
use crate::ui::scoring::Outcome;
use crate::ui::verdict::verdict;

/// Who scores.
const RATER: &str = "self";

/// The pass of the card that is to come. There is one first per answer, rubric and rater, or
/// averages would count an answer twice.
pub(super) fn pass_of(
    session: &Session,
    sheet: &Sheet<'_>,
    asked: Option<Pass>,
) -> anyhow::Result<Pass> {
    let cards = match sheet.answer {
        Some(index) => &session.answers[index].scorecards,
        None => &session.scorecards,
    };
    let due = Scorecard::pass_after(cards, &sheet.rubric.id, RATER);
    match (asked, due) {
        (Some(Pass::First), Pass::Replay) => Err(failure(
            format!("`{}` has been scored here already", sheet.rubric.id),
            "leave `--pass` out, or take the card back first: `--retract CARD`",
        )),
        _ => Ok(asked.unwrap_or(due)),
    }
}

/// What was answered, as a card of `session`.
pub(in crate::cli) fn card(
    session: &Session,
    sheet: &Sheet<'_>,
    pass: Option<Pass>,
    outcome: Outcome,
) -> anyhow::Result<Scorecard> {
    Ok(Scorecard {
        id: Uuid::now_v7(),
        rubric: sheet.rubric.id.clone(),
        version: sheet.rubric.version,
        rater: RATER.to_owned(),
        pass: pass_of(session, sheet, pass)?,
        at: clock::wall(),
        values: outcome.values,
        next_time: outcome.next_time,
        retracted: false,
    })
}

/// Keeps a card in the history and in the portable copy.
pub(super) fn add(
    context: &Context,
    history: &mut History,
    kept: &Kept,
    sheet: &Sheet<'_>,
    pass: Option<Pass>,
    outcome: Outcome,
) -> anyhow::Result<Scorecard> {
    // As it is now: a card may have come since.
    let (_, card) = context.change(history, kept, |session| {
        let card = card(session, sheet, pass, outcome)?;
        let cards = match sheet.answer {
            None => &mut session.scorecards,
            Some(index) => {
                let answer = session.answers.get_mut(index);
                &mut answer
                    .context("the answer is not in the record any more")?
                    .scorecards
            }
        };
        cards.push(card.clone());
        Ok(card)
    })?;
    Ok(card)
}

/// Says that a card was kept, and what it amounts to.
pub(super) fn tell(context: &Context, bank: &Bank, card: &Scorecard) {
    let terminal = context.terminal;
    let values = match card.values.len() {
        1 => "1 value".to_owned(),
        count => format!("{count} values"),
    };
    terminal.say(&format!(
        "kept {values} on {} ({} pass)",
        card.rubric,
        card.pass.as_str()
    ));
    terminal.say(&verdict(bank, card, terminal.width(), ""));
}

pub(super) fn retract(
    context: &Context,
    history: &mut History,
    kept: &Kept,
    card: Uuid,
) -> anyhow::Result<u8> {
    context.change(history, kept, |session| {
        let answers = session
            .answers
            .iter_mut()
            .flat_map(|answer| &mut answer.scorecards);
        let Some(found) = answers
            .chain(&mut session.scorecards)
            .find(|known| known.id == card)
        else {
            return Err(failure(
                format!("this session has no scorecard {card}"),
                format!("`hotseat sessions show {}` has them", session.id),
            ));
        };
        found.retracted = true;
        Ok(())
    })?;
    context
        .terminal
        .say(&format!("scorecard {card} counts no more"));
    Ok(0)
}
