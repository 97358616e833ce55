//! The five stories to have ready: which story fills which place best.

use std::str::FromStr;

use super::{Story, merit::Merit};
use crate::domain::Bank;

/// One place among the best five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    Platform,
    Transformation,
    Decision,
    Innovation,
    Crisis,
}

impl Slot {
    pub const ALL: [Slot; 5] = [
        Slot::Platform,
        Slot::Transformation,
        Slot::Decision,
        Slot::Innovation,
        Slot::Crisis,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Slot::Platform => "platform",
            Slot::Transformation => "transformation",
            Slot::Decision => "decision",
            Slot::Innovation => "innovation",
            Slot::Crisis => "crisis",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Slot::Platform => "Platform or architecture",
            Slot::Transformation => "Transformation",
            Slot::Decision => "Strategic decision",
            Slot::Innovation => "Innovation or influence",
            Slot::Crisis => "Crisis or change",
        }
    }

    /// What stories for it are about, whatever their framework.
    fn competencies(self) -> &'static [&'static str] {
        match self {
            Slot::Platform => &["platform-thinking", "architecture"],
            Slot::Transformation => &[
                "change-management",
                "organizational-design",
                "operating-model",
            ],
            Slot::Decision => &["technical-strategy", "strategy", "governance"],
            Slot::Innovation => &["innovation", "industry-influence", "invent-and-simplify"],
            Slot::Crisis => &["resilience", "operational-excellence"],
        }
    }
}

impl FromStr for Slot {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Slot::ALL
            .into_iter()
            .find(|slot| slot.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no slot"))
    }
}

/// What a story brings to a slot.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotFilling<'a> {
    pub story: &'a Story,
    /// Whether its framework is made for the slot.
    pub by_framework: bool,
    /// Its competencies that the slot is about.
    pub shared: Vec<&'a str>,
    pub merits: usize,
    /// Whether every step of it is written.
    pub is_whole: bool,
}

impl SlotFilling<'_> {
    /// Larger for what fits better. Any filling at all is worth more than the best fit elsewhere: a
    /// slot must not stay empty for the sake of another.
    fn worth(&self) -> usize {
        const FILLED: usize = 100;
        let framework = if self.by_framework { 8 } else { 0 };
        let subject = 2 * self.shared.len().min(2);
        FILLED + framework + subject + self.merits + usize::from(self.is_whole)
    }
}

/// Each slot with the story that fills it, no story twice, so that together they fit best. Where two
/// choices are as good, the story that comes first has it.
pub fn fill_slots<'a>(stories: &'a [Story], bank: &Bank) -> [(Slot, Option<SlotFilling<'a>>); 5] {
    // The best choice for every set of filled slots, by story after story.
    const SETS: usize = 1 << Slot::ALL.len();
    let mut best: Vec<Option<(usize, [Option<usize>; 5])>> = vec![None; SETS];
    best[0] = Some((0, [None; 5]));
    let fillings: Vec<[Option<SlotFilling<'a>>; 5]> = stories
        .iter()
        .map(|story| Slot::ALL.map(|slot| filling(story, slot, bank)))
        .collect();
    for (number, of_story) in fillings.iter().enumerate() {
        let before = best.clone();
        for (set, known) in before.iter().enumerate() {
            let Some((worth, chosen)) = known else {
                continue;
            };
            for (slot, filling) in of_story.iter().enumerate() {
                let Some(filling) = filling else { continue };
                let with = set | 1 << slot;
                if with == set {
                    continue;
                }
                let worth = worth + filling.worth();
                if best[with].is_none_or(|(known, _)| worth > known) {
                    let mut chosen = *chosen;
                    chosen[slot] = Some(number);
                    best[with] = Some((worth, chosen));
                }
            }
        }
    }
    // Of sets that are as good, the first: the earlier slots.
    let mut chosen = (0, [None; 5]);
    for found in best.into_iter().flatten() {
        if found.0 > chosen.0 {
            chosen = found;
        }
    }
    let (_, chosen) = chosen;
    let mut slots = Slot::ALL.map(|slot| (slot, None));
    for ((entry, chosen), index) in slots.iter_mut().zip(chosen).zip(0..) {
        entry.1 = chosen.and_then(|number| fillings[number][index].clone());
    }
    slots
}

/// None where neither the framework of a story nor its subject has to do with the slot.
fn filling<'a>(story: &'a Story, slot: Slot, bank: &Bank) -> Option<SlotFilling<'a>> {
    let framework = bank.framework(&story.framework);
    let by_framework = framework.is_some_and(|framework| framework.slots.contains(&slot));
    let known = |name: &&str| slot.competencies().contains(name);
    let shared: Vec<&str> = story
        .competencies
        .iter()
        .map(String::as_str)
        .filter(known)
        .collect();
    (by_framework || !shared.is_empty()).then(|| SlotFilling {
        story,
        by_framework,
        shared,
        merits: Merit::ALL
            .into_iter()
            .filter(|merit| story.has(*merit))
            .count(),
        is_whole: framework.is_some_and(|framework| story.is_whole(framework)),
    })
}

