//! The page of one session.

use askama::Template;

use super::cards::{CardView, cards};
use super::charts::time_bar;
use super::frame::{Frame, finished};
use super::moment::moment;
use super::player::{Player, begins, player, unheard};
use super::values::{Made, SessionReport, Source, TakeFiles};
use crate::domain::{Answer, Level, MicKind, Policy, SectionRecord, Session, Status, had_ms};
use crate::ui::delivery::in_words;
use crate::ui::ledger::how;
use crate::ui::text::{clock_ms, words_ms};

const PLAYER: &str = include_str!("player.js");

#[derive(Debug, Template)]
#[template(path = "session.html")]
struct Page {
    frame: Frame,
    when: String,
    title: String,
    badges: Vec<String>,
    facts: Vec<(&'static str, String)>,
    answers: Vec<AnswerView>,
    whole: Vec<CardView>,
    files: Vec<FileView>,
}

#[derive(Debug)]
struct AnswerView {
    number: usize,
    title: String,
    about: String,
    ask: String,
    player: Option<Player>,
    silent: Vec<String>,
    rows: Vec<RowView>,
    /// By section, a line and those that belong to it.
    delivery: Vec<Vec<String>>,
    cards: Vec<CardView>,
}

#[derive(Debug)]
struct RowView {
    title: String,
    ask: Option<String>,
    /// Where it begins in the player.
    at: Option<u64>,
    budget: String,
    used: String,
    bar: String,
    how: String,
    cues: Vec<CueView>,
    ticked: usize,
    any_ticked: bool,
}

#[derive(Debug)]
struct CueView {
    text: String,
    ticked: bool,
}

#[derive(Debug)]
struct FileView {
    name: String,
    when: String,
    href: Option<String>,
    picture: Option<String>,
    embedded: bool,
}

/// The page of a session.
pub fn session(report: &SessionReport<'_>) -> String {
    let session = report.session;
    let title = format!(
        "{}, {}",
        session.round.title,
        moment(session.started_at, &report.made.zone)
    );
    let mut frame = Frame::new(title, &report.made, vec![PLAYER]);
    frame.has_links = has_links(report);
    let answers = session.answers.iter().zip(&report.takes).zip(1..);
    let page = Page {
        frame,
        when: moment(session.started_at, &report.made.zone),
        title: session.round.title.clone(),
        badges: badges(session),
        facts: facts(session),
        answers: answers
            .map(|((answer, takes), number)| answer_view(report, answer, takes, number))
            .collect(),
        whole: cards(report.bank, &session.scorecards, &report.made),
        files: files(report),
    };
    finished(page.render())
}

fn has_links(report: &SessionReport<'_>) -> bool {
    let takes = report.takes.iter().flatten().flatten();
    let sounds = takes.flat_map(|take| &take.sources);
    let files = report.files.iter().map(|file| &file.source);
    let linked = |source: &Source| matches!(source, Source::Linked(_));
    sounds.chain(files).any(linked)
}

fn badges(session: &Session) -> Vec<String> {
    let status = match session.status {
        Status::Completed => "completed",
        Status::Stopped => "stopped early",
        Status::Interrupted => "interrupted",
    };
    let policy = match session.policy {
        Policy::Strict => "strict: sections end at their budget",
        Policy::Borrow => "borrow: sections share the answer's time",
        Policy::Open => "open: overtime is counted",
    };
    let mut badges = vec![status.to_owned(), policy.to_owned()];
    if session.rehearsal {
        badges.push("a rehearsal: it stays out of the history".to_owned());
    }
    badges
}

fn facts(session: &Session) -> Vec<(&'static str, String)> {
    let (used, budget) = (session.used_ms(), session.budget_ms());
    let microphone = match (session.mic.kind, &session.mic.name) {
        (MicKind::None, _) => "none: the clock only".to_owned(),
        (_, Some(name)) => name.clone(),
        (MicKind::File, None) => "a file".to_owned(),
        (MicKind::Tone, None) => "a built-in tone".to_owned(),
        (MicKind::Device, None) => "unnamed".to_owned(),
    };
    let mut facts = vec![
        (
            "Spoken",
            format!("{} of {}", clock_ms(used), clock_ms(budget)),
        ),
        ("Microphone", microphone),
        ("Draw", format!("{}, seed {}", session.draw, session.seed)),
    ];
    if let Some(own) = &session.loop_ {
        facts.push(("Loop", format!("{}, round {}", own.id, own.index)));
    }
    if (session.scale - 1.0).abs() > f64::EPSILON {
        facts.push(("Time scale", format!("{}", session.scale)));
    }
    facts.push(("Session", session.id.to_string()));
    facts
}

fn answer_view(
    report: &SessionReport<'_>,
    answer: &Answer,
    takes: &[Option<TakeFiles>],
    number: usize,
) -> AnswerView {
    let begins = begins(answer, takes);
    let had = had_ms(report.session.policy, &answer.sections);
    let rows = answer.sections.iter().zip(had).zip(begins);
    AnswerView {
        number,
        title: answer.prompt.title.clone(),
        about: about(answer),
        ask: answer.prompt.ask.trim().to_owned(),
        player: player(number, answer, takes),
        silent: unheard(answer, takes),
        rows: preparation(answer)
            .into_iter()
            .chain(rows.map(|((section, had), at)| row(section, had, at)))
            .collect(),
        delivery: answer
            .sections
            .iter()
            .map(in_words)
            .filter(|lines| !lines.is_empty())
            .collect(),
        cards: cards(report.bank, &answer.scorecards, &report.made),
    }
}

fn about(answer: &Answer) -> String {
    let levels: Vec<&str> = answer
        .prompt
        .level
        .iter()
        .copied()
        .map(Level::as_str)
        .collect();
    let mut parts = vec![answer.prompt.kind.as_str().to_owned(), levels.join(", ")];
    parts.push(answer.prompt.competencies.join(", "));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

fn preparation(answer: &Answer) -> Option<RowView> {
    let prep = answer.prep;
    (prep.budget_ms > 0).then(|| RowView {
        title: "Preparation".to_owned(),
        ask: None,
        at: None,
        budget: clock_ms(prep.budget_ms),
        used: clock_ms(prep.used_ms),
        bar: time_bar(prep.used_ms, prep.budget_ms),
        how: match prep.budget_ms.saturating_sub(prep.used_ms) {
            0 => "full time".to_owned(),
            left => format!("{} left", words_ms(left)),
        },
        cues: Vec::new(),
        ticked: 0,
        any_ticked: false,
    })
}

fn row(section: &SectionRecord, had_ms: u64, at: Option<u64>) -> RowView {
    let is_ticked = |number: usize| {
        let ticked = section.marks.iter().filter_map(|mark| mark.cue);
        ticked.into_iter().any(|cue| cue as usize == number)
    };
    let cues: Vec<CueView> = section
        .cues
        .iter()
        .zip(1..)
        .map(|(text, number)| CueView {
            text: text.clone(),
            ticked: is_ticked(number),
        })
        .collect();
    let ticked = cues.iter().filter(|cue| cue.ticked).count();
    RowView {
        title: section.title.clone(),
        ask: section.ask.clone(),
        at,
        budget: clock_ms(section.budget_ms),
        used: clock_ms(section.used_ms),
        bar: time_bar(section.used_ms, section.budget_ms),
        how: how(section, had_ms),
        ticked,
        any_ticked: ticked > 0,
        cues,
    }
}

fn files(report: &SessionReport<'_>) -> Vec<FileView> {
    let Made { zone, .. } = &report.made;
    let views = report.files.iter().map(|file| {
        let href = file.source.address();
        FileView {
            name: file.name.clone(),
            when: moment(file.at, zone),
            picture: href.clone().filter(|_| file.is_picture),
            embedded: matches!(file.source, Source::Embedded(_)),
            href,
        }
    });
    views.collect()
}

#[cfg(test)]
mod tests;
