//! What runs on the sound system's thread: from the ring to the speaker. Nothing here waits,
//! allocates or locks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cpal::{FromSample, SizedSample};
use rtrb::Consumer;

use super::super::format::Format;
use super::super::timeline::frames_in;
use crate::clock;

/// How long going from loud to silent takes: at once would click.
const RAMP: Duration = Duration::from_millis(5);

/// Shared with the callback. Counts are in frames handed to the ring since the start, times in
/// nanoseconds since then.
#[derive(Debug)]
pub(in crate::audio) struct Tap {
    rate: u32,
    since: Instant,
    /// Taken by the callback.
    taken: AtomicU64,
    /// When it was, and how long it takes from there until all of it has been at the ear.
    taken_at: AtomicU64,
    delay: AtomicU64,
    /// When the speaker began to play, as if it had not paused since.
    begun_at: AtomicU64,
    /// Since when it pauses.
    paused_at: AtomicU64,
    /// All before this was heard, whatever the delay says.
    heard: AtomicU64,
    /// Frames before this one are stale and to be skipped, and how many were.
    stale_before: AtomicU64,
    skipped: AtomicU64,
    /// How often the speaker asked.
    pub(in crate::audio) asked: AtomicU64,
    pub(in crate::audio) paused: AtomicBool,
    /// The bits of a float from 0 to 1.
    volume: AtomicU32,
    pub(in crate::audio) failed: AtomicBool,
}

/// No time at all.
const NEVER: u64 = u64::MAX;

impl Tap {
    pub(super) fn new(rate: u32) -> Self {
        Tap {
            rate,
            since: clock::now(),
            taken: AtomicU64::new(0),
            taken_at: AtomicU64::new(0),
            delay: AtomicU64::new(0),
            begun_at: AtomicU64::new(NEVER),
            paused_at: AtomicU64::new(NEVER),
            heard: AtomicU64::new(0),
            stale_before: AtomicU64::new(0),
            skipped: AtomicU64::new(0),
            asked: AtomicU64::new(0),
            paused: AtomicBool::new(false),
            volume: AtomicU32::new(1.0_f32.to_bits()),
            failed: AtomicBool::new(false),
        }
    }

    pub(in crate::audio) fn set_volume(&self, gain: f32) {
        self.volume.store(gain.to_bits(), Ordering::Relaxed);
    }

    /// The ring's frame that is at the ear now.
    pub(in crate::audio) fn heard(&self) -> u64 {
        let paused_at = self.paused_at.load(Ordering::Acquire);
        let now = match paused_at {
            NEVER => self.now(),
            paused_at => paused_at,
        };
        let heard = self.heard_at(now);
        // What is told of the delay wanders; nobody hears backwards.
        self.heard.fetch_max(heard, Ordering::AcqRel).max(heard)
    }

    fn heard_at(&self, now: u64) -> u64 {
        let taken = self.taken.load(Ordering::Acquire);
        let frames = |nanos: u64| frames_in(Duration::from_nanos(nanos), self.rate);
        let since_taken = now.saturating_sub(self.taken_at.load(Ordering::Relaxed));
        let on_its_way = self
            .delay
            .load(Ordering::Relaxed)
            .saturating_sub(since_taken);
        // At first the delay is not known, but that nothing can be heard before it plays.
        let since_begun = now.saturating_sub(self.begun_at.load(Ordering::Relaxed));
        let most = frames(since_begun) + self.skipped.load(Ordering::Acquire);
        taken.saturating_sub(frames(on_its_way)).min(most)
    }

    /// The speaker begins to play.
    pub(super) fn begin(&self) {
        self.begun_at.store(self.now(), Ordering::Relaxed);
    }

    /// The speaker stands still, whatever is on its way.
    pub(super) fn stand_still(&self) {
        self.paused_at.store(self.now(), Ordering::Release);
    }

    /// It goes on: nothing has come nearer to the ear meanwhile.
    pub(super) fn go_on(&self) {
        let paused_at = self.paused_at.swap(NEVER, Ordering::AcqRel);
        if paused_at == NEVER {
            return;
        }
        let lost = self.now().saturating_sub(paused_at);
        for time in [&self.taken_at, &self.begun_at] {
            let was = time.load(Ordering::Relaxed);
            if was != NEVER {
                time.store(was.saturating_add(lost), Ordering::Relaxed);
            }
        }
    }

    fn now(&self) -> u64 {
        clock::now()
            .saturating_duration_since(self.since)
            .as_nanos() as u64
    }

    /// The ring's frame that the speaker takes next.
    pub(in crate::audio) fn taken(&self) -> u64 {
        self.taken.load(Ordering::Acquire)
    }

    pub(in crate::audio) fn skip_to(&self, frame: u64) {
        self.stale_before.store(frame, Ordering::Release);
    }
}

