//! `score`: scores what was said, at the end of a session or any time later.

use anyhow::Context as _;
use uuid::Uuid;

use super::args::ScoreArgs;
use super::context::{Context, named_session};
use super::failure::{failure, unknown};
use crate::clock;
use crate::domain::{Bank, Pass, Per, Prompt, Rubric, Score, Scorecard, Session};
use crate::store::{History, Kept, sidecar};
use crate::ui::scoring::{self, Ending, Outcome};
use crate::ui::text::{sanitize, words_ms};

/// Who scores.
const RATER: &str = "self";

/// What of a session is to be scored. What is empty does not narrow.
#[derive(Debug, Default)]
pub(super) struct Which {
    /// From 0.
    pub(super) answer: Option<usize>,
    pub(super) rubric: Option<String>,
    pub(super) pass: Option<Pass>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Done,
    /// By Ctrl-C; what was given before is kept.
    Interrupted,
}

/// One rubric on one answer, or on the session as a whole.
struct Sheet<'a> {
    rubric: &'a Rubric,
    /// From 0; none for the session as a whole.
    answer: Option<usize>,
}

pub(super) fn run(context: &Context, args: &ScoreArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    let mut history = context.history()?;
    let kept = named_session(&history, &args.session)?;
    if let Some(card) = args.retract {
        return retract(context, &mut history, kept, card);
    }
    let which = Which {
        answer: args
            .answer
            .map(|number| index(&kept.session, number))
            .transpose()?,
        rubric: args.rubric.clone(),
        pass: args.pass,
    };
    if !args.values.0.is_empty() {
        return set(context, &bank, &mut history, &kept, &which, args);
    }
    if !context.terminal.is_interactive() {
        return Err(failure(
            "asking for scores needs a terminal",
            "`--set CRITERION=VALUE` scores without one",
        ));
    }
    match ask(context, &bank, &mut history, &kept, &which)? {
        Asked::Done => Ok(0),
        Asked::Interrupted => Ok(super::signals::Signal::Interrupt.exit_code()),
    }
}

fn index(session: &Session, number: usize) -> anyhow::Result<usize> {
    let count = session.answers.len();
    number
        .checked_sub(1)
        .filter(|index| *index < count)
        .ok_or_else(|| {
            failure(
                format!("this session has no answer {number}"),
                format!("its answers are numbered 1 to {count}"),
            )
        })
}

/// Asks every rubric that `which` admits.
pub(super) fn ask(
    context: &Context,
    bank: &Bank,
    history: &mut History,
    kept: &Kept,
    which: &Which,
) -> anyhow::Result<Asked> {
    let sheets = sheets(bank, &kept.session, which)?;
    if sheets.is_empty() {
        context.terminal.say(nothing_to_score(&kept.session));
    }
    for sheet in sheets {
        pass_of(&kept.session, &sheet, which.pass)?;
        introduce(context, bank, &kept.session, &sheet);
        let outcome = scoring::ask(context.terminal, sheet.rubric)?;
        let ending = outcome.ending;
        if outcome.values.is_empty() {
            context
                .terminal
                .say("not scored; `hotseat score` asks again");
        } else {
            add(context, history, kept, &sheet, which.pass, outcome)?;
        }
        match ending {
            Ending::Through => {}
            Ending::Left => return Ok(Asked::Done),
            Ending::Interrupted => return Ok(Asked::Interrupted),
        }
    }
    Ok(Asked::Done)
}

fn nothing_to_score(session: &Session) -> &'static str {
    if session.used_ms() == 0 {
        "nothing was said in this session, so there is nothing to score"
    } else {
        "this round has no rubric to be scored on; `--rubric` names one"
    }
}

/// What a rubric is asked about, with what a strong answer shows.
fn introduce(context: &Context, bank: &Bank, session: &Session, sheet: &Sheet<'_>) {
    let terminal = context.terminal;
    let answer = sheet.answer.and_then(|index| session.answers.get(index));
    let title = match answer {
        Some(answer) => {
            let used: u64 = answer.sections.iter().map(|section| section.used_ms).sum();
            format!("{} ({})", answer.prompt.title, words_ms(used))
        }
        None => session.round.title.clone(),
    };
    terminal.say(&format!("\n{title}: {}", sheet.rubric.title));
    // The bank's prompt, unless it has gone since.
    let prompt: Option<&Prompt> = answer.and_then(|answer| bank.prompt(&answer.prompt.id));
    if let Some(prompt) = prompt {
        terminal.say(&format!("\n{}", scoring::reveal(prompt, terminal.width())));
    }
}

