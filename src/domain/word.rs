//! What is said by hand and may be taken back. Of two words about the same thing the later one
//! counts, whichever machine it comes from.

use jiff::{SignedDuration, Timestamp};

/// When a word is said that has to count more than the one of `before`: now, or just after that, if
/// it comes from a machine whose clock is ahead.
pub fn overruling(before: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let Some(before) = before else { return now };
    let next = before.checked_add(SignedDuration::from_nanos(1));
    now.max(next.unwrap_or(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_later_than_the_one_it_overrules() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-30T21:00:00Z");
        let cases = [
            (None, now),
            (Some(at("2026-11-30T20:00:00Z")), now),
            (Some(now), at("2026-11-30T21:00:00.000000001Z")),
            (
                Some(at("2999-01-01T00:00:00Z")),
                at("2999-01-01T00:00:00.000000001Z"),
            ),
        ];
        for (before, expected) in cases {
            assert_eq!(overruling(before, now), expected, "{before:?}");
        }
    }
}
