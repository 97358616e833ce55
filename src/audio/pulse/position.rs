//! When a frame was captured, from what the server says of its stream.
//!
//! The server is asked and tells how many bytes it has written to our stream and how old the sound
//! in them is. Its answer holds for some moment between question and answer; the less time lies
//! between them, the better it is known. So the newest answer counts that came about as quickly as
//! the quickest of the last eight; NTP's clock filter has the same eight (RFC 5905, section 10).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

const ANSWERS: usize = 8;

/// A round trip that nothing has held up.
const QUICK: Duration = Duration::from_micros(500);

/// A round trip that places a frame well enough to begin with; nothing else is known then, and half of
/// a longer one would be the error of everything that follows.
const SURE: Duration = Duration::from_millis(5);

#[derive(Debug, Clone, Copy)]
struct Answer {
    round_trip: Duration,
    /// When the stream's first frame was captured, by this answer.
    origin: Instant,
}

/// Places the frames of one stream in time.
#[derive(Debug)]
pub(super) struct Position {
    sample_rate: u32,
    answers: VecDeque<Answer>,
    /// What divides every number of frames that was told.
    cycle: u64,
}

impl Position {
    pub(super) fn new(sample_rate: u32) -> Self {
        Position {
            sample_rate,
            answers: VecDeque::with_capacity(ANSWERS),
            cycle: 0,
        }
    }

    /// The server has said, between `asked` and `answered`, that `frames` were written to the stream,
    /// that the newest of them was captured `age` ago, and that a speaker whose sound they are plays
    /// them only `ahead` from then.
    pub(super) fn learn(
        &mut self,
        asked: Instant,
        answered: Instant,
        frames: u64,
        (age, ahead): (Duration, Duration),
    ) {
        self.cycle = common_divisor(self.cycle, frames);
        let round_trip = answered.saturating_duration_since(asked);
        let before = round_trip / 2 + age + self.time_of(frames);
        let Some(origin) = (answered + ahead).checked_sub(before) else {
            return;
        };
        if self.answers.len() == ANSWERS {
            self.answers.pop_front();
        }
        self.answers.push_back(Answer { round_trip, origin });
    }

    /// Everything learned so far holds no longer: the stream comes from another source.
    pub(super) fn forget(&mut self) {
        self.answers.clear();
    }

    /// How many frames the server handles at once, by all that it has told; 0 before that.
    pub(super) fn cycle(&self) -> u64 {
        self.cycle
    }

    /// Whether an answer has come quickly, or so many that waiting on will bring no better one.
    pub(super) fn is_sure(&self) -> bool {
        self.answers.len() == ANSWERS || self.answers.iter().any(|answer| answer.round_trip <= SURE)
    }

    /// When frame `frame` of the stream was captured; none before the first answer.
    pub(super) fn captured(&self, frame: u64) -> Option<Instant> {
        let quickest = self.answers.iter().map(|answer| answer.round_trip).min()?;
        let is_quick = |answer: &&Answer| answer.round_trip <= quickest * 3 + QUICK;
        let best = self.answers.iter().rev().find(is_quick)?;
        Some(best.origin + self.time_of(frame))
    }

    fn time_of(&self, frames: u64) -> Duration {
        super::super::timeline::time_of(frames, self.sample_rate)
    }
}

/// Euclid's algorithm.
fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    const MS: Duration = Duration::from_millis(1);
    const ZERO: Duration = Duration::ZERO;

    #[test]
    fn a_frame_lies_where_the_newest_quick_answer_puts_it() {
        let start = clock::now();
        let mut position = Position::new(1000);
        assert_eq!(position.captured(0), None);
        // 100 frames of 1 ms each, the newest 10 ms old, half-way between question and answer.
        position.learn(start + 119 * MS, start + 121 * MS, 100, (10 * MS, ZERO));
        assert_eq!(position.captured(0), Some(start + 10 * MS));
        assert_eq!(position.captured(100), Some(start + 110 * MS));
        // An answer that was held up changes nothing; another quick one does.
        position.learn(start + 200 * MS, start + 300 * MS, 200, (10 * MS, ZERO));
        assert_eq!(position.captured(0), Some(start + 10 * MS));
        // A speaker plays it 20 ms from now.
        position.learn(start + 292 * MS, start + 292 * MS, 300, (ZERO, 20 * MS));
        assert_eq!(position.captured(0), Some(start + 12 * MS));
    }

    #[test]
    fn a_slow_answer_is_not_sure_until_there_are_many() {
        let start = clock::now();
        let mut position = Position::new(1000);
        assert!(!position.is_sure());
        for n in 1..=7u32 {
            position.learn(start, start + 6 * MS, u64::from(n) * 100, (ZERO, ZERO));
            assert!(!position.is_sure(), "{n}");
        }
        position.learn(start, start + 6 * MS, 800, (ZERO, ZERO));
        assert!(position.is_sure());
        position.forget();
        position.learn(start, start + 5 * MS, 900, (ZERO, ZERO));
        assert!(position.is_sure());
    }

    #[test]
    fn what_all_numbers_share_is_the_cycle() {
        let now = clock::now();
        let mut position = Position::new(48_000);
        for (frames, cycle) in [
            (0, 0),
            (4096, 4096),
            (6144, 2048),
            (7168, 1024),
            (8192, 1024),
        ] {
            position.learn(now, now, frames, (ZERO, ZERO));
            assert_eq!(position.cycle(), cycle, "{frames}");
        }
    }

    #[test]
    fn old_answers_are_let_go() {
        let start = clock::now();
        let mut position = Position::new(1000);
        position.learn(start + 100 * MS, start + 100 * MS, 100, (ZERO, ZERO));
        for n in 2..=9u32 {
            // The device is slow: every 100 frames take 101 ms.
            let at = start + (n * 101) * MS;
            position.learn(at, at + 2 * MS, u64::from(n) * 100, (MS, ZERO));
        }
        let origin = position.captured(0).unwrap();
        assert!(origin >= start + 2 * MS, "the first answer is forgotten");
        position.forget();
        assert_eq!(position.captured(0), None);
    }
}
