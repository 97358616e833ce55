//! From what is heard to the picture of it.

use std::sync::Arc;
use std::time::Duration;

use super::keys;
use crate::audio::{Envelope, Outlet};
use crate::domain::Swing;
use crate::domain::playback::{Controls, Line, Speed, Volume};
use crate::ui::countdown::Tone;
use crate::ui::playing::{Playing, Sign};
use crate::ui::typed::Typed;

/// Bins of a waveform: finer than any terminal is wide.
const BINS: usize = 960;

/// The waveforms that are known, and the one that is shown.
pub(super) struct Waves {
    envelopes: Vec<Option<Envelope>>,
    /// Of which group it is, from which passage on.
    shown: Option<(usize, Arc<Vec<Option<Swing>>>)>,
}

impl Waves {
    pub(super) fn new(count: usize) -> Self {
        Waves {
            envelopes: vec![None; count],
            shown: None,
        }
    }

    pub(super) fn add(&mut self, passage: usize, envelope: Envelope) {
        if let Some(slot) = self.envelopes.get_mut(passage) {
            *slot = Some(envelope);
        }
        self.shown = None;
    }

    /// Of all that belongs together with a passage.
    fn of(&mut self, line: &Line, passage: usize) -> Arc<Vec<Option<Swing>>> {
        let group = line.group(passage);
        if let Some((of, wave)) = &self.shown
            && *of == group.start
        {
            return Arc::clone(wave);
        }
        let span = line.group_span(&group);
        let length = (span.end - span.start).max(1);
        let place = |frame: u64| {
            (u128::from(frame - span.start) * BINS as u128 / u128::from(length)) as usize
        };
        let mut wave = Vec::with_capacity(BINS);
        for index in group.clone() {
            let own = line.span(index);
            let count = place(own.end) - place(own.start);
            match self.envelopes.get(index).and_then(Option::as_ref) {
                Some(envelope) => wave.extend(envelope.bins(count).into_iter().map(Some)),
                None => wave.extend(std::iter::repeat_n(None, count)),
            }
        }
        let wave = Arc::new(wave);
        self.shown = Some((group.start, Arc::clone(&wave)));
        wave
    }
}

/// What is around the line.
pub(super) struct Surroundings<'a> {
    pub(super) title: &'a str,
    pub(super) outlet: &'a Outlet,
    pub(super) notice: Option<&'a (String, Tone)>,
    pub(super) typed: Option<&'a Typed>,
    pub(super) explains_keys: bool,
}

/// The picture while the frame `at` is heard.
pub(super) fn picture(
    line: &Line,
    controls: &Controls,
    waves: &mut Waves,
    around: &Surroundings<'_>,
    at: u64,
) -> Playing {
    let passage = line.passage_at(at);
    let group = line.group(passage);
    let span = line.group_span(&group);
    let own = line.span(passage);
    let time = |frames: u64| Duration::from_millis(line.millis_of(frames));
    let length = (span.end - span.start).max(1) as f64;
    let share = |frame: u64| frame.saturating_sub(span.start) as f64 / length;
    let inner = |frame: &u64| span.contains(frame);
    let mut signs: Vec<Sign> = Vec::new();
    for silence in line.silences(group.clone()) {
        signs.push(Sign::Pause(share(silence.at.start), share(silence.at.end)));
    }
    for (frame, _, mark) in line.marks().into_iter().filter(|(f, ..)| inner(f)) {
        let at = share(frame);
        signs.push(mark.cue.map_or(Sign::Mark(at), |_| Sign::Cue(at)));
    }
    let sections = group.clone().map(|index| {
        let name = line.passages()[index].title.clone();
        (share(line.span(index).start), name)
    });
    let is_still = controls.paused || around.typed.is_some();
    let (state, state_tone) = state(controls, around.outlet, is_still, at >= line.end());
    let heard = line.passages().get(passage);
    Playing {
        title: around.title.to_owned(),
        state,
        state_tone,
        ask: heard.map_or_else(String::new, |passage| passage.ask.clone()),
        section: heard.map_or_else(String::new, |passage| passage.title.clone()),
        section_time: (
            time(at.saturating_sub(own.start)),
            time(own.end - own.start),
        ),
        time: (
            time(at.saturating_sub(span.start)),
            time(span.end - span.start),
        ),
        sections: sections.collect(),
        signs,
        wave: waves.of(line, passage),
        notice: around.notice.cloned(),
        typed: around.typed.cloned(),
        keys: if around.typed.is_some() {
            "Enter keeps it · Esc leaves it".to_owned()
        } else {
            keys::LINE.to_owned()
        },
        panel: if around.explains_keys {
            keys::each()
        } else {
            Vec::new()
        },
    }
}

fn state(controls: &Controls, outlet: &Outlet, is_still: bool, is_over: bool) -> (String, Tone) {
    let (state, tone) = match outlet {
        Outlet::Gone(_) => ("no speaker", Tone::Bad),
        Outlet::Broken(_) => ("stopped", Tone::Bad),
        Outlet::Speaker { .. } if is_over => ("at the end", Tone::Plain),
        Outlet::Speaker { .. } if is_still => ("paused", Tone::Short),
        Outlet::Speaker { .. } => ("playing", Tone::Plain),
    };
    let speed = (controls.speed != Speed::AS_SAID).then(|| format!("{}×", controls.speed));
    let volume = (controls.volume != Volume::FULL).then(|| format!("volume {}", controls.volume));
    let skips = controls.skips_pauses.then(|| "pauses skipped".to_owned());
    let unusual = [speed, volume, skips].into_iter().flatten();
    let parts: Vec<String> = [state.to_owned()].into_iter().chain(unusual).collect();
    (parts.join(" · "), tone)
}
