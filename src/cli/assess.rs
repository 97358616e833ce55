//! `assess`: rates oneself on a rubric of no session, and says what that comes to.

use serde::Serialize;
use uuid::Uuid;

use super::args::AssessArgs;
use super::context::Context;
use super::failure::{failure, unknown};
use super::naming::{day, program};
use super::practice::Came;
use super::score::scores_on;
use super::signals::Signal;
use super::typed::{say_again, typed};
use super::typing::Typing;
use crate::clock;
use crate::domain::{
    Bank, Change, Judgment, Pass, Per, Round, Rubric, Scorecard, Shortfall, change, judge_card,
    next_steps, shortfalls, training,
};
use crate::ui::assessment::{Assessment, page};
use crate::ui::scoring::{self, Ending, Outcome, worth_keeping};

/// How it is shown what an assessment comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Page,
    Json,
    /// As a page beside a document that is another verb's.
    Aside,
}

/// Who scores.
const RATER: &str = "self";

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    judgment: &'a Judgment<'a>,
    card: Uuid,
    at: jiff::Timestamp,
    next_time: Option<&'a str>,
    shortfalls: &'a [Shortfall<'a>],
    /// Null for the first one.
    since: Option<Since<'a>>,
    /// Ids of rounds to sit for the lowest criteria.
    practise: Vec<&'a str>,
    /// Of the rubric, by the verdict.
    next_steps: &'a [String],
    deeper: &'a [String],
}

#[derive(Serialize)]
struct Since<'a> {
    card: Uuid,
    at: jiff::Timestamp,
    #[serde(flatten)]
    change: &'a Change<'a>,
}

pub(super) fn run(context: &Context, args: &AssessArgs) -> anyhow::Result<u8> {
    if let Some(card) = args.retract {
        return retract(context, card);
    }
    let shown = if args.json { Shown::Json } else { Shown::Page };
    Ok(assess(context, args, shown)?.code)
}

/// Rates oneself; that is through when every criterion has a value.
pub(super) fn assess(context: &Context, args: &AssessArgs, shown: Shown) -> anyhow::Result<Came> {
    let bank = context.bank();
    let rubric = named(&bank, args.id.as_deref().unwrap_or_default())?;
    let mut history = context.history_as_it_is()?;
    let folder = context.home.progress()?;
    // Before anything is asked: what is typed must not be lost to a copy that cannot be read.
    let earlier = history.assessments(&folder)?;
    let (outcome, signal) = answered(context, rubric, args)?;
    let code = signal.map_or(0, Signal::exit_code);
    if outcome.values.is_empty() {
        context
            .terminal
            .say("nothing was rated, so nothing is kept");
        return Ok(Came::left(code));
    }
    let again = typed(vec!["assess".to_owned(), rubric.id.clone()], &outcome);
    let card = Scorecard {
        id: Uuid::now_v7(),
        rubric: rubric.id.clone(),
        version: rubric.version,
        rater: RATER.to_owned(),
        // Each is of its own day; there is nothing to hear again.
        pass: Pass::First,
        at: clock::wall(),
        values: outcome.values,
        next_time: outcome.next_time,
        retracted: false,
    };
    let kept = history.assess(&card, &folder).map_err(anyhow::Error::from);
    kept.inspect_err(|error| say_again(context, error, &again))?;
    if shown == Shown::Page {
        let id = card.id;
        context.terminal.say(&format!(
            "kept; to take it back:\n  {} assess --retract {id}\n",
            program()
        ));
    }
    let is_through = tell(context, &bank, &card, &earlier, shown)?;
    Ok(Came { code, is_through })
}

/// Takes an assessment back.
fn retract(context: &Context, id: Uuid) -> anyhow::Result<u8> {
    let mut history = context.history_as_it_is()?;
    let folder = context.home.progress()?;
    let cards = history.assessments(&folder)?;
    let Some(card) = cards.iter().find(|card| card.id == id) else {
        let counting = cards.iter().rev().filter(|card| !card.retracted);
        let last: Vec<String> = counting
            .take(3)
            .map(|card| format!("{} ({}, {})", card.id, card.rubric, day(card.at)))
            .collect();
        let hint = if last.is_empty() {
            "none was kept that counts; `hotseat score --retract CARD` is for scores".to_owned()
        } else {
            format!("the last ones are {}", last.join(", "))
        };
        return Err(failure(format!("no assessment is called {id}"), hint));
    };
    let taken_back = Scorecard {
        retracted: true,
        ..card.clone()
    };
    history.assess(&taken_back, &folder)?;
    context.terminal.say(&format!(
        "the assessment of {} on {} counts no more",
        day(card.at),
        card.rubric
    ));
    Ok(0)
}

