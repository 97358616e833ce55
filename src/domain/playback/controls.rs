//! What a listener's wish does: to the place, the speed, the loudness, the pauses.

use std::ops::Range;

use super::{LEAD_MS, Line, Speed, Volume};

/// What a listener can wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    TogglePause,
    /// So many seconds on, or back.
    Step(i64),
    NextSection,
    PreviousSection,
    NextMark,
    PreviousMark,
    /// To the longest pause, then to the next longest.
    LongPause,
    Faster,
    Slower,
    Louder,
    Softer,
    ToggleSkips,
}

/// What is to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Seek(u64),
    Pause(bool),
    Speed(Speed),
    Volume(Volume),
    /// What is left out from now on.
    Skips(Vec<Range<u64>>),
    Tell(Told),
}

/// What the listener should know, in no words yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Which pause this is, of how many, the longest first, and how long.
    Pause {
        number: usize,
        of: usize,
        length_ms: u64,
    },
    NoPause,
    /// Not everything was listened to yet.
    StillListening,
    NoMark,
    LastSection,
    Speed(Speed),
    Volume(Volume),
    Skipping(bool),
}

/// How it is being heard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Controls {
    pub speed: Speed,
    pub volume: Volume,
    pub skips_pauses: bool,
    pub paused: bool,
    /// The group whose pauses are gone through, and the turn of the next.
    turn: Option<(usize, usize)>,
}

impl Controls {
    pub fn new(speed: Speed, skips_pauses: bool) -> Self {
        Controls {
            speed,
            skips_pauses,
            ..Controls::default()
        }
    }

    /// What `command` does while the frame `at` is heard.
    pub fn handle(&mut self, command: Command, line: &Line, at: u64) -> Vec<Effect> {
        match command {
            Command::TogglePause => self.toggle_pause(line, at),
            Command::Step(seconds) => vec![Effect::Seek(step(line, at, seconds))],
            Command::NextSection => match line.next_section(at) {
                Some(start) => vec![Effect::Seek(start)],
                None => vec![Effect::Tell(Told::LastSection)],
            },
            Command::PreviousSection => vec![Effect::Seek(line.previous_section(at))],
            Command::NextMark => to_mark(line.next_mark(at)),
            Command::PreviousMark => to_mark(line.previous_mark(at)),
            Command::LongPause => self.long_pause(line, at),
            Command::Faster => self.set_speed(self.speed.faster()),
            Command::Slower => self.set_speed(self.speed.slower()),
            Command::Louder => self.set_volume(self.volume.louder()),
            Command::Softer => self.set_volume(self.volume.softer()),
            Command::ToggleSkips => self.set_skips(!self.skips_pauses, line),
        }
    }

    /// What is left out now.
    pub fn skips(&self, line: &Line) -> Vec<Range<u64>> {
        if self.skips_pauses {
            line.skips()
        } else {
            Vec::new()
        }
    }

    fn toggle_pause(&mut self, line: &Line, at: u64) -> Vec<Effect> {
        if at < line.end() {
            self.paused = !self.paused;
            return vec![Effect::Pause(self.paused)];
        }
        // Whoever goes on after the end wants to hear it again.
        self.paused = false;
        let last = line.group(line.passage_at(at));
        let again = line.group_span(&last).start;
        vec![Effect::Seek(again), Effect::Pause(false)]
    }

    fn long_pause(&mut self, line: &Line, at: u64) -> Vec<Effect> {
        let group = line.group(line.passage_at(at));
        let unheard = |passage: &super::Passage| passage.pauses.is_none();
        if line.passages()[group.clone()].iter().any(unheard) {
            return vec![Effect::Tell(Told::StillListening)];
        }
        let begin = group.start;
        let all = line.longest_first(group);
        let turn = match self.turn {
            Some((of, turn)) if of == begin && turn < all.len() => turn,
            _ => 0,
        };
        let Some(silence) = all.get(turn) else {
            return vec![Effect::Tell(Told::NoPause)];
        };
        self.turn = Some((begin, turn + 1));
        let lead = line.frames_of(LEAD_MS);
        let start = line.span(silence.passage).start;
        let mut effects = Vec::new();
        if self.skips_pauses {
            // It could not be heard otherwise.
            effects.extend(self.set_skips(false, line));
        }
        effects.push(Effect::Seek(
            silence.at.start.saturating_sub(lead).max(start),
        ));
        if std::mem::take(&mut self.paused) {
            effects.push(Effect::Pause(false));
        }
        effects.push(Effect::Tell(Told::Pause {
            number: turn + 1,
            of: all.len(),
            length_ms: silence.length_ms,
        }));
        effects
    }

    fn set_speed(&mut self, speed: Speed) -> Vec<Effect> {
        self.speed = speed;
        vec![Effect::Speed(speed), Effect::Tell(Told::Speed(speed))]
    }

    fn set_volume(&mut self, volume: Volume) -> Vec<Effect> {
        self.volume = volume;
        vec![Effect::Volume(volume), Effect::Tell(Told::Volume(volume))]
    }

    fn set_skips(&mut self, skips: bool, line: &Line) -> Vec<Effect> {
        self.skips_pauses = skips;
        vec![
            Effect::Skips(self.skips(line)),
            Effect::Tell(Told::Skipping(skips)),
        ]
    }
}

fn step(line: &Line, at: u64, seconds: i64) -> u64 {
    let by = seconds.unsigned_abs() * u64::from(line.rate());
    if seconds < 0 {
        at.saturating_sub(by)
    } else {
        (at + by).min(line.end())
    }
}

fn to_mark(mark: Option<u64>) -> Vec<Effect> {
    match mark {
        Some(at) => vec![Effect::Seek(at)],
        None => vec![Effect::Tell(Told::NoMark)],
    }
}
