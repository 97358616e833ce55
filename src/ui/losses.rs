//! What was lost of a take, in words. One place for all of them, so that a session on its way and
//! its summary give the same reason.

use super::text::words_ms;
use crate::domain::{GapCause, Take};

/// Why sound was lost: what stands behind `lost: `.
pub fn reason(cause: GapCause) -> &'static str {
    match cause {
        GapCause::Stall => "the sound system stalled",
        GapCause::Overrun => "this machine was too busy",
        GapCause::DeviceLost => "the microphone was away",
        GapCause::DiskFull => "the disk was full",
    }
}

/// How much every cause has cost the take, a line each, in the order in which they first came up.
pub fn losses(take: &Take) -> Vec<String> {
    let mut sums: Vec<(GapCause, u64)> = Vec::new();
    for gap in &take.gaps {
        match sums.iter_mut().find(|(cause, _)| *cause == gap.cause) {
            Some((_, frames)) => *frames = frames.saturating_add(gap.frames),
            None => sums.push((gap.cause, gap.frames)),
        }
    }
    sums.into_iter()
        .map(|(cause, frames)| {
            let lost = amount(millis(frames, take.sample_rate));
            format!("{lost} lost: {}", reason(cause))
        })
        .collect()
}

/// How long `frames` are. A rate of 0 stands in no take, but may in what others wrote.
pub(super) fn millis(frames: u64, sample_rate: u32) -> u64 {
    frames.saturating_mul(1000) / u64::from(sample_rate.max(1))
}

/// A length that is never told as nothing at all.
pub(super) fn amount(millis: u64) -> String {
    if millis < 50 {
        return "less than 0.1 s".to_owned();
    }
    words_ms(millis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Gap;

    #[test]
    fn every_cause_has_one_line_however_often_it_came() {
        let gap = |at_frame, frames, cause| Gap {
            at_frame,
            frames,
            cause,
        };
        let take = Take {
            path: "1-1-answer.wav".to_owned(),
            sample_rate: 1000,
            channels: 1,
            bits: 16,
            frames: 60_000,
            lost_frames: 4_249,
            gaps: vec![
                gap(0, 1_000, GapCause::DeviceLost),
                gap(5_000, 3_000, GapCause::DiskFull),
                gap(9_000, 200, GapCause::DeviceLost),
                gap(9_500, 49, GapCause::Stall),
            ],
            continued: vec![],
        };
        assert_eq!(
            losses(&take),
            [
                "1.2 s lost: the microphone was away",
                "3 s lost: the disk was full",
                "less than 0.1 s lost: the sound system stalled",
            ]
        );
    }

    #[test]
    fn a_number_that_no_take_has_breaks_nothing() {
        assert_eq!(millis(u64::MAX, 0), u64::MAX);
    }
}
