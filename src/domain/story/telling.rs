//! A story as a prompt, so that it can be told against the clock and kept like any answer.
//!
//! Its record has to stay apart from every prompt of the packs: the id begins with `story-`, and the
//! pack is none that a file can be. Whoever asks what was told goes by both.

use std::time::Duration;

use super::{Framework, Story};
use crate::domain::{Asked, Bank, Kind, Level, Prompt, PromptRef, Section};

/// What a story is named by where prompts are named too: `story:ID`.
pub const STORY_TARGET: &str = "story:";

/// The longest id of a story: with what goes before it, it still is an id.
pub const LONGEST_STORY_ID: usize = 64 - PREFIX.len();

const PREFIX: &str = "story-";

/// The pack that told stories are recorded under.
const PACK: &str = "your-stories";

/// How long a story is told for where its framework names no prompt with a time.
const USUAL: Duration = Duration::from_mins(15);

/// The id under which a story is recorded.
pub fn story_prompt_id(story: &str) -> String {
    format!("{PREFIX}{story}")
}

/// The id of the story that was told, if it was one.
pub fn story_told(prompt: &PromptRef) -> Option<&str> {
    let is_story = prompt.pack == PACK && prompt.kind == Kind::Story;
    prompt.id.strip_prefix(PREFIX).filter(|_| is_story)
}

impl Story {
    /// The prompt to tell it by. Its digest is left empty.
    pub fn prompt(&self, framework: &Framework, bank: &Bank) -> Prompt {
        let model = framework.prompt.as_deref().and_then(|id| bank.prompt(id));
        let of_model =
            |lines: fn(&Prompt) -> &Vec<String>| model.map(lines).cloned().unwrap_or_default();
        Prompt {
            id: story_prompt_id(&self.id),
            pack: PACK.to_owned(),
            kind: Kind::Story,
            title: self.title.clone(),
            level: model.map_or_else(|| Level::ALL.to_vec(), |model| model.level.clone()),
            competencies: self.competencies.clone(),
            // It is no surprise to whoever wrote it.
            asked: Asked::ByName,
            ask: format!("Tell your story “{}”, from beginning to end.", self.title),
            round: model.and_then(|model| model.round.clone()),
            sections: sections(framework, model),
            follow_ups: of_model(|model| &model.follow_ups),
            look_for: of_model(|model| &model.look_for),
            pitfalls: of_model(|model| &model.pitfalls),
            digest: String::new(),
        }
    }
}

/// The steps as cues of one stretch; a prompt of several has divided the telling itself.
fn sections(framework: &Framework, model: Option<&Prompt>) -> Vec<Section> {
    let cues = framework
        .steps
        .iter()
        .map(|step| step.title.clone())
        .collect();
    match model.map(|model| &model.sections[..]) {
        None | Some([]) => vec![Section {
            id: "answer".to_owned(),
            title: "Answer".to_owned(),
            budget: USUAL,
            min: Duration::ZERO,
            cues,
        }],
        Some([only]) => vec![Section {
            cues,
            ..only.clone()
        }],
        Some(several) => several.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{framework, prompt, story};
    use super::*;
    use crate::domain::is_id;

    fn bank() -> Bank {
        let mut model = prompt("model", &["ownership"]);
        model.round = Some("r".to_owned());
        model.follow_ups = vec!["Why?".to_owned()];
        model.sections = vec![Section {
            id: "tell".to_owned(),
            title: "Tell".to_owned(),
            budget: Duration::from_mins(5),
            min: Duration::ZERO,
            cues: vec!["of the prompt".to_owned()],
        }];
        Bank {
            prompts: vec![model],
            ..Bank::default()
        }
    }

    #[test]
    fn a_story_takes_shape_and_follow_ups_of_its_frameworks_prompt_and_the_steps_as_cues() {
        let bank = bank();
        let mut framework = framework("f");
        framework.prompt = Some("model".to_owned());
        let prompt = story("a").prompt(&framework, &bank);
        assert_eq!(prompt.id, "story-a");
        assert_eq!(prompt.round.as_deref(), Some("r"));
        assert_eq!(prompt.follow_ups, ["Why?"]);
        assert_eq!(prompt.competencies, story("a").competencies);
        let [section] = &prompt.sections[..] else {
            panic!("one section");
        };
        assert_eq!(
            (&*section.id, section.budget),
            ("tell", Duration::from_mins(5))
        );
        assert_eq!(section.cues, ["Start", "End"]);
    }

    #[test]
    fn without_such_a_prompt_it_has_a_quarter_of_an_hour() {
        let prompt = story("a").prompt(&framework("f"), &bank());
        assert_eq!(prompt.round, None);
        assert_eq!(prompt.sections[0].budget, Duration::from_mins(15));
    }

    #[test]
    fn what_was_told_is_known_by_its_pack_and_no_prompt_of_a_pack_is_taken_for_it() {
        let told = story("a").prompt(&framework("f"), &bank());
        assert_eq!(story_told(&PromptRef::from(&told)), Some("a"));
        let other = Prompt {
            pack: "mine".to_owned(),
            ..told.clone()
        };
        assert_eq!(story_told(&PromptRef::from(&other)), None);
        let longest = "x".repeat(LONGEST_STORY_ID);
        assert!(is_id(&story_prompt_id(&longest)));
        assert!(!is_id(&story_prompt_id(&format!("{longest}x"))));
    }
}
