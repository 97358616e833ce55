//! Which stories answer which prompts: what each covers, what none does, and which story has to
//! serve for too much.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Story;
use crate::domain::{Bank, Kind, Prompt};

/// A story is overused only where it is the one best answer to so many prompts at least.
const MANY: usize = 4;

/// How a story answers a prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryFit<'a> {
    pub story: &'a Story,
    /// Whether its framework is that of the prompt.
    pub by_framework: bool,
    /// The competencies that the prompt asks for and the story shows.
    pub shared: Vec<&'a str>,
    pub merits: usize,
    /// Whether every step of it is written.
    pub is_whole: bool,
}

impl StoryFit<'_> {
    /// Larger for a better answer: what it is about counts before how good it is.
    fn rank(&self) -> (bool, usize, usize, bool) {
        (
            self.by_framework,
            self.shared.len(),
            self.merits,
            self.is_whole,
        )
    }
}

/// The stories that answer a prompt, the best first, and then by their order.
pub fn stories_for<'a>(stories: &'a [Story], prompt: &Prompt, bank: &Bank) -> Vec<StoryFit<'a>> {
    let fit = |story: &'a Story| {
        let framework = bank.framework(&story.framework);
        let prompts = framework.and_then(|framework| framework.prompt.as_ref());
        let by_framework = prompts.is_some_and(|id| *id == prompt.id);
        let asked = |name: &&str| prompt.competencies.iter().any(|asked| asked == name);
        let names = story.competencies.iter().map(String::as_str);
        let shared: Vec<&str> = names.filter(asked).collect();
        (by_framework || !shared.is_empty()).then(|| StoryFit {
            story,
            by_framework,
            shared,
            merits: story.merits(),
            is_whole: framework.is_some_and(|framework| story.is_whole(framework)),
        })
    };
    let mut fits: Vec<StoryFit<'a>> = stories.iter().filter_map(fit).collect();
    fits.sort_by_key(|fit| Reverse(fit.rank()));
    fits
}

/// All stories held against all prompts that ask for an experience.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage<'a> {
    /// By name.
    pub competencies: Vec<CoveredCompetency<'a>>,
    /// In the order of the bank.
    pub prompts: Vec<CoveredPrompt<'a>>,
    /// In the order of the stories.
    pub loads: Vec<StoryLoad<'a>>,
}

/// Who shows a competency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredCompetency<'a> {
    pub name: &'a str,
    /// How many prompts ask for it.
    pub prompts: usize,
    /// Ids of the stories that show it.
    pub stories: Vec<&'a str>,
}

/// Who answers a prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct CoveredPrompt<'a> {
    pub prompt: &'a Prompt,
    /// Ids of the stories, the best first.
    pub stories: Vec<&'a str>,
    /// The one that answers it better than all others, if one does.
    pub best: Option<&'a str>,
}

/// What one story has to serve for.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryLoad<'a> {
    pub story: &'a Story,
    /// How many prompts it answers.
    pub answers: usize,
    /// Ids of the prompts that no other story answers as well.
    pub best_for: Vec<&'a str>,
    /// Whether these are more than half of all that any story answers: in a day of interviews the
    /// same story would come up again and again.
    pub is_overused: bool,
}

/// Whether a prompt asks for something that was lived through.
fn asks_for_experience(prompt: &Prompt) -> bool {
    matches!(prompt.kind, Kind::Behavioral | Kind::Story)
}

pub fn coverage<'a>(stories: &'a [Story], bank: &'a Bank) -> Coverage<'a> {
    let asked = bank
        .prompts
        .iter()
        .filter(|prompt| asks_for_experience(prompt));
    let prompts: Vec<CoveredPrompt<'a>> =
        asked.map(|prompt| covered(stories, prompt, bank)).collect();
    let answered = prompts
        .iter()
        .filter(|prompt| !prompt.stories.is_empty())
        .count();
    let loads = stories.iter().map(|story| {
        let best_for = prompts
            .iter()
            .filter(|prompt| prompt.best == Some(&story.id));
        let best_for: Vec<&str> = best_for.map(|prompt| prompt.prompt.id.as_str()).collect();
        let answers = prompts
            .iter()
            .filter(|prompt| prompt.stories.contains(&&*story.id));
        StoryLoad {
            story,
            answers: answers.count(),
            // With a single story there is nothing else to tell.
            is_overused: stories.len() > 1
                && best_for.len() >= MANY
                && best_for.len() * 2 > answered,
            best_for,
        }
    });
    Coverage {
        loads: loads.collect(),
        competencies: competencies(stories, &prompts),
        prompts,
    }
}

fn covered<'a>(stories: &'a [Story], prompt: &'a Prompt, bank: &Bank) -> CoveredPrompt<'a> {
    let fits = stories_for(stories, prompt, bank);
    let best = match &fits[..] {
        [] => None,
        [only] => Some(&*only.story.id),
        [first, second, ..] => (first.rank() > second.rank()).then_some(&*first.story.id),
    };
    CoveredPrompt {
        prompt,
        stories: fits.iter().map(|fit| &*fit.story.id).collect(),
        best,
    }
}

