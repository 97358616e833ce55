//! Blocks that run what has a verb of its own: rounds, loops, assessments.

use jiff::tz::TimeZone;

use super::super::super::args::{AssessArgs, NarrowArgs, PracticeArgs, SittingArgs};
use super::super::super::assess::{Shown, assess};
use super::super::super::practice::{self, Came};
use super::Running;
use crate::clock;
use crate::domain::{Activity, resume};

impl Running<'_> {
    /// Sits a round or a loop as `practice` does. A loop that was left today is gone on with.
    pub(super) fn sit(&self, id: &str) -> anyhow::Result<Came> {
        let args = PracticeArgs {
            target: Some(id.to_owned()),
            narrow: NarrowArgs {
                kind: None,
                level: None,
                competency: None,
                draw: self.args.draw,
                seed: self.args.seed,
                count: None,
                minutes: None,
            },
            resume: self.is_left_today(id)?,
            sitting: SittingArgs {
                scale: self.args.scale,
                follow_ups: None,
                policy: None,
                clock: None,
                mic: self.args.mic.clone(),
                voice: None,
                plain: self.args.plain,
                yes: self.args.yes,
                no_score: self.args.no_score,
                // The one document is this verb's.
                json: false,
            },
        };
        practice::sit(self.context, &args)
    }

    /// Whether a loop can be gone on with.
    pub(super) fn is_left_today(&self, id: &str) -> anyhow::Result<bool> {
        if !matches!(self.place.block.activity, Activity::Loop(_)) {
            return Ok(false);
        }
        let last = self.context.history()?.last_in_loop(Some(id))?;
        let zone = TimeZone::system();
        let next = resume(last.as_ref(), &self.bank.loops, clock::wall(), &zone);
        Ok(next.is_ok())
    }

    pub(super) fn assess(&self, id: &str) -> anyhow::Result<Came> {
        let args = AssessArgs {
            id: Some(id.to_owned()),
            values: self.args.values.clone(),
            next_time: None,
            retract: None,
            json: false,
        };
        let shown = if self.args.json {
            Shown::Aside
        } else {
            Shown::Page
        };
        assess(self.context, &args, shown)
    }
}
