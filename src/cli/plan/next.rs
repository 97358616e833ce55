//! `plan next`: the next block of a plan, done and ticked.

mod checklist;
mod outcome;
mod sit;
mod stories;
mod study;

use std::path::Path;

use anyhow::Context as _;
use inquire::InquireError;

use super::super::args::NextArgs;
use super::super::context::Context;
use super::super::editor::Closed;
use super::super::failure::{failure, unknown};
use super::super::practice::Came;
use super::super::signals::Signal;
use super::sheet::{Owner, edit};
use super::standing::standing;
use super::{gone_on_with, tell_others, tick};
use crate::domain::{Activity, Bank, Place, Plan, PlanProgress, PlanStanding, Sheet};
use crate::store::History;
use crate::ui::asking;
use crate::ui::plan::heading;

/// A block that is done now.
struct Running<'a> {
    context: &'a Context,
    args: &'a NextArgs,
    bank: &'a Bank,
    plan: &'a Plan,
    place: Place<'a>,
    title: &'a str,
    /// Of portable copies.
    folder: &'a Path,
}

pub(super) fn run(context: &Context, args: &NextArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    let mut history = context.history()?;
    let folder = context.home.progress()?;
    let progress = history.plans(&folder)?;
    let plan = gone_on_with(&bank, &progress, args.plan.as_deref())?;
    if args.plan.is_none() {
        tell_others(context, &bank, &progress, plan);
    }
    let before = standing(context, &bank, plan, &progress, Some(&mut history))?;
    let Some(place) = place(plan, &before, args)? else {
        return outcome::nothing_left(context, plan, &bank, &before, args.json);
    };
    let running = Running {
        context,
        args,
        bank: &bank,
        plan,
        place,
        title: bank.title_of(place.block),
        folder: &folder,
    };
    running.refuse_values()?;
    if let Some(code) = running.wait_for_enter(&before)? {
        return Ok(code);
    }
    // It opens the history by itself, and finishes what was cut short before.
    drop(history);
    let came = running.run(&progress)?;
    let mut history = context.history_as_it_is()?;
    if came.is_through {
        let progress = history.plans(&folder)?;
        let item = (plan.id.as_str(), place.block.id.as_str());
        tick::set(&mut history, &folder, &progress, item, true)?;
    }
    let progress = history.plans(&folder)?;
    let after = standing(context, &bank, plan, &progress, Some(&mut history))?;
    outcome::tell(&running, came, (&before, &after))?;
    Ok(came.code)
}

/// The block that is asked for, or else the first that is open.
fn place<'p>(
    plan: &'p Plan,
    standing: &PlanStanding,
    args: &NextArgs,
) -> anyhow::Result<Option<Place<'p>>> {
    let Some(id) = args.block.as_deref().or(args.named.as_deref()) else {
        return Ok(standing.next(plan));
    };
    let found = plan.place(id).ok_or_else(|| {
        let ids = plan.blocks().map(|block| block.id.as_str());
        unknown("block", id, ids, "hotseat plan show --day N")
    })?;
    Ok(Some(found))
}

impl Running<'_> {
    fn owner(&self) -> Owner<'_> {
        Owner {
            plan: &self.plan.id,
            block: &self.place.block.id,
        }
    }

    /// Nothing but an assessment takes values.
    fn refuse_values(&self) -> anyhow::Result<()> {
        let block = self.place.block;
        if self.args.values.0.is_empty() || matches!(block.activity, Activity::Assess(_)) {
            return Ok(());
        }
        let type_name = block.activity.type_name();
        Err(failure(
            format!("`{}` is of type {type_name}, and takes no values", block.id),
            "`--set` goes with a block of type assess; `hotseat score` scores a session",
        ))
    }

    /// Says what comes, and waits for Enter where somebody can press it. An exit code, where it is
    /// left.
    fn wait_for_enter(&self, standing: &PlanStanding) -> anyhow::Result<Option<u8>> {
        let terminal = self.context.terminal;
        let heading = heading(
            self.plan,
            self.place,
            self.title,
            standing,
            terminal.width(),
        );
        terminal.say(&heading);
        if let Activity::Stories { .. } = self.place.block.activity {
            self.show_what_stories_lack()?;
        }
        if self.args.yes || !terminal.is_interactive() {
            return Ok(None);
        }
        match asking::enter(terminal, "Enter begins · Esc leaves") {
            Ok(()) => Ok(None),
            Err(InquireError::OperationCanceled) => Ok(Some(0)),
            Err(InquireError::OperationInterrupted) => Ok(Some(Signal::Interrupt.exit_code())),
            Err(error) => Err(error).context("the terminal cannot be used"),
        }
    }

    fn run(&self, progress: &PlanProgress) -> anyhow::Result<Came> {
        match &self.place.block.activity {
            Activity::Round(id) | Activity::Loop(id) => self.sit(id),
            Activity::Assess(id) => self.assess(id),
            Activity::Study(topics) => self.study(topics, topics),
            Activity::Stories { topics, slots } => {
                let title = [self.title.to_owned()];
                let topics = if topics.is_empty() {
                    &title
                } else {
                    &topics[..]
                };
                let came = self.study(topics, slots)?;
                self.show_the_five()?;
                Ok(came)
            }
            Activity::Worksheet(questions) => self.write(questions),
            Activity::Checklist(_) => self.check(progress),
        }
    }

    /// A worksheet is done when every question has an answer.
    fn write(&self, questions: &[String]) -> anyhow::Result<Came> {
        let sheet = Sheet {
            title: self.title,
            questions,
        };
        let mut history: History = self.context.history_as_it_is()?;
        let written = edit(self.context, &mut history, self.owner(), sheet)?;
        if let Closed::By(signal) = written.closed {
            return Ok(Came::left(signal.exit_code()));
        }
        let answers = sheet.answers(&written.text);
        let answered = answers.iter().filter(|answer| answer.text.is_some());
        let (answered, all) = (answered.count(), answers.len());
        self.context.terminal.say(&format!(
            "{answered} of {all} questions have an answer; `hotseat plan notes {}` reads them",
            self.place.block.id
        ));
        Ok(Came {
            code: 0,
            is_through: answered == all,
        })
    }
}