/// What the callback owns.
pub(in crate::audio) struct Pour {
    out: Consumer<f32>,
    tap: Arc<Tap>,
    channels_in: usize,
    channels_out: usize,
    gain: f32,
    step: f32,
    /// Frames of silence since the last sound.
    silent: u64,
    begun: bool,
}

impl Pour {
    pub(super) fn new(out: Consumer<f32>, tap: Arc<Tap>, format: Format, channels: u16) -> Self {
        Pour {
            out,
            tap,
            channels_in: usize::from(format.channels.max(1)),
            channels_out: usize::from(channels.max(1)),
            gain: 0.0,
            step: 1.0 / frames_in(RAMP, format.sample_rate).max(1) as f32,
            silent: 0,
            begun: false,
        }
    }

    pub(super) fn tap(&self) -> Arc<Tap> {
        Arc::clone(&self.tap)
    }

    /// Fills one block: silence where there is nothing.
    pub(in crate::audio) fn fill<T: SizedSample + FromSample<f32>>(
        &mut self,
        block: &mut [T],
        delay: Duration,
    ) {
        self.skip_stale();
        let delay_frames = frames_in(delay, self.tap.rate);
        let paused = self.tap.paused.load(Ordering::Relaxed);
        let target = if paused {
            0.0
        } else {
            f32::from_bits(self.tap.volume.load(Ordering::Relaxed))
        };
        if !std::mem::replace(&mut self.begun, true) {
            // The first word is not to come in softly.
            self.gain = target;
        }
        let mut taken = 0;
        for frame in block.chunks_mut(self.channels_out) {
            self.gain = toward(self.gain, target, self.step);
            let sounds = (!paused || self.gain > 0.0) && self.out.slots() >= self.channels_in;
            if sounds {
                self.pour_frame(frame);
                taken += 1;
            } else {
                frame.fill(T::from_sample(0.0));
            }
        }
        self.tap.taken_at.store(self.tap.now(), Ordering::Relaxed);
        // The delay is that of the block's first frame, and what was taken ends with the last one.
        let last = delay.as_nanos() as u64 + nanos_of(taken, self.tap.rate);
        self.tap.delay.store(last, Ordering::Relaxed);
        let all = self.tap.taken.load(Ordering::Relaxed) + taken;
        self.tap.taken.store(all, Ordering::Release);
        self.silent = match taken {
            0 => self.silent + (block.len() / self.channels_out) as u64,
            _ => 0,
        };
        if taken == 0 && self.silent >= delay_frames {
            self.tap.heard.fetch_max(all, Ordering::AcqRel);
        }
        self.tap.asked.fetch_add(1, Ordering::Relaxed);
    }

    /// A mono take goes to every channel, several go to one as their mean; what else has more than
    /// the speaker loses the rest.
    fn pour_frame<T: SizedSample + FromSample<f32>>(&mut self, frame: &mut [T]) {
        let mut last = 0.0;
        let mut sum = 0.0;
        for n in 0..self.channels_in.max(frame.len()) {
            if n < self.channels_in {
                last = self.out.pop().unwrap_or_default();
                sum += last;
            }
            if let Some(sample) = frame.get_mut(n) {
                *sample = T::from_sample(self.bounded(last));
            }
        }
        if let ([sample], 2..) = (&mut *frame, self.channels_in) {
            *sample = T::from_sample(self.bounded(sum / self.channels_in as f32));
        }
    }

    /// What is beyond full scale is cut off there; it must not come out at the other end.
    fn bounded(&self, sample: f32) -> f32 {
        (sample * self.gain).clamp(-1.0, 1.0)
    }

    fn skip_stale(&mut self) {
        let taken = self.tap.taken.load(Ordering::Relaxed);
        let fresh = self.tap.stale_before.load(Ordering::Acquire);
        let stale = fresh.saturating_sub(taken);
        if stale == 0 {
            return;
        }
        let samples = (stale as usize * self.channels_in).min(self.out.slots());
        if let Ok(chunk) = self.out.read_chunk(samples) {
            chunk.commit_all();
        }
        let skipped = (samples / self.channels_in) as u64;
        self.tap.skipped.fetch_add(skipped, Ordering::AcqRel);
        self.tap.taken.store(taken + skipped, Ordering::Release);
        // What is on its way to the ear is of before the jump.
        self.tap.heard.fetch_max(taken + skipped, Ordering::AcqRel);
    }
}

fn nanos_of(frames: u64, rate: u32) -> u64 {
    frames * 1_000_000_000 / u64::from(rate.max(1))
}

fn toward(now: f32, target: f32, step: f32) -> f32 {
    if now < target {
        (now + step).min(target)
    } else {
        (now - step).max(target)
    }
}

