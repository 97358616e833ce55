//! A loop: its rounds one after another, with breaks, left at any round and gone on with on the
//! same day.

use anyhow::Context as _;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde::Serialize;
use uuid::Uuid;

use super::super::args::{PracticeArgs, SittingArgs};
use super::super::context::Context;
use super::super::failure::{failure, unknown};
use super::super::naming::program;
use super::ready::Begin;
use super::rest::{self, Rest};
use super::run::Came;
use super::seat::{Left, Seat};
use crate::clock;
use crate::domain::{
    Bank, DrawMode, Loop, LoopRef, LoopRound, Narrow, ResumeError, Round, Session, Sitting, Status,
    resume as go_on, round_after, round_seed,
};
use crate::store::{History, Kept, Settings};

/// What `--json` prints of a loop.
#[derive(Serialize)]
struct Listing {
    sessions: Vec<Kept>,
}

/// A loop that is being sat.
struct Day<'a> {
    context: &'a Context,
    args: SittingArgs,
    settings: &'a Settings,
    bank: &'a Bank,
    loop_: &'a Loop,
    run: Uuid,
    seed: u64,
    draw: DrawMode,
    /// Whether every round that was sat before counts.
    counts: bool,
}

/// Begins a loop with its first round.
pub(super) fn begin(
    context: &Context,
    args: &PracticeArgs,
    settings: &Settings,
    bank: &Bank,
    loop_: &Loop,
    (seed, draw): (u64, DrawMode),
) -> anyhow::Result<Came> {
    if args.narrow.asks_for_prompts() {
        return Err(failure(
            format!("`{}` is a loop, and its rounds say what is asked", loop_.id),
            "leave out the flags that narrow a draw, or name a round",
        ));
    }
    let day = Day {
        context,
        args: args.sitting.clone(),
        settings,
        bank,
        loop_,
        run: Uuid::now_v7(),
        seed,
        draw,
        counts: true,
    };
    day.sit_from(1)
}

/// Goes on with the loop that was left today; `name`, if any, must be its name.
pub(super) fn resume(
    context: &Context,
    args: &SittingArgs,
    settings: &Settings,
    bank: &Bank,
    name: Option<&str>,
    draw: Option<DrawMode>,
) -> anyhow::Result<Came> {
    let history = context.history()?;
    let last = history.last_in_loop(name)?;
    let next = go_on(
        last.as_ref(),
        &bank.loops,
        clock::wall(),
        &TimeZone::system(),
    );
    let next = next.map_err(|error| match (&error, name) {
        (ResumeError::NoneToday, Some(name)) if !bank.loops.iter().any(|l| l.id == name) => {
            let names = bank.loops.iter().map(|loop_| loop_.id.as_str());
            unknown("loop", name, names, "hotseat loops list")
        }
        (ResumeError::NoneToday, _) => failure(
            error.to_string(),
            "`hotseat loops list` shows what there is to begin",
        ),
        (ResumeError::Complete(id), _) => failure(
            error.to_string(),
            format!("`hotseat practice {id}` begins it anew"),
        ),
        (ResumeError::Gone(_), _) => failure(error.to_string(), "put its pack back"),
    })?;
    let last = last.context("the loop has just been found")?;
    let loop_ = bank.loops.iter().find(|loop_| loop_.id == last.of.id);
    let day = Day {
        context,
        args: SittingArgs {
            scale: args.scale.or(Some(last.scale)),
            ..args.clone()
        },
        settings,
        bank,
        loop_: loop_.context("the loop has just been found")?,
        run: next.run,
        seed: next.seed,
        draw: draw.unwrap_or(last.draw),
        counts: all_count(&history, next.run)?,
    };
    drop(history);
    if let Some(left) = next.left {
        let (next, title) = (next.number, &day.loop_.title);
        context.terminal.say(&format!(
            "{title}: round {left} was stopped on its way and counts as sat; round {next} is next"
        ));
    }
    day.sit_from(next.number)
}

