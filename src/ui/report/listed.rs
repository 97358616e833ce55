//! The list of sessions on the page of everything: the newest with all that was said of them, the
//! older ones in a line each, as data that a script lists on demand.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::cards::value_of;
use super::moment::moment;
use super::values::{Everything, Listed, Made};
use crate::domain::{Answer, Bank, Scorecard, Session, Status, had_ms, judge_card};
use crate::ui::ledger::how;
use crate::ui::text::clock_ms;
use crate::ui::verdict;

#[derive(Debug)]
pub(super) struct SessionView {
    pub(super) id: String,
    pub(super) when: String,
    pub(super) round: String,
    pub(super) about: String,
    pub(super) find: String,
    pub(super) link: Option<String>,
    pub(super) answers: Vec<AnswerView>,
}

#[derive(Debug)]
pub(super) struct AnswerView {
    pub(super) title: String,
    pub(super) about: String,
    pub(super) ask: String,
    pub(super) rows: Vec<RowView>,
    pub(super) cards: Vec<CardView>,
}

#[derive(Debug)]
pub(super) struct RowView {
    pub(super) title: String,
    pub(super) budget: String,
    pub(super) used: String,
    pub(super) how: String,
}

#[derive(Debug)]
pub(super) struct CardView {
    pub(super) title: String,
    pub(super) who: String,
    pub(super) lines: Vec<String>,
    pub(super) values: Vec<ValueView>,
}

#[derive(Debug)]
pub(super) struct ValueView {
    pub(super) title: String,
    pub(super) value: String,
    pub(super) note: Option<String>,
}

/// A session with all that was said of it.
pub(super) fn session_view(all: &Everything<'_>, one: &Listed<'_>) -> SessionView {
    let session = one.session;
    let when = moment(session.started_at, &all.made.zone);
    let mut state = vec![clock_ms(session.used_ms())];
    if session.status != Status::Completed {
        state.push(session.status.as_str().to_owned());
    }
    if session.rehearsal {
        state.push("rehearsal".to_owned());
    }
    if !session.is_scored() {
        state.push("not scored".to_owned());
    }
    let about = state.join(", ");
    SessionView {
        id: one.id.clone(),
        find: find(session, &when, &about),
        when,
        round: session.round.title.clone(),
        about,
        link: one.link.clone(),
        answers: session
            .answers
            .iter()
            .map(|answer| answer_view(all, session, answer))
            .collect(),
    }
}

/// What the filter looks in.
fn find(session: &Session, when: &str, about: &str) -> String {
    let day = session.started_at.strftime("%Y-%m-%d");
    let mut text = format!(
        "{when} {day} {} {} {about}",
        session.round.title, session.round.id
    );
    for Answer { prompt, .. } in &session.answers {
        let competencies = prompt.competencies.join(" ");
        let _ = write!(text, " {} {} {competencies}", prompt.title, prompt.id);
    }
    text.to_lowercase()
}

fn answer_view(all: &Everything<'_>, session: &Session, answer: &Answer) -> AnswerView {
    let had = had_ms(session.policy, &answer.sections);
    let rows = answer
        .sections
        .iter()
        .zip(had)
        .map(|(section, had)| RowView {
            title: section.title.clone(),
            budget: clock_ms(section.budget_ms),
            used: clock_ms(section.used_ms),
            how: how(section, had),
        });
    let cards = answer.scorecards.iter().filter(|card| !card.retracted);
    AnswerView {
        title: answer.prompt.title.clone(),
        about: answer.prompt.competencies.join(", "),
        ask: answer.prompt.ask.trim().to_owned(),
        rows: rows.collect(),
        cards: cards
            .map(|card| card_view(all.bank, card, &all.made))
            .collect(),
    }
}

