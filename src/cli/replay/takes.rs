//! Which takes are heard, in which order, and where each comes from.

use std::collections::HashSet;
use std::path::Path;

use super::super::args::ReplayArgs;
use super::super::context::{Context, named_session};
use super::super::failure::{failure, unknown};
use super::super::naming;
use crate::audio::TakeFiles;
use crate::domain::playback::{Line, Passage};
use crate::domain::{Answer, SectionRecord, Take};
use crate::store::{History, Kept};

/// Where a take stands in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    /// Among the sessions that are heard.
    pub(super) session: usize,
    /// From 0, as in the record.
    pub(super) answer: usize,
    pub(super) section: usize,
}

/// What is heard.
pub(super) struct Takes {
    pub(super) title: String,
    pub(super) sessions: Vec<Kept>,
    pub(super) origins: Vec<Origin>,
    pub(super) files: Vec<TakeFiles>,
    /// Without their lengths, which the files tell.
    passages: Vec<Passage>,
}

impl Takes {
    fn new(title: String, sessions: Vec<Kept>) -> Self {
        Takes {
            title,
            sessions,
            origins: Vec::new(),
            files: Vec::new(),
            passages: Vec::new(),
        }
    }

    fn add(&mut self, folder: &Path, origin: Origin, group: usize, title: String) {
        let answer = &self.sessions[origin.session].session.answers[origin.answer];
        let section = &answer.sections[origin.section];
        let Some(take) = &section.take else { return };
        self.files.push(files(folder, take));
        self.origins.push(origin);
        self.passages.push(Passage {
            group,
            number: (origin.answer + 1, origin.section + 1),
            title,
            ask: asked(answer, section),
            frames: 0,
            marks: section.marks.clone(),
            pauses: section
                .speech
                .as_ref()
                // Kept before pauses were listed one by one.
                .filter(|speech| speech.pauses as usize == speech.pause_list.len())
                .map(|speech| speech.pause_list.clone()),
        });
    }

    /// As one line, whose takes are as long as their files.
    pub(super) fn line(&self, rate: u32, lengths: &[u64]) -> Line {
        let passages = self.passages.iter().cloned().zip(lengths);
        let passages = passages.map(|(passage, frames)| Passage {
            frames: *frames,
            ..passage
        });
        Line::new(rate, passages.collect())
    }

    /// The take to begin with.
    pub(super) fn first(&self, args: &ReplayArgs) -> anyhow::Result<usize> {
        let answer = args.answer.unwrap_or(self.passages[0].number.0);
        let fits = |passage: &Passage| {
            passage.number.0 == answer && args.section.is_none_or(|s| passage.number.1 == s)
        };
        self.passages.iter().position(fits).ok_or_else(|| {
            let what = match args.section {
                Some(section) => format!("section {section} of answer {answer}"),
                None => format!("answer {answer}"),
            };
            failure(
                format!("this session has no recording of {what}"),
                format!("it has (answer-section): {}", self.numbers()),
            )
        })
    }

    fn numbers(&self) -> String {
        let numbers = self.passages.iter().map(|passage| passage.number);
        let numbers: Vec<String> = numbers.map(|(a, s)| format!("{a}-{s}")).collect();
        numbers.join(", ")
    }
}

fn asked(answer: &Answer, section: &SectionRecord) -> String {
    let own = section.ask.as_ref();
    own.unwrap_or(&answer.prompt.ask).clone()
}

fn files(folder: &Path, take: &Take) -> TakeFiles {
    let mut all = take.files().map(|name| folder.join(name));
    TakeFiles {
        first: all.next().unwrap_or_default(),
        further: all.collect(),
    }
}

/// The takes of a session, or of one of its answers.
pub(super) fn of_session(
    context: &Context,
    history: &History,
    args: &ReplayArgs,
) -> anyhow::Result<Takes> {
    let kept = named_session(history, &args.session)?;
    let folder = context.folder_of(&kept);
    let title = format!("{} · replay", kept.session.round.title);
    let mut takes = Takes::new(title, vec![kept]);
    let counts = |kept: &Kept| -> Vec<usize> {
        let answers = kept.session.answers.iter();
        answers.map(|answer| answer.sections.len()).collect()
    };
    for (answer, sections) in counts(&takes.sessions[0]).into_iter().enumerate() {
        for section in 0..sections {
            let record = &takes.sessions[0].session.answers[answer].sections[section];
            let title = format!("{}/{sections} {}", section + 1, record.title);
            let origin = Origin {
                session: 0,
                answer,
                section,
            };
            takes.add(&folder, origin, answer, title);
        }
    }
    if takes.files.is_empty() {
        return Err(failure(
            format!(
                "nothing was recorded in session {}",
                takes.sessions[0].session.id
            ),
            "`hotseat sessions list` shows the others",
        ));
    }
    if let Some(answer) = args.answer {
        // Checked before the others go: the message lists them.
        takes.first(args)?;
        takes.keep_only(answer);
    }
    Ok(takes)
}

