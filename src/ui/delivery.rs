//! The delivery of a section in words: what whoever listens notices first.

use std::cmp::Reverse;
use std::time::Duration;

use super::text::{clock_up, words_ms};
use crate::domain::{Articulation, Pause, SectionRecord, Speech};

/// So many pauses are told one by one.
const TOLD: usize = 5;

/// What was measured of a section; nothing where it was not analysed.
pub fn in_words(section: &SectionRecord) -> Vec<String> {
    let Some(speech) = &section.speech else {
        return Vec::new();
    };
    let mut lines = vec![format!("{}: {}", section.title, spoken(speech))];
    lines.extend(pauses(&speech.pause_list));
    lines.extend(speech.articulation.as_ref().map(pace));
    lines.extend(levels(speech));
    lines
}

/// As a trend where there is one: who gets faster is mostly running out of time.
fn pace(articulation: &Articulation) -> String {
    let about = |rate: f64| format!("{rate:.1}");
    let [first, second, third] = articulation.thirds;
    let over = match (first, second, third) {
        (Some(first), Some(second), Some(third)) => format!(
            ": {}, {} and {} over its thirds",
            about(first),
            about(second),
            about(third)
        ),
        _ => String::new(),
    };
    format!(
        "about {} syllables a second{over}",
        about(articulation.per_second)
    )
}

fn spoken(speech: &Speech) -> String {
    let Some(first) = speech.first_word_ms else {
        return "nobody was heard".to_owned();
    };
    let silence = speech.silence.map_or_else(String::new, |share| {
        format!(" ({:.0} % silence)", share * 100.0)
    });
    let pauses = match speech.pauses {
        0 => "no pause".to_owned(),
        1 => format!("1 pause of {}", words_ms(speech.longest_pause_ms)),
        count => format!(
            "{count} pauses, the longest {}",
            words_ms(speech.longest_pause_ms)
        ),
    };
    format!(
        "spoke for {}{silence}, first word after {}, {pauses}",
        words_ms(speech.speaking_ms),
        words_ms(first)
    )
}

/// Where the longest ones are, in the order of time.
fn pauses(all: &[Pause]) -> Option<String> {
    let mut longest: Vec<&Pause> = all.iter().collect();
    longest.sort_by_key(|pause| Reverse(pause.length_ms));
    longest.truncate(TOLD);
    longest.sort_by_key(|pause| pause.at_ms);
    let told: Vec<String> = longest
        .iter()
        .map(|pause| {
            let at = clock_up(Duration::from_millis(pause.at_ms));
            format!("{at} for {}", words_ms(pause.length_ms))
        })
        .collect();
    let further = match all.len() - longest.len() {
        0 => String::new(),
        count => format!(", and {count} shorter"),
    };
    (!told.is_empty()).then(|| format!("paused at {}{further}", told.join(", ")))
}

fn levels(speech: &Speech) -> Option<String> {
    let peak = speech.peak_dbfs?;
    let mut parts = Vec::new();
    if let Some(loudness) = speech.loudness_lufs {
        parts.push(format!("loudness {} LUFS", signed(loudness)));
    }
    parts.push(format!("peak {} dB", signed(peak)));
    if let Some(noise) = speech.noise_dbfs {
        parts.push(format!("room {} dB", signed(noise)));
    }
    match speech.clipped_frames {
        0 => {}
        1 => parts.push("clipped in 1 frame".to_owned()),
        count => parts.push(format!("clipped in {count} frames")),
    }
    Some(parts.join(", "))
}

/// To a tenth, with a true minus.
fn signed(value: f64) -> String {
    let tenths = format!("{:.1}", value.abs());
    if value < 0.0 && tenths != "0.0" {
        format!("−{tenths}")
    } else {
        tenths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speech() -> Speech {
        Speech {
            speaking_ms: 42_000,
            first_word_ms: Some(1_200),
            pauses: 0,
            longest_pause_ms: 0,
            loudness_lufs: Some(-23.14),
            peak_dbfs: Some(-3.0),
            clipped_frames: 0,
            silence: Some(0.3),
            noise_dbfs: Some(-61.0),
            pause_list: vec![],
            pause_ms: 1_500,
            articulation: None,
        }
    }

    #[test]
    fn the_pace_is_told_with_its_trend() {
        let told = |thirds| {
            pace(&Articulation {
                per_second: 4.75,
                thirds,
            })
        };
        let all = "about 4.8 syllables a second: 4.9, 4.8 and 4.6 over its thirds";
        assert_eq!(told([Some(4.9), Some(4.8), Some(4.6)]), all);
        assert_eq!(
            told([Some(4.9), None, Some(4.6)]),
            "about 4.8 syllables a second"
        );
    }

    fn pause(at_ms: u64, length_ms: u64) -> Pause {
        Pause { at_ms, length_ms }
    }

    #[test]
    fn what_was_spoken_is_told_with_its_pauses() {
        let told = "spoke for 42 s (30 % silence), first word after 1.2 s, ";
        for (pauses, longest_pause_ms, expected) in [
            (0, 0, "no pause"),
            (1, 4_100, "1 pause of 4.1 s"),
            (3, 12_000, "3 pauses, the longest 12 s"),
        ] {
            let speech = Speech {
                pauses,
                longest_pause_ms,
                ..speech()
            };
            assert_eq!(spoken(&speech), format!("{told}{expected}"));
        }
        let nobody = Speech {
            first_word_ms: None,
            ..speech()
        };
        assert_eq!(spoken(&nobody), "nobody was heard");
    }

    #[test]
    fn the_longest_pauses_are_told_in_the_order_of_time() {
        assert_eq!(pauses(&[]), None);
        let two = [pause(12_900, 4_100), pause(65_000, 1_500)];
        let expected = "paused at 00:12 for 4.1 s, 01:05 for 1.5 s";
        assert_eq!(pauses(&two).as_deref(), Some(expected));
        let many: Vec<Pause> = (0..7).map(|n| pause(n * 60_000, 2_000 + n * 100)).collect();
        let told = pauses(&many).unwrap();
        assert!(
            told.starts_with("paused at 02:00 for 2.2 s, 03:00"),
            "{told}"
        );
        assert!(told.ends_with("06:00 for 2.6 s, and 2 shorter"), "{told}");
    }

    #[test]
    fn levels_are_told_where_there_are_any() {
        let told = "loudness −23.1 LUFS, peak −3.0 dB, room −61.0 dB";
        assert_eq!(levels(&speech()).as_deref(), Some(told));
        let clipped = Speech {
            loudness_lufs: None,
            noise_dbfs: None,
            peak_dbfs: Some(0.31),
            clipped_frames: 12,
            ..speech()
        };
        let told = "peak 0.3 dB, clipped in 12 frames";
        assert_eq!(levels(&clipped).as_deref(), Some(told));
        let silence = Speech {
            peak_dbfs: None,
            ..speech()
        };
        assert_eq!(levels(&silence), None);
    }
}