/// The rubric with this id, if it is one for assessments.
fn named<'a>(bank: &'a Bank, id: &str) -> anyhow::Result<&'a Rubric> {
    match bank.rubric(id) {
        Some(rubric) if rubric.per == Per::None => Ok(rubric),
        Some(_) => Err(failure(
            format!("`{id}` scores what was said in a session"),
            format!("`hotseat score --rubric {id}` scores the last one"),
        )),
        None => {
            let rubrics = bank.rubrics.iter().filter(|rubric| rubric.per == Per::None);
            let ids = rubrics.map(|rubric| rubric.id.as_str());
            Err(unknown("assessment", id, ids, "hotseat rubrics list"))
        }
    }
}

/// What was set, or what is answered now, and what ended the asking from outside.
fn answered(
    context: &Context,
    rubric: &Rubric,
    args: &AssessArgs,
) -> anyhow::Result<(Outcome, Option<Signal>)> {
    if !args.values.0.is_empty() {
        let outcome = Outcome {
            values: scores_on(rubric, &args.values)?,
            next_time: args.next_time.as_deref().and_then(worth_keeping),
            ending: Ending::Through,
        };
        return Ok((outcome, None));
    }
    if !context.terminal.is_interactive() {
        return Err(failure(
            "asking for values needs a terminal",
            "`--set CRITERION=VALUE`, once for every criterion, assesses without one",
        ));
    }
    context.terminal.say(&format!("\n{}", rubric.title));
    let mut typing = Typing::begin()?;
    let outcome = scoring::ask(context.terminal, rubric, &mut || typing.key());
    let signal = typing.signal();
    // The page that comes is not part of the questions.
    context.terminal.say("");
    Ok((outcome, signal))
}

/// Prints what `card` comes to, beside the last one before it that the same rubric judges. Whether
/// no criterion is left without a value.
fn tell(
    context: &Context,
    bank: &Bank,
    card: &Scorecard,
    earlier: &[Scorecard],
    shown: Shown,
) -> anyhow::Result<bool> {
    let judgment = judge_card(bank, card)?;
    let before = earlier.iter().rev().find_map(|known| {
        let is_like_it = known.rubric == card.rubric && !known.retracted;
        let judged = judge_card(bank, known).ok().filter(|_| is_like_it)?;
        Some((known, change(&judged, &judgment)))
    });
    let shortfalls = shortfalls(&judgment);
    let rounds: Vec<&Round> = training(bank, &judgment);
    let is_whole = judgment.missing.is_empty();
    if shown == Shown::Json {
        context.print_json(&Document {
            judgment: &judgment,
            card: card.id,
            at: card.at,
            next_time: card.next_time.as_deref(),
            shortfalls: &shortfalls,
            since: before.as_ref().map(|(known, change)| Since {
                card: known.id,
                at: known.at,
                change,
            }),
            practise: rounds.iter().map(|round| round.id.as_str()).collect(),
            next_steps: next_steps(&judgment),
            deeper: &judgment.rubric.next_steps.deeper,
        })?;
        return Ok(is_whole);
    }
    let zone = jiff::tz::TimeZone::system();
    let date = |known: &Scorecard| known.at.to_zoned(zone.clone()).date().to_string();
    let days = before.as_ref().map(|(known, _)| date(known));
    let change = before
        .as_ref()
        .map(|(_, change)| change)
        .zip(days.as_deref());
    let assessment = Assessment {
        judgment: &judgment,
        change,
        shortfalls: &shortfalls,
        rounds: &rounds,
    };
    let page = page(&assessment, context.terminal.width());
    match shown {
        Shown::Aside => context.terminal.say(&page),
        Shown::Page | Shown::Json => context.print(&page)?,
    }
    Ok(is_whole)
}