#[cfg(test)]
mod tests {
    use rtrb::{Producer, RingBuffer};

    use super::*;

    fn poured(channels: u16, out: u16, samples: &[f32]) -> (Producer<f32>, Pour) {
        let (mut ring, consumer) = RingBuffer::new(10_000);
        for sample in samples {
            ring.push(*sample).unwrap();
        }
        let format = Format {
            sample_rate: 1_000,
            channels,
        };
        let tap = Arc::new(Tap::new(1_000));
        (ring, Pour::new(consumer, tap, format, out))
    }

    fn fill(pour: &mut Pour, samples: usize) -> Vec<i16> {
        let mut block = vec![7_i16; samples];
        pour.fill(&mut block, Duration::from_millis(20));
        block
    }

    const HALF: i16 = 16_384;

    #[test]
    fn channels_go_where_there_are_some() {
        for (channels, out, samples, expected) in [
            (1, 1, vec![0.5, -0.5], vec![HALF, -HALF]),
            (1, 2, vec![0.5], vec![HALF, HALF]),
            (2, 1, vec![0.5, 0.0], vec![HALF / 2]),
            (2, 2, vec![0.5, -0.5], vec![HALF, -HALF]),
            (3, 2, vec![0.5, -0.5, 0.1], vec![HALF, -HALF]),
        ] {
            let (_ring, mut pour) = poured(channels, out, &samples);
            assert_eq!(
                fill(&mut pour, expected.len()),
                expected,
                "{channels} to {out}"
            );
        }
    }

    #[test]
    fn what_is_too_loud_is_cut_off_and_never_wraps() {
        let (_ring, mut pour) = poured(1, 1, &[1.5, -1.5, 1.0, -1.0]);
        assert_eq!(fill(&mut pour, 4), [i16::MAX, i16::MIN, i16::MAX, i16::MIN]);
    }

    #[test]
    fn a_pause_fades_out_and_in_and_loses_nothing() {
        let (_ring, mut pour) = poured(1, 1, &[0.5; 100]);
        fill(&mut pour, 10);
        pour.tap.paused.store(true, Ordering::Relaxed);
        let block = fill(&mut pour, 10);
        assert!(block.windows(2).all(|pair| pair[1] <= pair[0]), "{block:?}");
        assert_eq!(block[5..], [0; 5]);
        let taken = pour.tap.taken();
        assert!(taken <= 15, "{taken}");
        // The last sound reaches the ear while silence follows it.
        assert!(pour.tap.heard() < taken);
        fill(&mut pour, 10);
        fill(&mut pour, 10);
        assert_eq!((pour.tap.taken(), pour.tap.heard()), (taken, taken));
        pour.tap.paused.store(false, Ordering::Relaxed);
        let block = fill(&mut pour, 10);
        assert_eq!(block[9], HALF);
        assert_eq!(pour.tap.taken(), taken + 10);
        assert_eq!(pour.tap.heard(), taken, "it is on its way");
    }

    #[test]
    fn after_a_jump_nothing_stale_is_heard() {
        let (mut ring, mut pour) = poured(1, 1, &[0.25; 40]);
        fill(&mut pour, 10);
        (0..20).for_each(|_| ring.push(0.5).unwrap());
        pour.tap.skip_to(40);
        assert_eq!(fill(&mut pour, 10), [HALF; 10]);
        assert_eq!(pour.tap.taken(), 50);
        // Where there is nothing yet, silence.
        pour.tap.skip_to(70);
        assert_eq!(fill(&mut pour, 10), [0; 10]);
        assert_eq!(pour.tap.taken(), 60);
    }

    #[test]
    fn a_long_block_is_at_the_ear_frame_by_frame() {
        const SECOND: u64 = 1_000_000_000;
        let (_ring, mut pour) = poured(1, 1, &[0.5; 500]);
        fill(&mut pour, 500);
        // Taken long after the speaker began: a server had silence of its own to play first.
        pour.tap.begun_at.store(0, Ordering::Relaxed);
        pour.tap.taken_at.store(10 * SECOND, Ordering::Relaxed);
        for (millis, expected) in [(0, 0), (20, 0), (270, 250), (520, 500), (900, 500)] {
            let at = 10 * SECOND + millis * SECOND / 1_000;
            assert_eq!(pour.tap.heard_at(at), expected, "{millis} ms");
        }
    }

    #[test]
    fn loudness_changes_without_a_step() {
        let (_ring, mut pour) = poured(1, 1, &[1.0; 40]);
        fill(&mut pour, 10);
        pour.tap.set_volume(0.5);
        let block = fill(&mut pour, 10);
        assert!(
            block.windows(2).all(|pair| pair[0] - pair[1] <= 6_600),
            "{block:?}"
        );
        assert_eq!(block[9], HALF);
    }
}
