//! A prompt's digest: tells whether two sessions were asked the same thing.

use sha2::{Digest, Sha256};

use crate::domain::Section;

/// SHA-256, in hexadecimal, of what the candidate is asked and how the time is cut.
///
/// Every text and every list goes in behind its length, so that no two prompts read alike.
pub(in crate::store) fn digest(
    id: &str,
    ask: &str,
    sections: &[Section],
    follow_ups: &[String],
) -> String {
    let mut hash = Sha256::new();
    text(&mut hash, id);
    text(&mut hash, ask);
    length(&mut hash, sections.len());
    for section in sections {
        text(&mut hash, &section.title);
        // A u128 of milliseconds: whatever the budget, nothing is cut off.
        hash.update(section.budget.as_millis().to_le_bytes());
        texts(&mut hash, &section.cues);
    }
    texts(&mut hash, follow_ups);
    let bytes = hash.finalize();
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect()
}

fn texts(hash: &mut Sha256, texts: &[String]) {
    length(hash, texts.len());
    for item in texts {
        text(hash, item);
    }
}

fn text(hash: &mut Sha256, text: &str) {
    length(hash, text.len());
    hash.update(text.as_bytes());
}

fn length(hash: &mut Sha256, length: usize) {
    hash.update((length as u64).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn section(title: &str, seconds: u64, cues: &[&str]) -> Section {
        Section {
            id: "any".to_owned(),
            title: title.to_owned(),
            budget: Duration::from_secs(seconds),
            min: Duration::ZERO,
            cues: cues.iter().map(|cue| (*cue).to_owned()).collect(),
        }
    }

    #[test]
    fn a_digest_is_the_same_on_every_machine_and_in_every_version() {
        let sections = [section("Answer", 120, &["situation", "task"])];
        let follow_ups = ["Why?".to_owned()];
        // Written down once: if this changes, no session knows its prompt any more.
        assert_eq!(
            digest("vague", "Tell me.", &sections, &follow_ups),
            "a1e37a62d15ee41dff9c7e031fd3601e90f4278594cfc7eb7d685bda477f7f9f"
        );
    }

    #[test]
    fn whatever_is_asked_otherwise_has_another_digest() {
        let why = ["Why?".to_owned()];
        let one = [section("Answer", 120, &["ab", "c"])];
        let all = [
            digest("a", "b", &one, &why),
            digest("ab", "", &one, &why),
            digest("a", "b", &[], &why),
            digest("a", "b", &one, &[]),
            digest("a", "b", &[section("Answer", 121, &["ab", "c"])], &why),
            digest("a", "b", &[section("Answer", 120, &["a", "bc"])], &why),
            digest(
                "a",
                "b",
                &[section("Answer", 120, &["ab"])],
                &["c".to_owned()],
            ),
            digest("a", "b", &[section("Reply", 120, &["ab", "c"])], &why),
        ];
        for (n, digest) in all.iter().enumerate() {
            assert!(!all[..n].contains(digest), "case {n}");
        }
    }
}