/// Whether every round of this sitting of a loop was sat to its end, and is no rehearsal.
fn all_count(history: &History, run: Uuid) -> anyhow::Result<bool> {
    const DAY: SignedDuration = SignedDuration::from_hours(24);
    let now = clock::wall();
    for summary in history.sessions()? {
        // It is of today, and they come newest first.
        if now.duration_since(summary.started_at) > DAY {
            break;
        }
        let session = history.session(summary.id)?.map(|kept| kept.session);
        let is_of_run = |session: &Session| session.loop_.as_ref().is_some_and(|l| l.run == run);
        if let Some(session) = session.filter(is_of_run)
            && (session.status != Status::Completed || session.rehearsal)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Day<'_> {
    /// Sits the rounds from `number`, from 1, to the last or until the candidate leaves.
    fn sit_from(mut self, number: u32) -> anyhow::Result<Came> {
        // One document at the end, not one after each round.
        let json = std::mem::take(&mut self.args.json);
        let mut sessions = Vec::new();
        let mut next = number;
        let mut begin = Begin::usual(self.context, &self.args);
        let rounds = self.loop_.rounds.iter().zip(1..);
        let (mut code, mut counts) = (0, self.counts);
        for (entry, number) in rounds.skip_while(|(_, n)| *n < number) {
            if let Begin::AfterBreak(until) = begin {
                match rest::rest(self.context, until)? {
                    Rest::Over => {}
                    Rest::Left => break,
                    Rest::Signal(signal) => {
                        code = signal.exit_code();
                        break;
                    }
                }
            }
            let round = self.bank.round(&entry.round);
            let round = round.with_context(|| format!("round `{}` is gone", entry.round))?;
            let over = match self.sit(round, number, begin)? {
                Left::Sat(over) => over,
                Left::Before(left) => {
                    code = left;
                    break;
                }
            };
            next = round_after(number, over.status(), over.used_ms());
            code = over.exit_code();
            counts &= over.counts();
            begin = self.after_break(entry, over.ended());
            let goes_on = code == 0 && over.status() == Status::Completed;
            sessions.push(over.kept());
            if !goes_on {
                break;
            }
        }
        self.tell_what_is_left(next);
        if json {
            self.context.print_json(&Listing { sessions })?;
        }
        let is_through = counts && next as usize > self.loop_.rounds.len();
        Ok(Came { code, is_through })
    }

    fn sit(&self, round: &Round, number: u32, begin: Begin) -> anyhow::Result<Left> {
        let history = self.context.history()?;
        // What the rounds before asked is past by now, so nothing comes twice in a day.
        let past = history.past(clock::wall())?;
        let mut round = round.clone();
        round.policy = self.args.policy.unwrap_or(round.policy);
        let sitting = Sitting {
            seed: round_seed(self.seed, number),
            draw: self.draw,
            narrow: Narrow::default(),
            count: None,
            scale: self.args.scale.unwrap_or(1.0),
            follow_ups: self.args.follow_ups(),
            time: None,
        };
        let (title, count) = (&round.title, self.loop_.rounds.len());
        self.context.terminal.say(&format!(
            "\n{}, round {number} of {count}: {title}",
            self.loop_.title
        ));
        let seat = Seat {
            context: self.context,
            args: &self.args,
            settings: self.settings,
            bank: self.bank,
            round: &round,
            sitting: &sitting,
            day: Some(LoopRef {
                id: self.loop_.id.clone(),
                run: self.run,
                index: number,
            }),
            earlier: None,
            begin,
        };
        seat.take(history, &past)
    }

    /// The next round begins when the break is over. Scores are given in it.
    fn after_break(&self, entry: &LoopRound, ended: std::time::Instant) -> Begin {
        let scale = self.args.scale.unwrap_or(1.0);
        Begin::AfterBreak(ended + entry.break_after.mul_f64(scale))
    }

    fn tell_what_is_left(&self, next: u32) {
        let count = self.loop_.rounds.len();
        let said = if next as usize > count {
            format!("\n{}: all {count} rounds sat", self.loop_.title)
        } else {
            format!(
                "\n{}: round {next} of {count} is next; `{} practice --resume` goes on, today",
                self.loop_.title,
                program()
            )
        };
        self.context.terminal.say(&said);
    }
}
