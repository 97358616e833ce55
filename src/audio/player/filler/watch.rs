//! Speakers that go away and come back.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use cpal::HostId;

use super::super::super::speaker;
#[cfg(target_os = "linux")]
use super::super::super::speaker::Lookout;
use super::super::{Outlet, locked};
use super::Filler;
use crate::clock;

/// A speaker that asks for nothing for so long is gone, whether it says so or not.
const SILENT: Duration = Duration::from_secs(2);

/// A sound server may have mixed so much silence for a sink before anything played on it, and asks for
/// nothing until that is over. `PulseAudio` does for a null sink that nobody listens to, which is what a
/// machine without hardware has.
const MIXED_AHEAD: Duration = Duration::from_secs(2);

/// How often a speaker that went away is looked for.
const AGAIN: Duration = Duration::from_millis(500);

/// A sound server that is being restarted leaves the bare card free for a moment, which is not the way
/// to take.
const RESTART: Duration = Duration::from_secs(10);

/// How long a speaker has asked for nothing.
pub(super) struct Silence {
    /// Nothing was to be asked for before this.
    since: Instant,
    /// How often it had asked by then.
    asked: u64,
}

impl Silence {
    /// Of a speaker that begins, or goes on, now.
    pub(super) fn begin(now: Instant) -> Self {
        Silence {
            since: now + MIXED_AHEAD,
            asked: 0,
        }
    }

    /// Whether it has lasted too long. What a speaker takes when it begins does not make its time
    /// shorter: that goes into a queue, and what is mixed already is heard before that.
    fn is_too_long(&mut self, now: Instant, asked: u64, paused: bool) -> bool {
        if asked != self.asked {
            self.asked = asked;
            self.since = self.since.max(now);
        }
        if paused {
            // It asks for nothing then.
            self.since = now + MIXED_AHEAD;
        }
        now.saturating_duration_since(self.since) > SILENT
    }
}

/// A speaker that went away.
pub(super) struct Gone {
    name: String,
    since: Instant,
    tried: Instant,
    host: Option<HostId>,
}

impl Filler {
    /// Sees whether the speaker is still there, and looks for it where it is not.
    pub(super) fn watch(&mut self) {
        let now = clock::now();
        #[cfg(target_os = "linux")]
        self.follow();
        if let Some(playing) = &self.playing {
            let asked = playing.tap.asked.load(Ordering::Relaxed);
            let paused = self.manner.paused;
            let is_silent = self.silence.is_too_long(now, asked, paused);
            if is_silent || playing.tap.failed.load(Ordering::Relaxed) {
                self.lose(now);
            }
        }
        let Some(gone) = &mut self.gone else { return };
        if now.saturating_duration_since(gone.tried) < AGAIN {
            return;
        }
        gone.tried = now;
        let is_recent = now.saturating_duration_since(gone.since) < RESTART;
        let only = gone.host.filter(|_| is_recent);
        let from = locked(&self.shared).place();
        let format = self.tape.format();
        let again = self
            .named
            .as_deref()
            .map(|name| speaker::open(Some(name), format, only));
        let again = match again {
            Some(Ok(playing)) => Ok(playing),
            // Rather another one than none.
            _ => speaker::open(None, format, only),
        };
        if again
            .and_then(|playing| self.play_on(playing, from))
            .is_ok()
        {
            self.gone = None;
        } else {
            // It was told as the one that plays before it refused to.
            self.playing = None;
            let mut shared = locked(&self.shared);
            shared.sought.get_or_insert(from);
            shared.tap = None;
            if let Some(gone) = &self.gone {
                shared.outlet = Outlet::Gone(gone.name.clone());
            }
        }
    }

    /// A sound server may take what is played to another speaker by itself, without a gap, when the
    /// one before goes away.
    #[cfg(target_os = "linux")]
    fn follow(&mut self) {
        let Some(playing) = &mut self.playing else {
            return;
        };
        let Some(id) = playing.server_id() else {
            return;
        };
        let lookout = self.lookout.take().filter(|lookout| lookout.is_after(&id));
        self.lookout = lookout.or_else(|| Lookout::after(id));
        let Some(handover) = self.lookout.as_ref().and_then(Lookout::handover) else {
            return;
        };
        let before = playing.name.clone();
        playing.moved_to(&handover.id, handover.name);
        locked(&self.shared).outlet = Outlet::Speaker {
            name: playing.name.clone(),
            instead_of: Some(before),
        };
    }

    /// The speaker went away: what is at the ear now is where it will go on.
    pub(super) fn lose(&mut self, now: Instant) {
        let Some(playing) = self.playing.take() else {
            return;
        };
        #[cfg(target_os = "linux")]
        {
            // It has ended with what it looked after.
            self.lookout = None;
        }
        let mut shared = locked(&self.shared);
        shared.sought = Some(shared.place());
        shared.tap = None;
        shared.outlet = Outlet::Gone(playing.name.clone());
        self.gone = Some(Gone {
            name: playing.name.clone(),
            since: now,
            tried: now,
            host: playing.host,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: Duration = Duration::from_millis(500);

    /// When a speaker that asks at these times after it began is given up, and paused in between.
    fn given_up(asks: &[Duration], paused: std::ops::Range<u64>) -> Option<Duration> {
        let begin = clock::now();
        let mut silence = Silence::begin(begin);
        (0..1_000)
            .map(|n| n * Duration::from_millis(20))
            .find(|at| {
                let asked = asks.iter().filter(|ask| *ask <= at).count() as u64;
                let paused = paused.contains(&at.as_secs());
                silence.is_too_long(begin + *at, asked, paused)
            })
    }

    #[test]
    fn a_sink_with_silence_mixed_ahead_is_waited_for_and_one_that_is_gone_is_not() {
        let from = |first: Duration| -> Vec<Duration> {
            let later = (0..40).map(|n| first + n * REQUEST);
            [Duration::ZERO].into_iter().chain(later).collect()
        };
        let at_once = from(REQUEST);
        assert_eq!(given_up(&at_once, 0..0), None);
        // It takes what fits into its queue, and asks again once what it had mixed is over.
        assert_eq!(given_up(&from(MIXED_AHEAD + REQUEST), 0..0), None);
        // The same where it was opened in a pause.
        let after_pause = from(5 * SILENT + MIXED_AHEAD + REQUEST);
        assert_eq!(given_up(&after_pause, 0..10), None);
        // Once it has asked, no more is owed to it than to any other.
        let step = Duration::from_millis(20);
        let until_four: Vec<_> = at_once.iter().copied().take(9).collect();
        let last = *until_four.last().unwrap();
        assert_eq!(given_up(&until_four, 0..0), Some(last + SILENT + step));
        let never = MIXED_AHEAD + SILENT + step;
        assert_eq!(given_up(&[Duration::ZERO], 0..0), Some(never));
    }
}
