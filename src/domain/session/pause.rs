//! A pause: clock and take stand still. Only the policy `open` has one.

use std::time::Duration;

use uuid::Uuid;

use super::outcome::MarkOutcome;
use super::{Effect, Machine, Phase};
use crate::domain::round::Policy;

/// What the mark at a pause's place is called.
const LABEL: &str = "pause";

impl Machine {
    /// Whether there can be a pause now.
    pub fn can_pause(&self) -> bool {
        let runs = !matches!(
            self.phase,
            Phase::Ready | Phase::Asking { .. } | Phase::Scoring { .. } | Phase::Over { .. }
        );
        runs && self.policy == Policy::Open
    }

    /// Pauses, or goes on.
    pub(super) fn pause(&mut self, id: Uuid, now: Duration, effects: &mut Vec<Effect>) {
        if !self.can_pause() {
            return;
        }
        if self.paused_at.is_some() {
            self.paused = self.paused_until(now);
            self.paused_at = None;
            effects.push(Effect::Resumed { at: now });
        } else {
            if let Phase::Speaking { slot } = self.phase {
                let at = self.elapsed(now);
                let label = Some(LABEL.to_owned());
                let cue = None;
                let mark = MarkOutcome { id, at, cue, label };
                self.outcome(slot).marks.push(mark);
            }
            self.paused_at = Some(now);
            effects.push(Effect::Paused { at: now });
        }
        effects.push(Effect::Save);
    }

    /// The machine was asleep. In a pause, or where nothing is recorded, that costs nobody anything.
    pub(super) fn sleep(&mut self) {
        if let (Phase::Speaking { slot }, None) = (self.phase, self.paused_at) {
            self.outcome(slot).slept = true;
        }
    }

    /// The pauses of this phase, with what there is of one on its way.
    pub(super) fn paused_until(&self, now: Duration) -> Duration {
        self.paused + self.pause_on_its_way(now).unwrap_or_default()
    }

    pub(super) fn pause_on_its_way(&self, now: Duration) -> Option<Duration> {
        Some(now.saturating_sub(self.paused_at?))
    }

    /// What the phase has taken so far, without pauses.
    pub(super) fn elapsed(&self, now: Duration) -> Duration {
        let lasted = now.saturating_sub(self.since);
        lasted.saturating_sub(self.paused_until(now))
    }

    /// Where the phase would have begun if there had been no pause in it; none while there is one.
    pub(super) fn running_since(&self) -> Option<Duration> {
        self.paused_at.is_none().then(|| self.since + self.paused)
    }
}
