//! Scores that are given in one line, so that nothing is asked.

use super::super::args::ScoreArgs;
use super::super::context::Context;
use super::super::failure::{failure, unknown};
use super::super::values::Values;
use super::cards::{add, tell};
use super::sheets::{Sheet, Which, sheets};
use crate::domain::{Bank, Rubric, Score, Session};
use crate::store::{History, Kept};
use crate::ui::scoring::{Ending, Outcome, worth_keeping};

/// Scores without asking. All values go on one card, so they must be of one rubric.
pub(super) fn set(
    context: &Context,
    bank: &Bank,
    history: &mut History,
    kept: &Kept,
    which: &Which,
    args: &ScoreArgs,
) -> anyhow::Result<u8> {
    let sheet = sheet_to_set(bank, &kept.session, which, args)?;
    let values = scores_on(sheet.rubric, &args.values)?;
    let outcome = Outcome {
        values,
        next_time: args.next_time.as_deref().and_then(worth_keeping),
        ending: Ending::Through,
    };
    let card = add(context, history, kept, &sheet, which.pass, outcome)?;
    tell(context, bank, &card);
    Ok(0)
}

/// The one sheet that the criteria belong to: of the rubric that was named, else of the first of
/// the round's rubrics that knows the first criterion.
fn sheet_to_set<'a>(
    bank: &'a Bank,
    session: &Session,
    which: &Which,
    args: &ScoreArgs,
) -> anyhow::Result<Sheet<'a>> {
    let sheets = sheets(bank, session, which)?;
    let first = args.values.0.first();
    let first = first.map_or("", |value| value.criterion.as_str());
    let rubrics: Vec<&str> = sheets
        .iter()
        .map(|sheet| sheet.rubric.id.as_str())
        .collect();
    let knows =
        |sheet: &Sheet<'_>| which.rubric.is_some() || sheet.rubric.criterion(first).is_some();
    let mut fitting: Vec<Sheet<'a>> = Vec::new();
    let known: Vec<&str> = sheets
        .iter()
        .flat_map(|sheet| &sheet.rubric.criteria)
        .map(|criterion| criterion.id.as_str())
        .collect();
    if rubrics.is_empty() {
        return Err(failure(
            "there is nothing in this session to score",
            "`--rubric` names a rubric",
        ));
    }
    if !sheets.iter().any(knows) {
        return Err(unknown(
            "criterion",
            first,
            known,
            &format!("hotseat rubrics show {}", rubrics[0]),
        ));
    }
    fitting.extend(sheets.into_iter().filter(knows));
    let rubric = fitting[0].rubric;
    fitting.retain(|sheet| sheet.rubric.id == rubric.id);
    if fitting.len() > 1 {
        return Err(failure(
            format!(
                "this session has {} answers to score on `{}`",
                fitting.len(),
                rubric.id
            ),
            "`--answer N` says which",
        ));
    }
    Ok(fitting.remove(0))
}

/// The values as scores on `rubric`: known criteria, each once, each on its scale.
pub(in crate::cli) fn scores_on(rubric: &Rubric, values: &Values) -> anyhow::Result<Vec<Score>> {
    let mut scores: Vec<Score> = Vec::new();
    for given in &values.0 {
        let id = &given.criterion;
        let Some(criterion) = rubric.criterion(id) else {
            let known = rubric
                .criteria
                .iter()
                .map(|criterion| criterion.id.as_str());
            let listing = format!("hotseat rubrics show {}", rubric.id);
            return Err(unknown("criterion", id, known, &listing));
        };
        let value = criterion.scale.parse(&given.text).map_err(|error| {
            failure(
                format!("{id}: {error}"),
                format!("`hotseat rubrics show {}` has the scale", rubric.id),
            )
        })?;
        if scores.iter().any(|score| score.criterion == *id) {
            return Err(failure(
                format!("`{id}` is set twice"),
                "one value for every criterion",
            ));
        }
        scores.push(Score {
            criterion: id.clone(),
            value,
            min: criterion.scale.min(),
            max: criterion.scale.max(),
            note: given.note.as_deref().and_then(worth_keeping),
        });
    }
    Ok(scores)
}