fn card_view(bank: &Bank, card: &Scorecard, made: &Made) -> CardView {
    let known = judge_card(bank, card).ok().map(|judgment| judgment.rubric);
    let values = card.values.iter().map(|score| {
        let criterion = known.and_then(|known| known.criterion(&score.criterion));
        ValueView {
            title: criterion.map_or_else(|| score.criterion.clone(), |known| known.title.clone()),
            value: value_of(criterion, score),
            note: score.note.clone(),
        }
    });
    let title = bank.rubric(&card.rubric).map(|rubric| rubric.title.clone());
    let mut lines = verdict::sentences(bank, card);
    // Strengths and the rest of it can be read off the values.
    lines.truncate(1);
    lines.extend(
        card.next_time
            .iter()
            .map(|next| format!("Next time: {next}")),
    );
    CardView {
        title: title.unwrap_or_else(|| card.rubric.clone()),
        who: format!(
            "{} pass, {}",
            card.pass.as_str(),
            moment(card.at, &made.zone)
        ),
        lines,
        values: values.collect(),
    }
}

/// An older session, of which only a line is told.
#[derive(Debug, Clone)]
pub struct OlderSession {
    /// As much of the id as tells it from the others.
    pub id: String,
    pub started_at: jiff::Timestamp,
    /// Ids.
    pub round: String,
    pub prompts: Vec<String>,
    pub used_ms: u64,
    pub scored: bool,
}

/// Older sessions, newest first, as data of so many bytes at most, and how many had no room.
pub(super) fn older_sessions(older: &[OlderSession], made: &Made, bytes: usize) -> (String, usize) {
    let mut names: Vec<&str> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut rows = String::new();
    let mut told = 0;
    for one in older {
        for name in std::iter::once(&one.round).chain(&one.prompts) {
            numbers.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() - 1
            });
        }
        let prompts: Vec<String> = one
            .prompts
            .iter()
            .map(|name| numbers[name.as_str()].to_string())
            .collect();
        let day = one
            .started_at
            .to_zoned(made.zone.clone())
            .strftime("%Y-%m-%d");
        let unscored = if one.scored { "" } else { ", not scored" };
        let comma = if told == 0 { "" } else { "," };
        let row = format!(
            "{comma}[\"{day}\",{},[{}],\"{}{unscored}\",{}]",
            numbers[one.round.as_str()],
            prompts.join(","),
            clock_ms(one.used_ms),
            text(&one.id),
        );
        if rows.len() + row.len() > bytes {
            break;
        }
        rows.push_str(&row);
        told += 1;
    }
    let names: Vec<String> = names.into_iter().map(text).collect();
    let data = format!("{{\"names\":[{}],\"rows\":[{rows}]}}", names.join(","));
    (data, older.len() - told)
}

/// Text as JSON that cannot end the script which it stands in.
fn text(value: &str) -> String {
    let json = serde_json::Value::from(value).to_string();
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn older(id: &str, prompt: &str) -> OlderSession {
        OlderSession {
            id: id.to_owned(),
            started_at: "2026-11-22T06:10:00Z".parse().unwrap(),
            round: "quick".to_owned(),
            prompts: vec![prompt.to_owned(), "b".to_owned()],
            used_ms: 61_000,
            scored: id == "1",
        }
    }

    #[test]
    fn older_sessions_are_told_in_a_line_each_as_far_as_there_is_room() {
        let made = Made {
            at: "2026-12-22T06:10:00Z".parse().unwrap(),
            zone: TimeZone::UTC,
        };
        let all = [older("1", "a"), older("2", "</script>")];
        let (data, left_out) = older_sessions(&all, &made, 1_000);
        let expected = "{\"names\":[\"quick\",\"a\",\"b\",\"\\u003c/script>\"],\"rows\":[\
            [\"2026-11-22\",0,[1,2],\"01:01\",\"1\"],\
            [\"2026-11-22\",0,[3,2],\"01:01, not scored\",\"2\"]]}";
        assert_eq!((data.as_str(), left_out), (expected, 0));
        let read: serde_json::Value = serde_json::from_str(&data).unwrap();
        assert_eq!(read["names"][3], "</script>");
        let (data, left_out) = older_sessions(&all, &made, 50);
        assert_eq!(left_out, 1, "{data}");
    }
}
