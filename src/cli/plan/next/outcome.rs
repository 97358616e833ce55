//! What came of a block: what is ticked now, how to go on with what was left, and what is next.

use serde::Serialize;

use super::super::super::context::Context;
use super::super::super::naming::program;
use super::super::super::practice::Came;
use super::Running;
use crate::domain::{Activity, Bank, Place, Plan, PlanStanding};
use crate::ui::text::{hanging, words};

/// What `plan next --json` prints. Other programs read it: fields are only ever added.
#[derive(Serialize)]
struct Document<'a> {
    plan: &'a str,
    /// Null where no block was open.
    block: Option<BlockDocument<'a>>,
    /// Deliverables that this has shown.
    shown: Vec<&'a str>,
    /// Null where nothing is left.
    next: Option<BlockDocument<'a>>,
}

#[derive(Serialize)]
struct BlockDocument<'a> {
    day: usize,
    id: &'a str,
    #[serde(rename = "type")]
    type_name: &'a str,
    title: &'a str,
    minutes: f64,
    done: bool,
}

fn document<'a>(place: Place<'a>, bank: &'a Bank, standing: &PlanStanding) -> BlockDocument<'a> {
    let block = place.block;
    BlockDocument {
        day: place.day,
        id: &block.id,
        type_name: block.activity.type_name(),
        title: bank.title_of(block),
        minutes: block.length.as_secs_f64() / 60.0,
        done: standing.is_done(&block.id),
    }
}

/// A line that fits the terminal.
fn say(context: &Context, text: &str) {
    let (blank, text) = match text.strip_prefix('\n') {
        Some(rest) => ("\n", rest),
        None => ("", text),
    };
    let width = context.terminal.width().min(100);
    let shown = hanging(text, width, "", "  ");
    context.terminal.say(&format!("{blank}{shown}"));
}

pub(super) fn tell(
    running: &Running<'_>,
    came: Came,
    (before, after): (&PlanStanding, &PlanStanding),
) -> anyhow::Result<()> {
    let Running {
        context,
        args,
        bank,
        plan,
        place,
        title,
        ..
    } = *running;
    let block = place.block;
    let state = if came.is_through {
        format!("done: {title}")
    } else {
        format!("not done yet: {title}; {}", way_on(running)?)
    };
    say(context, &format!("\n{state}"));
    let is_new = |id: &str| after.shown(id).is_some() && !before.is_done(id);
    let items = plan.deliverables().filter(|item| is_new(&item.id));
    let shown: Vec<&str> = items.map(|item| item.id.as_str()).collect();
    for id in &shown {
        let evidence = after.shown(id).unwrap_or_default();
        say(context, &format!("shown: {id}, by {evidence}"));
    }
    if came.is_through && after.is_over(place.of_day) {
        tell_of_the_day(context, place, after);
    }
    let next = after.next(plan);
    if let Some(next) = next.filter(|next| next.block.id != block.id) {
        tell_next(context, bank, next);
    } else if next.is_none() {
        let show = format!("{} plan show", program());
        say(
            context,
            &format!("every block of the plan is done; `{show}` shows all of it"),
        );
    }
    if args.json {
        context.print_json(&Document {
            plan: &plan.id,
            block: Some(document(place, bank, after)),
            shown,
            next: next.map(|next| document(next, bank, after)),
        })?;
    }
    Ok(())
}

/// Nothing is left to run.
pub(super) fn nothing_left(
    context: &Context,
    plan: &Plan,
    bank: &Bank,
    standing: &PlanStanding,
    json: bool,
) -> anyhow::Result<u8> {
    say(context, &format!("every block of {} is done", plan.title));
    for (day, number) in plan.days.iter().zip(1..) {
        let mut items = day.deliverables.iter();
        if items.any(|item| !standing.is_done(&item.id)) {
            let show = format!("{} plan show --day {number}", program());
            say(
                context,
                &format!("day {number} has deliverables left: `{show}`"),
            );
        }
    }
    let first = plan.places().next().map(|place| place.block.id.as_str());
    if let Some(id) = first {
        say(
            context,
            &format!(
                "one block once more: `{} plan next {id}`, for instance",
                program()
            ),
        );
    }
    if json {
        context.print_json(&Document {
            plan: &plan.id,
            block: None,
            shown: Vec::new(),
            next: standing
                .next(plan)
                .map(|next| document(next, bank, standing)),
        })?;
    }
    Ok(0)
}

/// How to go on with a block that was left.
fn way_on(running: &Running<'_>) -> anyhow::Result<String> {
    let id = &running.place.block.id;
    let again = format!("`{} plan next {id}`", program());
    Ok(match &running.place.block.activity {
        Activity::Loop(id) if running.is_left_today(id)? => {
            format!("{again} goes on with its next round, today")
        }
        Activity::Round(_) | Activity::Loop(_) => format!("{again} sits it again"),
        Activity::Assess(_) => format!("{again} asks for every criterion"),
        Activity::Study(_) | Activity::Stories { .. } => {
            format!("{again} goes on with the topics that are left")
        }
        Activity::Worksheet(_) => format!("{again} opens it again, with what is written"),
        Activity::Checklist(_) => format!("{again} goes on, and what is ticked stays"),
    })
}

/// What the day should leave behind and nothing has shown: only its owner can say.
fn tell_of_the_day(context: &Context, place: Place<'_>, standing: &PlanStanding) {
    let items = place.of_day.deliverables.iter();
    let open: Vec<_> = items.filter(|item| !standing.is_done(&item.id)).collect();
    say(context, &format!("\nday {} is through", place.day));
    for item in open {
        say(context, &format!("is it there? {}", item.title));
        say(
            context,
            &format!("  `{} plan done {}` ticks it", program(), item.id),
        );
    }
}

fn tell_next(context: &Context, bank: &Bank, next: Place<'_>) {
    let block = next.block;
    let line = format!(
        "next: day {}, {}, {}: `{} plan next`",
        next.day,
        bank.title_of(block),
        words(block.length),
        program()
    );
    say(context, &line);
}
