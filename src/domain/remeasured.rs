//! The figures of takes that were listened to once more, put where they belong. Listening takes its
//! time, and the record may have changed meanwhile: what is not of the same take any more stays.

use super::record::{SectionRecord, Speech, Take};

/// Gives each section the figures of its take. Returns the takes that no section has as they were
/// listened to.
pub fn remeasured<'a>(
    sections: impl Iterator<Item = &'a mut SectionRecord>,
    mut figures: Vec<(Take, Speech)>,
) -> Vec<Take> {
    for section in sections {
        let own = figures
            .iter()
            .position(|(take, _)| section.take.as_ref() == Some(take));
        if let Some(own) = own {
            section.speech = Some(figures.swap_remove(own).1);
        }
    }
    figures.into_iter().map(|(take, _)| take).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{End, Role};
    use crate::domain::{Heard, PAUSE_MS, delivery};

    fn take(path: &str, frames: u64) -> Take {
        Take {
            path: path.to_owned(),
            sample_rate: 1000,
            channels: 1,
            bits: 16,
            frames,
            lost_frames: 0,
            gaps: vec![],
            continued: vec![],
        }
    }

    fn section(take: Option<Take>) -> SectionRecord {
        SectionRecord {
            role: Role::Section,
            id: "answer".to_owned(),
            title: "Answer".to_owned(),
            ask: None,
            cues: vec![],
            budget_ms: 10_000,
            min_ms: 0,
            started_ms: 0,
            used_ms: 5_000,
            over_ms: 0,
            paused_ms: 0,
            end: End::Next,
            take,
            marks: vec![],
            speech: None,
        }
    }

    /// Figures that are told from others by how much was clipped.
    fn figures(clipped_frames: u64) -> Speech {
        let heard = Heard {
            length_ms: 5_000,
            frames: vec![],
            loudness_lufs: None,
            peak_dbfs: None,
            clipped_frames,
        };
        delivery(&heard, PAUSE_MS)
    }

    #[test]
    fn figures_go_to_the_take_that_they_are_of_and_to_no_other() {
        let (first, second) = (take("1-1.wav", 5_000), take("1-2.wav", 5_000));
        let longer = take("1-3.wav", 9_000);
        let mut sections = [
            section(Some(second.clone())),
            section(None),
            section(Some(longer)),
            section(Some(first.clone())),
        ];
        sections[2].speech = Some(figures(9));
        let shorter = take("1-3.wav", 5_000);
        let listened = vec![
            (first, figures(1)),
            (second, figures(2)),
            (shorter.clone(), figures(3)),
        ];
        let left = remeasured(sections.iter_mut(), listened);
        assert_eq!(left, [shorter]);
        let clipped: Vec<_> = sections
            .iter()
            .map(|section| section.speech.as_ref().map(|s| s.clipped_frames))
            .collect();
        assert_eq!(clipped, [Some(2), None, Some(9), Some(1)]);
    }
}