/// The rubrics of the session's round, each on what it is about.
fn sheets<'a>(bank: &'a Bank, session: &Session, which: &Which) -> anyhow::Result<Vec<Sheet<'a>>> {
    let ids: Vec<&String> = match &which.rubric {
        Some(id) => vec![id],
        None => session.rubrics.iter().collect(),
    };
    let mut sheets = Vec::new();
    for id in ids {
        let Some(rubric) = bank.rubric(id) else {
            if which.rubric.is_none() {
                continue;
            }
            let known = bank.rubrics.iter().map(|rubric| rubric.id.as_str());
            return Err(unknown("rubric", id, known, "hotseat rubrics list"));
        };
        match rubric.per {
            Per::Answer => {
                let spoken = (0..session.answers.len()).filter(|index| {
                    let sections = &session.answers[*index].sections;
                    which.answer.is_none_or(|wanted| wanted == *index)
                        && sections.iter().any(|section| section.used_ms > 0)
                });
                sheets.extend(spoken.map(|index| Sheet {
                    rubric,
                    answer: Some(index),
                }));
            }
            Per::Session => sheets.push(Sheet {
                rubric,
                answer: None,
            }),
            // A loop is scored at its end, and an assessment is of no session: only by name.
            Per::Loop | Per::None if which.rubric.is_some() => sheets.push(Sheet {
                rubric,
                answer: None,
            }),
            Per::Loop | Per::None => {}
        }
    }
    sheets.sort_by_key(|sheet| sheet.answer.unwrap_or(usize::MAX));
    Ok(sheets)
}

/// Scores without asking. All values go on one card, so they must be of one rubric.
fn set(
    context: &Context,
    bank: &Bank,
    history: &mut History,
    kept: &Kept,
    which: &Which,
    args: &ScoreArgs,
) -> anyhow::Result<u8> {
    let sheet = sheet_to_set(bank, &kept.session, which, args)?;
    let mut values: Vec<Score> = Vec::new();
    for given in &args.values.0 {
        let id = &given.criterion;
        let Some(criterion) = sheet.rubric.criterion(id) else {
            let known = sheet
                .rubric
                .criteria
                .iter()
                .map(|criterion| criterion.id.as_str());
            let listing = format!("hotseat rubrics show {}", sheet.rubric.id);
            return Err(unknown("criterion", id, known, &listing));
        };
        let value = criterion.scale.parse(&given.text).map_err(|error| {
            failure(
                format!("{id}: {error}"),
                format!("`hotseat rubrics show {}` has the scale", sheet.rubric.id),
            )
        })?;
        if values.iter().any(|score| score.criterion == *id) {
            return Err(failure(
                format!("`{id}` is set twice"),
                "one value for every criterion",
            ));
        }
        values.push(Score {
            criterion: id.clone(),
            value,
            min: criterion.scale.min(),
            max: criterion.scale.max(),
            note: given.note.as_deref().and_then(scoring::worth_keeping),
        });
    }
    let outcome = Outcome {
        values,
        next_time: args.next_time.as_deref().and_then(scoring::worth_keeping),
        ending: Ending::Through,
    };
    add(context, history, kept, &sheet, which.pass, outcome)?;
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

/// The pass of the card that is to come. There is one first per answer, rubric and rater, or
/// averages would count an answer twice.
fn pass_of(session: &Session, sheet: &Sheet<'_>, asked: Option<Pass>) -> anyhow::Result<Pass> {
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

/// Keeps a card in the history and in the portable copy.
fn add(
    context: &Context,
    history: &mut History,
    kept: &Kept,
    sheet: &Sheet<'_>,
    pass: Option<Pass>,
    outcome: Outcome,
) -> anyhow::Result<()> {
    // As it is now: a card may have come since.
    let kept = history
        .session(kept.session.id)?
        .context("the session has just been deleted")?;
    let pass = pass_of(&kept.session, sheet, pass)?;
    let card = Scorecard {
        id: Uuid::now_v7(),
        rubric: sheet.rubric.id.clone(),
        version: sheet.rubric.version,
        rater: RATER.to_owned(),
        pass,
        at: clock::wall(),
        values: outcome.values,
        next_time: outcome.next_time,
        retracted: false,
    };
    history.add_scorecard(kept.session.id, sheet.answer, &card)?;
    copy_out(context, history, kept.session.id)?;
    let count = card.values.len();
    context.terminal.say(&sanitize(&format!(
        "kept {count} value(s) on {} ({} pass)",
        card.rubric,
        card.pass.as_str()
    )));
    Ok(())
}

fn retract(context: &Context, history: &mut History, kept: Kept, card: Uuid) -> anyhow::Result<u8> {
    let mut session = kept.session;
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
    history.save(&session, &kept.folder)?;
    copy_out(context, history, session.id)?;
    context
        .terminal
        .say(&format!("scorecard {card} counts no more"));
    Ok(0)
}

/// Writes the portable copy anew. A session whose folder was deleted keeps its history.
fn copy_out(context: &Context, history: &History, id: Uuid) -> anyhow::Result<()> {
    if let Some(kept) = history.session(id)? {
        let folder = context.folder_of(&kept);
        if folder.is_dir() {
            sidecar::write(&folder, &kept.session)?;
        }
    }
    Ok(())
}
