//! The player of an answer: its takes on one line of time, and everything on it to seek to.

use std::time::Duration;

use super::values::TakeFiles;
use super::wave::{Stretch, wave};
use crate::domain::{Answer, SectionRecord, Take};
use crate::ui::losses::millis;
use crate::ui::text::{clock_up, words_ms};

/// How fast a take can be played.
const SPEEDS: [&str; 7] = ["0.75", "1", "1.25", "1.5", "1.75", "2", "2.5"];

#[derive(Debug)]
pub(super) struct Player {
    pub(super) length_ms: u64,
    pub(super) length: String,
    pub(super) seconds: u64,
    pub(super) speeds: [&'static str; 7],
    pub(super) wave: String,
    pub(super) tracks: Vec<Track>,
    pub(super) marks: Vec<Moment>,
    pub(super) pauses: Vec<Moment>,
    pub(super) pauses_title: String,
    pub(super) has_marks: bool,
    pub(super) has_losses: bool,
}

/// A file that is played, and where it lies in the answer.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) src: String,
    pub(super) name: String,
    pub(super) at: u64,
    pub(super) ms: u64,
    pub(super) part: String,
}

/// Something to seek to.
#[derive(Debug)]
pub(super) struct Moment {
    pub(super) at: u64,
    pub(super) clock: String,
    pub(super) what: String,
}

impl Moment {
    fn new(at: u64, what: String) -> Self {
        Moment {
            at,
            clock: clock_up(Duration::from_millis(at)),
            what,
        }
    }
}

/// A section with a take, and where in the answer's sound it begins.
struct Recorded<'a> {
    section: &'a SectionRecord,
    take: &'a Take,
    files: &'a TakeFiles,
    from_ms: u64,
    length_ms: u64,
}

/// Where each section begins on the answer's line of time; none where it has no sound.
pub(super) fn begins(answer: &Answer, files: &[Option<TakeFiles>]) -> Vec<Option<u64>> {
    let recorded = recorded(answer, files);
    let begin = |section: &SectionRecord| {
        let own = recorded
            .iter()
            .find(|one| std::ptr::eq(one.section, section));
        own.filter(|one| one.is_there()).map(|one| one.from_ms)
    };
    answer.sections.iter().map(begin).collect()
}

fn recorded<'a>(answer: &'a Answer, files: &'a [Option<TakeFiles>]) -> Vec<Recorded<'a>> {
    let mut from_ms = 0;
    let sections = answer.sections.iter().zip(files);
    let with_take = sections.filter_map(|(section, files)| {
        let (take, files) = (section.take.as_ref()?, files.as_ref()?);
        let length_ms = millis(take.frames, take.sample_rate);
        let one = Recorded {
            section,
            take,
            files,
            from_ms,
            length_ms,
        };
        from_ms += length_ms;
        Some(one)
    });
    with_take.collect()
}

impl Recorded<'_> {
    fn is_there(&self) -> bool {
        let mut sources = self.files.sources.iter();
        sources.any(|source| source.address().is_some())
    }

    /// Its files, each where it begins; those that are missing are left out.
    fn tracks(&self) -> Vec<Track> {
        let begins = std::iter::once(0).chain(self.take.continued.iter().map(|one| one.at_frame));
        let ends = self.take.continued.iter().map(|one| one.at_frame);
        let ends = ends.chain([self.take.frames]);
        let ms = |frame| millis(frame, self.take.sample_rate);
        let files = self.take.files().zip(&self.files.sources);
        let placed = files.zip(begins.zip(ends));
        let tracks = placed.filter_map(|((name, source), (begin, end))| {
            Some(Track {
                src: source.address()?,
                name: name.to_owned(),
                at: self.from_ms + ms(begin),
                ms: ms(end).saturating_sub(ms(begin)),
                part: self.section.title.clone(),
            })
        });
        tracks.collect()
    }

    fn marks(&self) -> impl Iterator<Item = Moment> {
        self.section.marks.iter().map(|mark| {
            let at = self.from_ms + mark.at_ms.min(self.length_ms);
            let cue = mark
                .cue
                .map_or_else(String::new, |cue| format!(" (cue {cue})"));
            Moment::new(at, format!("{}{cue}", mark.text()))
        })
    }

    /// From, to, of the answer's time.
    fn pauses(&self) -> Vec<(u64, u64)> {
        let speech = self.section.speech.iter();
        let pauses = speech.flat_map(|speech| &speech.pause_list);
        let place = |ms: u64| self.from_ms + ms.min(self.length_ms);
        pauses
            .map(|pause| (place(pause.at_ms), place(pause.at_ms + pause.length_ms)))
            .collect()
    }
}

/// The player of an answer, the `number`th of its page; none where no sound is there.
pub(super) fn player(
    number: usize,
    answer: &Answer,
    files: &[Option<TakeFiles>],
) -> Option<Player> {
    let recorded = recorded(answer, files);
    let tracks: Vec<Track> = recorded.iter().flat_map(Recorded::tracks).collect();
    if tracks.is_empty() {
        return None;
    }
    let length_ms: u64 = recorded.iter().map(|one| one.length_ms).sum();
    let mut marks: Vec<Moment> = recorded.iter().flat_map(Recorded::marks).collect();
    marks.sort_by_key(|mark| mark.at);
    let pauses: Vec<(u64, u64)> = recorded.iter().flat_map(Recorded::pauses).collect();
    let stretches: Vec<Stretch<'_>> = recorded
        .iter()
        .map(|one| Stretch {
            from_ms: one.from_ms,
            to_ms: one.from_ms + one.length_ms,
            peaks: &one.files.peaks,
            is_missing: !one.is_there(),
        })
        .collect();
    let flags: Vec<u64> = marks.iter().map(|mark| mark.at).collect();
    Some(Player {
        length_ms,
        length: clock_up(Duration::from_millis(length_ms)),
        seconds: length_ms / 1000,
        speeds: SPEEDS,
        wave: wave(number, length_ms, &stretches, &pauses, &flags),
        tracks,
        has_marks: !marks.is_empty(),
        has_losses: stretches.iter().any(|one| one.is_missing),
        marks,
        pauses_title: match pauses.len() {
            1 => "1 pause".to_owned(),
            count => format!("{count} pauses"),
        },
        pauses: pauses
            .into_iter()
            .map(|(from, to)| Moment::new(from, format!("pause of {}", words_ms(to - from))))
            .collect(),
    })
}

/// What cannot be heard of an answer, and why.
pub(super) fn unheard(answer: &Answer, files: &[Option<TakeFiles>]) -> Vec<String> {
    let recorded = recorded(answer, files);
    if recorded.is_empty() {
        return vec!["Nothing was recorded.".to_owned()];
    }
    let mut lines = Vec::new();
    for one in &recorded {
        for (name, source) in one.take.files().zip(&one.files.sources) {
            if source.address().is_none() {
                lines.push(format!("{name} is missing: it was moved or deleted."));
            }
        }
        let lost = crate::ui::losses::losses(one.take);
        lines.extend(
            lost.iter()
                .map(|line| format!("{}: {line}.", one.section.title)),
        );
    }
    lines
}
