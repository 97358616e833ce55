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

/// How often a speaker that went away is looked for.
const AGAIN: Duration = Duration::from_millis(500);

/// A sound server that is being restarted leaves the bare card free for a moment, which is not the way
/// to take.
const RESTART: Duration = Duration::from_secs(10);

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
            if asked != self.asked.1 {
                self.asked = (now, asked);
            }
            if self.manner.paused {
                // It asks for nothing then.
                self.asked.0 = now;
            }
            let is_silent = now.saturating_duration_since(self.asked.0) > SILENT;
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
