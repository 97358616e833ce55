//! Which prompts are asked: a seeded draw from those that match.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::prompt::{Kind, Level, Prompt};

/// How history bears on a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DrawMode {
    /// What was never practised comes first, then what was practised longest ago.
    #[default]
    Fresh,
    /// History does not matter.
    Random,
}

impl DrawMode {
    pub const ALL: [DrawMode; 2] = [DrawMode::Fresh, DrawMode::Random];

    pub fn as_str(self) -> &'static str {
        match self {
            DrawMode::Fresh => "fresh",
            DrawMode::Random => "random",
        }
    }
}

impl fmt::Display for DrawMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for DrawMode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        DrawMode::ALL
            .into_iter()
            .find(|mode| mode.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no way to draw"))
    }
}

/// Which prompts may be drawn. What is empty does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Narrow {
    pub kind: Option<Kind>,
    pub level: Option<Level>,
    pub competency: Option<String>,
}

impl Narrow {
    pub fn admits(&self, prompt: &Prompt) -> bool {
        self.kind.is_none_or(|kind| prompt.kind == kind)
            && self.level.is_none_or(|level| prompt.level.contains(&level))
            && self
                .competency
                .as_ref()
                .is_none_or(|wanted| prompt.competencies.contains(wanted))
    }
}

impl fmt::Display for Narrow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = [
            self.kind.map(|kind| format!("kind {kind}")),
            self.level.map(|level| format!("level {level}")),
            self.competency
                .as_ref()
                .map(|competency| format!("competency {competency}")),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        if words.is_empty() {
            f.write_str("any prompt")
        } else {
            f.write_str(&words.join(", "))
        }
    }
}

/// When each prompt was last practised, by its id.
pub type Seen = HashMap<String, Timestamp>;

/// Draws up to `count` of `prompts`, none twice.
///
/// The same seed, prompts and history give the same draw, whatever order the prompts come in.
pub fn draw<'a>(
    prompts: &[&'a Prompt],
    count: usize,
    mode: DrawMode,
    seen: &Seen,
    seed: u64,
) -> Vec<&'a Prompt> {
    let mut order: Vec<&Prompt> = prompts.to_vec();
    order.sort_by(|a, b| a.id.cmp(&b.id));
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    if mode == DrawMode::Fresh {
        // A stable sort: chance still decides among the never practised, which sort first.
        order.sort_by_key(|prompt| seen.get(&prompt.id).copied());
    }
    order.truncate(count);
    order
}

/// Why a prompt was drawn, in words.
pub fn explain(prompt: &Prompt, mode: DrawMode, seen: &Seen) -> String {
    match (mode, seen.get(&prompt.id)) {
        (DrawMode::Random, _) => "by chance alone".to_owned(),
        (DrawMode::Fresh, None) => "never practised".to_owned(),
        (DrawMode::Fresh, Some(at)) => {
            format!("practised longest ago ({})", at.strftime("%Y-%m-%d"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(id: &str, kind: Kind, level: Level) -> Prompt {
        Prompt {
            id: id.to_owned(),
            pack: "test".to_owned(),
            kind,
            title: id.to_owned(),
            level: vec![level],
            competencies: vec!["ownership".to_owned()],
            ask: String::new(),
            round: None,
            sections: vec![],
            follow_ups: vec![],
            look_for: vec![],
            pitfalls: vec![],
            digest: String::new(),
        }
    }

    fn bank() -> Vec<Prompt> {
        (0..8)
            .map(|n| prompt(&format!("p{n}"), Kind::Behavioral, Level::L6))
            .collect()
    }

    fn ids(drawn: &[&Prompt]) -> Vec<String> {
        drawn.iter().map(|prompt| prompt.id.clone()).collect()
    }

    #[test]
    fn a_seed_draws_the_same_on_every_machine_and_in_every_version() {
        let bank = bank();
        let prompts: Vec<&Prompt> = bank.iter().collect();
        let drawn = draw(&prompts, 8, DrawMode::Random, &Seen::new(), 7);
        // Written down once: if this changes, every seed that a user noted down means something else.
        assert_eq!(ids(&drawn), PINNED);
        let mut backwards = prompts.clone();
        backwards.reverse();
        assert_eq!(
            ids(&draw(&backwards, 8, DrawMode::Random, &Seen::new(), 7)),
            PINNED
        );
    }

    const PINNED: [&str; 8] = ["p0", "p7", "p5", "p2", "p4", "p1", "p6", "p3"];

    #[test]
    fn fresh_takes_the_never_practised_first_and_then_the_longest_ago() {
        let bank = bank();
        let prompts: Vec<&Prompt> = bank.iter().collect();
        let at = |second| Timestamp::from_second(second).unwrap();
        let seen: Seen = (0..6).map(|n| (format!("p{n}"), at(100 - n))).collect();
        for seed in 0..20 {
            let drawn = ids(&draw(&prompts, 8, DrawMode::Fresh, &seen, seed));
            let mut first: Vec<_> = drawn[..2].to_vec();
            first.sort();
            assert_eq!(first, ["p6", "p7"], "seed {seed}");
            assert_eq!(
                drawn[2..],
                ["p5", "p4", "p3", "p2", "p1", "p0"],
                "seed {seed}"
            );
        }
    }

    #[test]
    fn different_seeds_draw_differently() {
        let bank = bank();
        let prompts: Vec<&Prompt> = bank.iter().collect();
        let draws: std::collections::HashSet<_> = (0..50)
            .map(|seed| ids(&draw(&prompts, 3, DrawMode::Random, &Seen::new(), seed)))
            .collect();
        assert!(draws.len() > 30, "{}", draws.len());
    }

    #[test]
    fn asking_for_more_than_there_is_gives_what_there_is() {
        let bank = bank();
        let prompts: Vec<&Prompt> = bank.iter().collect();
        assert_eq!(
            draw(&prompts, 99, DrawMode::Fresh, &Seen::new(), 1).len(),
            8
        );
        assert!(draw(&[], 1, DrawMode::Fresh, &Seen::new(), 1).is_empty());
    }

    #[test]
    fn narrowing_asks_for_all_that_is_said() {
        let design = prompt("d", Kind::SystemDesign, Level::L7);
        let narrow = |kind, level, competency: Option<&str>| Narrow {
            kind,
            level,
            competency: competency.map(str::to_owned),
        };
        let cases = [
            (narrow(None, None, None), true),
            (
                narrow(Some(Kind::SystemDesign), Some(Level::L7), Some("ownership")),
                true,
            ),
            (narrow(Some(Kind::Behavioral), None, None), false),
            (narrow(None, Some(Level::L5), None), false),
            (narrow(None, None, Some("hiring")), false),
        ];
        for (narrow, expected) in cases {
            assert_eq!(narrow.admits(&design), expected, "{narrow}");
        }
    }
}