#[cfg(test)]
mod tests {
    use super::super::Framework;
    use super::super::samples::{bank, story};
    use super::*;

    fn about(id: &str, framework: &str, competencies: &[&str]) -> Story {
        Story {
            framework: framework.to_owned(),
            competencies: competencies.iter().map(|name| (*name).to_owned()).collect(),
            ..story(id)
        }
    }

    /// Frameworks `plain`, for no slot, and `crisis` for that one.
    fn frameworks() -> Bank {
        let mut bank = bank(&["plain", "crisis"]);
        bank.frameworks[1] = Framework {
            slots: vec![Slot::Crisis],
            ..bank.frameworks[1].clone()
        };
        bank
    }

    fn filled(stories: &[Story]) -> [Option<String>; 5] {
        fill_slots(stories, &frameworks())
            .map(|(_, filling)| filling.map(|found| found.story.id.clone()))
    }

    fn ids(ids: [&str; 5]) -> [Option<String>; 5] {
        ids.map(|id| (!id.is_empty()).then(|| id.to_owned()))
    }

    #[test]
    fn a_story_fills_what_its_framework_or_its_subject_is_made_for() {
        assert_eq!(filled(&[]), ids([""; 5]));
        let stories = [
            about("a", "plain", &["ownership"]),
            about("b", "crisis", &[]),
        ];
        assert_eq!(filled(&stories), ids(["", "", "", "", "b"]));
        let stories = [about("a", "plain", &["architecture", "strategy"])];
        assert_eq!(filled(&stories), ids(["a", "", "", "", ""]));
    }

    #[test]
    fn no_story_stands_twice_and_as_many_slots_are_filled_as_can_be() {
        // Alone, `a` would be best for the crisis; `b` fits nothing else.
        let a = about("a", "crisis", &["resilience", "innovation"]);
        let b = about("b", "plain", &["resilience"]);
        assert_eq!(filled(std::slice::from_ref(&a)), ids(["", "", "", "", "a"]));
        assert_eq!(filled(&[a.clone(), b.clone()]), ids(["", "", "", "a", "b"]));
        assert_eq!(filled(&[b, a]), ids(["", "", "", "a", "b"]));
    }

    #[test]
    fn of_two_that_fit_the_one_with_more_merit_has_it() {
        let weak = about("weak", "crisis", &[]);
        let strong = Story {
            people: Some(300),
            ..about("strong", "crisis", &[])
        };
        assert_eq!(
            filled(&[weak.clone(), strong]),
            ids(["", "", "", "", "strong"])
        );
        let as_good = about("as-good", "crisis", &[]);
        assert_eq!(filled(&[weak, as_good]), ids(["", "", "", "", "weak"]));
    }

    #[test]
    fn what_speaks_for_it_is_told() {
        let stories = [about("a", "crisis", &["resilience", "ownership"])];
        let bank = frameworks();
        let [.., (slot, filling)] = fill_slots(&stories, &bank);
        let filling = filling.expect("it is filled");
        assert_eq!(slot, Slot::Crisis);
        assert!(filling.by_framework && !filling.is_whole);
        assert_eq!(filling.shared, ["resilience"]);
        assert_eq!(filling.merits, 0);
    }
}
