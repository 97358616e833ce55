//! Which prompts a listing shows.

use std::fmt;

use super::draw::Narrow;
use super::past::Past;
use super::prompt::Prompt;

/// What is asked of a prompt. What is empty does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PromptFilter {
    pub narrow: Narrow,
    /// The id of a pack.
    pub pack: Option<String>,
    /// The round that is its natural shape.
    pub round: Option<String>,
    /// As it was typed. Each of its words has to occur somewhere in what a candidate may see before
    /// the answer, in upper or lower case.
    pub text: String,
    /// Only what no draw takes.
    pub hidden: bool,
    /// Only what was never practised.
    pub unseen: bool,
}

impl PromptFilter {
    pub fn admits(&self, prompt: &Prompt, past: &Past) -> bool {
        let is = |wanted: &Option<String>, found: Option<&String>| {
            wanted.is_none() || wanted.as_ref() == found
        };
        self.narrow.admits(prompt)
            && is(&self.pack, Some(&prompt.pack))
            && is(&self.round, prompt.round.as_ref())
            && (!self.hidden || past.is_hidden(&prompt.id))
            && (!self.unseen || past.last(&prompt.id).is_none())
            && self.finds_words_in(prompt)
    }

    /// Whether it cannot be told from the prompts alone what it admits.
    pub fn needs_past(&self) -> bool {
        self.hidden || self.unseen
    }

    fn finds_words_in(&self, prompt: &Prompt) -> bool {
        let mut words = self.text.split_whitespace().peekable();
        if words.peek().is_none() {
            return true;
        }
        let text = visible_text(prompt).to_lowercase();
        words.all(|word| text.contains(&word.to_lowercase()))
    }
}

/// All of a prompt but what a strong answer shows and where answers go wrong: those are kept back
/// until it has been answered, so a search must not tell them either.
fn visible_text(prompt: &Prompt) -> String {
    let sections = prompt.sections.iter();
    let sections =
        sections.flat_map(|section| std::iter::once(&section.title).chain(&section.cues));
    let all = [&prompt.id, &prompt.title, &prompt.ask].into_iter();
    let all = all.chain(&prompt.competencies).chain(sections);
    let all: Vec<&str> = all.chain(&prompt.follow_ups).map(String::as_str).collect();
    // No word holds a line end, so none is found across two texts.
    all.join("\n")
}

impl fmt::Display for PromptFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let narrow = (self.narrow != Narrow::default()).then(|| self.narrow.to_string());
        let words: Vec<String> = self
            .text
            .split_whitespace()
            .map(|word| format!("`{word}`"))
            .collect();
        let words = match &words[..] {
            [] => None,
            [word] => Some(format!("the word {word}")),
            [first @ .., last] => Some(format!("the words {} and {last}", first.join(", "))),
        };
        let parts = [
            narrow,
            self.pack.as_ref().map(|pack| format!("pack {pack}")),
            self.round.as_ref().map(|round| format!("round {round}")),
            words,
            self.hidden.then(|| "hidden".to_owned()),
            self.unseen.then(|| "never practised".to_owned()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            f.write_str("any prompt")
        } else {
            f.write_str(&parts.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::Duration;

    use jiff::Timestamp;

    use super::*;
    use crate::domain::{Kind, Level, PastAnswer, Section};

    fn prompt() -> Prompt {
        Prompt {
            id: "cut-the-bill".to_owned(),
            pack: "core".to_owned(),
            kind: Kind::Behavioral,
            title: "Kosten SENKEN".to_owned(),
            level: vec![Level::L6],
            competencies: vec!["cost-awareness".to_owned()],
            asked: crate::domain::Asked::default(),
            ask: "Tell me about ÜBERLAST\nand money.".to_owned(),
            round: Some("quick".to_owned()),
            sections: vec![Section {
                id: "context".to_owned(),
                title: "Business context".to_owned(),
                budget: Duration::from_mins(1),
                min: Duration::ZERO,
                cues: vec!["stakes first".to_owned()],
            }],
            follow_ups: vec!["Who paid?".to_owned()],
            look_for: vec!["Numbers.".to_owned()],
            pitfalls: vec!["Hedging.".to_owned()],
            digest: String::new(),
        }
    }

    fn past(practised: &[&str], hidden: &[&str]) -> Past {
        let answer = |prompt: &&str| PastAnswer {
            prompt: (*prompt).to_owned(),
            competencies: Vec::new(),
            at: Timestamp::UNIX_EPOCH,
            share: None,
        };
        let hidden: HashSet<String> = hidden.iter().map(|id| (*id).to_owned()).collect();
        Past::new(Timestamp::UNIX_EPOCH, practised.iter().map(answer), hidden)
    }

    #[test]
    fn every_word_has_to_occur_in_what_may_be_seen_before_the_answer() {
        let table = [
            ("", true),
            (" \t", true),
            ("bill", true),
            ("Senken kosten", true),
            ("überlast MONEY", true),
            ("cost-aware", true),
            ("business STAKES", true),
            ("paid?", true),
            ("bill nothing", false),
            ("ÜBERLASTand", false),
            ("numbers", false),
            ("hedging", false),
            ("behavioral", false),
        ];
        for (text, expected) in table {
            let filter = PromptFilter {
                text: text.to_owned(),
                ..PromptFilter::default()
            };
            let admitted = filter.admits(&prompt(), &Past::default());
            assert_eq!(admitted, expected, "{text:?}");
        }
    }

    #[test]
    fn what_narrows_narrows_together() {
        let some = |text: &str| Some(text.to_owned());
        let of = |pack: &str, round: &str| PromptFilter {
            pack: some(pack),
            round: some(round),
            ..PromptFilter::default()
        };
        let hidden = PromptFilter {
            hidden: true,
            ..PromptFilter::default()
        };
        let unseen = PromptFilter {
            unseen: true,
            ..PromptFilter::default()
        };
        let fresh = past(&[], &[]);
        let known = past(&["cut-the-bill"], &["cut-the-bill"]);
        let table = [
            (of("core", "quick"), &fresh, true),
            (of("l7", "quick"), &fresh, false),
            (of("core", "design-45"), &fresh, false),
            (hidden.clone(), &fresh, false),
            (hidden.clone(), &known, true),
            (unseen.clone(), &fresh, true),
            (unseen.clone(), &known, false),
        ];
        for (filter, past, expected) in table {
            assert_eq!(filter.admits(&prompt(), past), expected, "{filter}");
        }
        let mut shapeless = prompt();
        shapeless.round = None;
        assert!(!of("core", "quick").admits(&shapeless, &fresh));
    }

    #[test]
    fn a_filter_says_what_it_asks_for() {
        let mut filter = PromptFilter::default();
        assert_eq!(filter.to_string(), "any prompt");
        filter.text = "one".to_owned();
        assert_eq!(filter.to_string(), "the word `one`");
        filter = PromptFilter {
            narrow: Narrow {
                level: Some(Level::L7),
                ..Narrow::default()
            },
            pack: Some("core".to_owned()),
            round: Some("quick".to_owned()),
            text: "one two three".to_owned(),
            hidden: true,
            unseen: true,
        };
        assert_eq!(
            filter.to_string(),
            "level L7, pack core, round quick, the words `one`, `two` and `three`, hidden, \
             never practised"
        );
    }
}
