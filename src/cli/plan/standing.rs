//! Where a plan stands today, by what the history holds; what comes next in the one under way.

use jiff::tz::TimeZone;

use super::super::context::Context;
use super::super::stories;
use super::looked_up;
use crate::clock;
use crate::domain::{Bank, Place, Plan, PlanProgress, PlanStanding, Practised, Scorecard, Session};
use crate::store::History;

/// The next block of the plan that is gone on with, with its plan; none where no plan is under way.
pub(in crate::cli) fn coming<'b>(
    context: &Context,
    bank: &'b Bank,
) -> anyhow::Result<Option<(&'b Plan, Place<'b>)>> {
    let Some((mut history, progress)) = looked_up(context)? else {
        return Ok(None);
    };
    for plan in progress.under_way(&bank.plans) {
        let standing = standing(context, bank, plan, &progress, Some(&mut history))?;
        if let Some(place) = standing.next(plan) {
            return Ok(Some((plan, place)));
        }
    }
    Ok(None)
}

pub(super) fn standing(
    context: &Context,
    bank: &Bank,
    plan: &Plan,
    progress: &PlanProgress,
    history: Option<&mut History>,
) -> anyhow::Result<PlanStanding> {
    let zone = TimeZone::system();
    let (mut cards, mut sessions): (Vec<Scorecard>, Vec<Session>) = Default::default();
    let mut written = Vec::new();
    if let Some(history) = history
        && let Some(start) = progress.start(&plan.id)
    {
        written = stories::sound(context, bank)?;
        cards = history.assessments(&context.home.progress()?)?;
        for summary in history.sessions()? {
            // Nothing else of the history is looked at.
            if summary.started_at.to_zoned(zone.clone()).date() >= start.on {
                let kept = history.session(summary.id)?;
                sessions.extend(kept.map(|kept| kept.session));
            }
        }
    }
    let practised = Practised {
        cards: &cards,
        sessions: &sessions,
        stories: &written,
    };
    let today = clock::wall().to_zoned(zone.clone()).date();
    Ok(PlanStanding::of(
        plan, progress, practised, bank, today, &zone,
    ))
}