impl Takes {
    fn keep_only(&mut self, answer: usize) {
        let own: Vec<bool> = self.passages.iter().map(|p| p.number.0 == answer).collect();
        let mut files = own.iter();
        self.files.retain(|_| files.next().is_some_and(|own| *own));
        let mut origins = own.iter();
        self.origins
            .retain(|_| origins.next().is_some_and(|own| *own));
        self.passages.retain(|passage| passage.number.0 == answer);
    }
}

/// The answers to one prompt, the last one of each day, in turn: section by section, and each section
/// from the oldest day to the newest.
pub(super) fn of_days(context: &Context, history: &History, prompt: &str) -> anyhow::Result<Takes> {
    let asked = history.sessions()?;
    let mut days = HashSet::new();
    let mut sessions = Vec::new();
    let known: HashSet<&str> = asked
        .iter()
        .flat_map(|s| &s.prompts)
        .map(String::as_str)
        .collect();
    let with_prompt = asked
        .iter()
        .filter(|s| !s.rehearsal && s.prompts.iter().any(|p| p == prompt));
    for summary in with_prompt {
        let Some(kept) = history.session(summary.id)? else {
            continue;
        };
        let day = day_of(&kept);
        if takes_of(&kept, prompt).is_some() && days.insert(day) {
            sessions.push(kept);
        }
    }
    if sessions.is_empty() && !known.contains(prompt) {
        return Err(unknown(
            "prompt that was answered",
            prompt,
            known,
            "hotseat sessions list",
        ));
    }
    if sessions.len() < 2 {
        return Err(failure(
            format!(
                "`{prompt}` has recordings of {} only",
                days_in_words(sessions.len())
            ),
            format!(
                "`hotseat practice {prompt}` sits it once more; on another day they can be compared"
            ),
        ));
    }
    sessions.reverse();
    Ok(in_turn(context, prompt, sessions))
}

fn days_in_words(count: usize) -> &'static str {
    if count == 0 { "no day" } else { "one day" }
}

fn day_of(kept: &Kept) -> String {
    let day = naming::day(kept.session.started_at);
    day.split(' ').next().unwrap_or_default().to_owned()
}

/// The answer to a prompt, if anything of it was recorded.
fn takes_of(kept: &Kept, prompt: &str) -> Option<usize> {
    let answers = &kept.session.answers;
    answers.iter().position(|answer| {
        answer.prompt.id == prompt && answer.sections.iter().any(|s| s.take.is_some())
    })
}

fn in_turn(context: &Context, prompt: &str, sessions: Vec<Kept>) -> Takes {
    let answers: Vec<Option<usize>> = sessions.iter().map(|s| takes_of(s, prompt)).collect();
    // The newest answer says which sections there are; what only older ones have comes after.
    let mut ids: Vec<String> = Vec::new();
    for (kept, answer) in sessions.iter().zip(&answers).rev() {
        let sections = answer.map(|n| &kept.session.answers[n].sections);
        for section in sections.into_iter().flatten() {
            if !ids.contains(&section.id) {
                ids.push(section.id.clone());
            }
        }
    }
    let title = sessions.last().zip(answers.last().copied().flatten());
    let title = title.map_or_else(String::new, |(kept, answer)| {
        kept.session.answers[answer].prompt.title.clone()
    });
    let mut takes = Takes::new(format!("{title} · compared"), sessions);
    for (group, id) in ids.iter().enumerate() {
        for (session, answer) in answers.iter().enumerate() {
            let Some(answer) = *answer else { continue };
            let kept = &takes.sessions[session];
            let sections = &kept.session.answers[answer].sections;
            let Some(section) = sections.iter().position(|section| section.id == *id) else {
                continue;
            };
            let folder = context.folder_of(kept);
            let title = format!("{} · {}", day_of(kept), sections[section].title);
            let origin = Origin {
                session,
                answer,
                section,
            };
            takes.add(&folder, origin, group, title);
        }
    }
    takes
}
