//! How the delivery changes from answer to answer, as far as recordings were analysed.
//!
//! Whether fewer pauses are better is for the listener to say, so these figures rise and fall and
//! do not improve.

use serde::Serialize;
use uuid::Uuid;

use super::super::practice::PastSection;
use super::super::record::Speech;
use super::course::{Course, NEWEST};
use super::figures::Figures;

/// What is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryFigure {
    /// In percent of the recording.
    Silence,
    /// Until somebody was heard, in seconds.
    FirstWord,
    /// Pauses in a minute of recording.
    Pauses,
    /// In seconds.
    LongestPause,
    /// In LUFS.
    Loudness,
}

impl DeliveryFigure {
    pub const ALL: [DeliveryFigure; 5] = [
        DeliveryFigure::Silence,
        DeliveryFigure::FirstWord,
        DeliveryFigure::Pauses,
        DeliveryFigure::LongestPause,
        DeliveryFigure::Loudness,
    ];
}

/// One figure over time, a value for each answer that has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeliveryProgress {
    pub figure: DeliveryFigure,
    #[serde(flatten)]
    pub figures: Figures,
    /// None of fewer than five values.
    pub course: Option<Course>,
    /// The newest twenty at most, oldest first.
    pub values: Vec<f64>,
}

/// The figures that any answer has. `sections` stand oldest first, those of an answer together.
pub(super) fn delivery(sections: &[PastSection]) -> Vec<DeliveryProgress> {
    let place = |section: &PastSection| -> (Uuid, usize) { (section.session, section.answer) };
    let answers: Vec<Vec<(&PastSection, &Speech)>> = sections
        .chunk_by(|a, b| place(a) == place(b))
        .map(analysed)
        .collect();
    let figures = DeliveryFigure::ALL.into_iter().filter_map(|figure| {
        let values = answers.iter().filter_map(|answer| measured(figure, answer));
        let values: Vec<f64> = values.collect();
        (!values.is_empty()).then(|| DeliveryProgress {
            figure,
            figures: Figures::of_all(&values),
            course: Course::of(&values),
            values: values[values.len().saturating_sub(NEWEST)..].to_vec(),
        })
    });
    figures.collect()
}

fn analysed(sections: &[PastSection]) -> Vec<(&PastSection, &Speech)> {
    let with_speech = sections.iter();
    with_speech
        .filter_map(|section| Some((section, section.speech.as_ref()?)))
        .collect()
}

/// One figure of one answer; none where it has no such thing.
fn measured(figure: DeliveryFigure, answer: &[(&PastSection, &Speech)]) -> Option<f64> {
    let (first, _) = answer.first()?;
    let spoken_ms: u64 = answer.iter().map(|(section, _)| section.used_ms).sum();
    if spoken_ms == 0 {
        return None;
    }
    let longest = || {
        answer
            .iter()
            .map(|(_, speech)| speech.longest_pause_ms)
            .max()
    };
    match figure {
        DeliveryFigure::Silence => {
            let parts = answer
                .iter()
                .filter_map(|(section, speech)| Some(speech.silence? * section.used_ms as f64));
            let parts: Vec<f64> = parts.collect();
            (parts.len() == answer.len())
                .then(|| parts.iter().sum::<f64>() * 100.0 / spoken_ms as f64)
        }
        DeliveryFigure::FirstWord => {
            let speech = first.speech.as_ref()?;
            speech.first_word_ms.map(|ms| ms as f64 / 1000.0)
        }
        DeliveryFigure::Pauses => {
            let pauses: u32 = answer
                .iter()
                .fold(0, |sum, (_, speech)| sum.saturating_add(speech.pauses));
            Some(f64::from(pauses) * 60_000.0 / spoken_ms as f64)
        }
        DeliveryFigure::LongestPause => longest().map(|ms| ms as f64 / 1000.0),
        DeliveryFigure::Loudness => {
            let levels = answer.iter().filter_map(|(_, speech)| speech.loudness_lufs);
            super::figures::mean(&levels.collect::<Vec<_>>())
        }
    }
}
