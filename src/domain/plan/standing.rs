//! Where a plan stands on a day: what is done, what has shown it, and when its days are.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Evidence, Plan, PlanDay, PlanProgress};
use crate::domain::{Bank, Merit, Scorecard, Session, Status, Story, judge_card};

/// What of a plan is done, and when its days are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanStanding {
    /// What has shown each item that is done, in words; none where it was ticked by hand.
    done: HashMap<String, Option<String>>,
    /// The date of each day, once the plan has begun.
    dates: Option<Vec<Date>>,
}

/// What deliverables are shown by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Practised<'a> {
    pub cards: &'a [Scorecard],
    pub sessions: &'a [Session],
    pub stories: &'a [Story],
}

impl PlanStanding {
    /// `today` is the date in `zone`. Nothing is seen of what was before the plan began, and of an
    /// item that was taken back, nothing from before that.
    pub fn of(
        plan: &Plan,
        progress: &PlanProgress,
        practised: Practised<'_>,
        bank: &Bank,
        today: Date,
        zone: &TimeZone,
    ) -> Self {
        let mut standing = PlanStanding::default();
        for tick in progress.ticks.iter().filter(|tick| tick.plan == plan.id) {
            if tick.done {
                standing.done.insert(tick.item.clone(), None);
            }
        }
        let Some(start) = progress.start(&plan.id) else {
            return standing;
        };
        let begun = zone.to_timestamp(start.on.at(0, 0, 0, 0)).ok();
        for item in plan.deliverables() {
            let taken_back = progress.tick(&plan.id, &item.id).map(|tick| tick.at);
            let Some(since) = begun.max(taken_back) else {
                continue;
            };
            if let Some(evidence) = &item.evidence
                && !standing.is_done(&item.id)
                && let Some(shown) = match evidence {
                    Evidence::Stories(count) => told(*count, practised.stories, bank, taken_back),
                    other => seen(other, practised, bank, since),
                }
            {
                standing.done.insert(item.id.clone(), Some(shown));
            }
        }
        standing.dates = Some(standing.laid_out(plan, start.on, today));
        standing
    }

    /// When a day is, from 1, once the plan has begun.
    pub fn date(&self, day: usize) -> Option<Date> {
        let dates = self.dates.as_ref()?;
        dates.get(day.checked_sub(1)?).copied()
    }

    pub fn is_done(&self, item: &str) -> bool {
        self.done.contains_key(item)
    }

    /// What has shown an item, if it was not ticked by hand.
    pub fn shown(&self, item: &str) -> Option<&str> {
        self.done.get(item)?.as_deref()
    }

    /// How many deliverables of these days are done.
    pub fn delivered<'d>(&self, days: impl IntoIterator<Item = &'d PlanDay>) -> usize {
        let items = days.into_iter().flat_map(|day| &day.deliverables);
        items.filter(|item| self.is_done(&item.id)).count()
    }

    /// Whether nothing of a day is left to do.
    pub fn is_over(&self, day: &PlanDay) -> bool {
        day.blocks().all(|block| self.is_done(&block.id))
    }

    /// A day that was missed moves to today, and those after it move with it.
    fn laid_out(&self, plan: &Plan, first: Date, today: Date) -> Vec<Date> {
        let next = |date: Date| date.checked_add(1.day()).unwrap_or(date);
        let mut earliest = first;
        let mut dates = Vec::new();
        for day in &plan.days {
            let date = if self.is_over(day) {
                earliest
            } else {
                earliest.max(today)
            };
            dates.push(date);
            earliest = next(date);
        }
        dates
    }
}

/// What shows that something is there, in words.
fn seen(
    evidence: &Evidence,
    practised: Practised<'_>,
    bank: &Bank,
    since: Timestamp,
) -> Option<String> {
    let sat = practised.sessions.iter().filter(|session| {
        session.started_at >= since && !session.rehearsal && !session.is_botched_start()
    });
    match evidence {
        Evidence::Assess {
            rubric,
            each_area_mean_at_least,
        } => {
            let mut cards = practised.cards.iter().rev();
            let card = cards.find(|card| {
                card.rubric == *rubric
                    && !card.retracted
                    && card.at >= since
                    && holds(card, each_area_mean_at_least.unwrap_or(f64::MIN), bank)
            })?;
            Some(format!("the assessment {}", card.id))
        }
        // Those are files, which no date binds to a plan.
        Evidence::Stories(_) => None,
        Evidence::Round { id, within } => {
            let mut sat = sat.filter(|session| {
                let most = within.map_or(u128::MAX, |within| within.as_millis());
                session.round.id == *id
                    && session.status == Status::Completed
                    && u128::from(session.used_ms()) <= most
            });
            Some(format!("the session {}", sat.next()?.id))
        }
        Evidence::Answers { count, rounds } => {
            let sat = sat.filter(|sat| rounds.is_empty() || rounds.contains(&sat.round.id));
            let answers = sat.flat_map(|session| &session.answers);
            let recorded = answers
                .filter(|answer| answer.sections.iter().any(|part| part.take.is_some()))
                .count();
            let shown = match recorded {
                1 => "1 recorded answer".to_owned(),
                recorded => format!("{recorded} recorded answers"),
            };
            (recorded >= *count).then_some(shown)
        }
    }
}

/// The stories that reach an organization and are written to their end, if there are so many. One
/// that was there before the plan is as good as any other; of an item that was taken back, only
/// those that were worked on since.
fn told(
    count: usize,
    stories: &[Story],
    bank: &Bank,
    taken_back: Option<Timestamp>,
) -> Option<String> {
    let is_whole = |story: &Story| {
        let framework = bank.framework(&story.framework);
        framework.is_some_and(|framework| story.is_whole(framework))
    };
    let reach = stories.iter().filter(|story| {
        taken_back.is_none_or(|at| story.changed_at > at)
            && story.has(Merit::OrganizationalImpact)
            && is_whole(story)
    });
    let ids: Vec<&str> = reach.map(|story| story.id.as_str()).collect();
    match &ids[..] {
        all if all.len() < count => None,
        [only] => Some(format!("the story {only}")),
        all => Some(format!("the stories {}", all.join(", "))),
    }
}

/// Whether every criterion of a card has a value, and every area this mean.
fn holds(card: &Scorecard, mean: f64, bank: &Bank) -> bool {
    judge_card(bank, card).is_ok_and(|judgment| {
        let mut areas = judgment.areas.iter();
        judgment.missing.is_empty() && areas.all(|area| area.mean.is_some_and(|own| own >= mean))
    })
}

#[cfg(test)]
mod tests;
