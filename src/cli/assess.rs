//! `assess`: rates oneself on a rubric of no session, and says what that comes to.

use serde::Serialize;
use uuid::Uuid;

use super::args::AssessArgs;
use super::context::Context;
use super::failure::{failure, unknown};
use super::score::scores_on;
use super::signals::Signal;
use super::typing::Typing;
use crate::clock;
use crate::domain::{
    Bank, Change, Judgment, Pass, Per, Round, Rubric, Scorecard, Shortfall, change, judge_card,
    shortfalls, training,
};
use crate::ui::assessment::{Assessment, page};
use crate::ui::scoring::{self, Ending, Outcome, worth_keeping};

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
}

#[derive(Serialize)]
struct Since<'a> {
    card: Uuid,
    at: jiff::Timestamp,
    #[serde(flatten)]
    change: &'a Change<'a>,
}

pub(super) fn run(context: &Context, args: &AssessArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    let rubric = named(&bank, &args.id)?;
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
        return Ok(code);
    }
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
    history.assess(&card, &folder)?;
    tell(context, &bank, &card, &earlier, args.json)?;
    Ok(code)
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

/// Prints what `card` comes to, beside the last one before it that the same rubric judges.
fn tell(
    context: &Context,
    bank: &Bank,
    card: &Scorecard,
    earlier: &[Scorecard],
    json: bool,
) -> anyhow::Result<()> {
    let judgment = judge_card(bank, card)?;
    let before = earlier.iter().rev().find_map(|known| {
        let is_like_it = known.rubric == card.rubric && !known.retracted;
        let judged = judge_card(bank, known).ok().filter(|_| is_like_it)?;
        Some((known, change(&judged, &judgment)))
    });
    let shortfalls = shortfalls(&judgment);
    let rounds: Vec<&Round> = training(bank, &judgment);
    if json {
        return context.print_json(&Document {
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
        });
    }
    let zone = jiff::tz::TimeZone::system();
    let day = |known: &Scorecard| known.at.to_zoned(zone.clone()).date().to_string();
    let days = before.as_ref().map(|(known, _)| day(known));
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
    context.print(&page(&assessment, context.terminal.width()))
}