/// Those that prompts ask for, and those that only stories name.
fn competencies<'a>(
    stories: &'a [Story],
    prompts: &[CoveredPrompt<'a>],
) -> Vec<CoveredCompetency<'a>> {
    let mut all: BTreeMap<&str, (usize, Vec<&str>)> = BTreeMap::new();
    for name in prompts
        .iter()
        .flat_map(|prompt| &prompt.prompt.competencies)
    {
        all.entry(name).or_default().0 += 1;
    }
    for story in stories {
        for name in &story.competencies {
            all.entry(name).or_default().1.push(&story.id);
        }
    }
    let all = all.into_iter();
    all.map(|(name, (prompts, stories))| CoveredCompetency {
        name,
        prompts,
        stories,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{bank, prompt, story};
    use super::*;

    fn showing(id: &str, competencies: &[&str]) -> Story {
        Story {
            competencies: competencies.iter().map(|name| (*name).to_owned()).collect(),
            ..story(id)
        }
    }

    fn with_prompts(prompts: Vec<Prompt>) -> Bank {
        Bank {
            prompts,
            ..bank(&["f"])
        }
    }

    fn ids<'a>(fits: &[StoryFit<'a>]) -> Vec<&'a str> {
        fits.iter().map(|fit| fit.story.id.as_str()).collect()
    }

    #[test]
    fn the_best_story_for_a_prompt_is_of_its_framework_then_shows_most_then_is_strongest() {
        let asked = prompt("p", &["x", "y"]);
        let mut bank = with_prompts(vec![asked.clone()]);
        let mut own = bank.frameworks[0].clone();
        own.id = "own".to_owned();
        own.prompt = Some("p".to_owned());
        bank.frameworks.push(own);
        let stories = [
            showing("one", &["x"]),
            Story {
                people: Some(80),
                ..showing("strong", &["x"])
            },
            showing("both", &["y", "x"]),
            showing("none", &["z"]),
            Story {
                framework: "own".to_owned(),
                ..showing("framed", &[])
            },
        ];
        let fits = stories_for(&stories, &asked, &bank);
        assert_eq!(ids(&fits), ["framed", "both", "strong", "one"]);
        assert!(fits[0].by_framework && fits[0].shared.is_empty());
        assert_eq!(fits[1].shared, ["y", "x"]);
        assert_eq!(fits[2].merits, 1);
    }

    #[test]
    fn what_no_story_covers_is_there_without_one() {
        let mut design = prompt("d", &["x"]);
        design.kind = Kind::SystemDesign;
        let bank = with_prompts(vec![
            prompt("p", &["x"]),
            prompt("q", &["y", "x"]),
            prompt("r", &["z"]),
            design,
        ]);
        let stories = [showing("a", &["x", "own"]), showing("b", &["x", "y"])];
        let found = coverage(&stories, &bank);
        let competencies: Vec<_> = found
            .competencies
            .iter()
            .map(|covered| (covered.name, covered.prompts, &covered.stories[..]))
            .collect();
        assert_eq!(
            competencies,
            [
                ("own", 0, &["a"][..]),
                ("x", 2, &["a", "b"]),
                ("y", 1, &["b"]),
                ("z", 1, &[]),
            ]
        );
        // A design is not told from experience.
        let prompts: Vec<_> = found
            .prompts
            .iter()
            .map(|covered| (&*covered.prompt.id, &covered.stories[..], covered.best))
            .collect();
        assert_eq!(
            prompts,
            [
                ("p", &["a", "b"][..], None),
                ("q", &["b", "a"], Some("b")),
                ("r", &[], None),
            ]
        );
        let loads: Vec<_> = found
            .loads
            .iter()
            .map(|load| (load.answers, &load.best_for[..]))
            .collect();
        assert_eq!(loads, [(2, &[][..]), (2, &["q"])]);
    }

    #[test]
    fn a_story_is_overused_where_it_alone_is_best_for_more_than_half() {
        let asked = |n: usize, name: &str| prompt(&format!("{name}{n}"), &[name]);
        let prompts = |own: usize, other: usize| {
            let own = (0..own).map(|n| asked(n, "x"));
            let other = (0..other).map(|n| asked(n, "y"));
            with_prompts(own.chain(other).collect())
        };
        let two = [showing("a", &["x"]), showing("b", &["y"])];
        let cases = [(5, 4, true), (4, 4, false), (3, 0, false), (4, 3, true)];
        for (own, other, is_overused) in cases {
            let bank = prompts(own, other);
            let loads = coverage(&two, &bank).loads;
            assert_eq!(loads[0].is_overused, is_overused, "{own} {other}");
            assert!(!loads[1].is_overused);
            // Alone it is not overused: nothing else can be told.
            assert!(!coverage(&two[..1], &bank).loads[0].is_overused);
        }
        // As good as another, it is the best of none.
        let equal = [showing("a", &["x"]), showing("b", &["x"])];
        let bank = prompts(9, 0);
        assert!(
            coverage(&equal, &bank)
                .loads
                .iter()
                .all(|load| load.best_for.is_empty())
        );
    }
}
