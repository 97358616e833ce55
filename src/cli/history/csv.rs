//! The history as `history --csv` prints it: RFC 4180, a line for every score, oldest first.

use anyhow::Context as _;
use csv::{Terminator, WriterBuilder};
use serde::Serialize;

use crate::domain::{Bank, Pass, PastScore};
use crate::ui::text::sanitize;

/// Columns in their order; they are only ever added, at the end.
#[derive(Serialize)]
struct Record<'a> {
    at: String,
    /// Empty of an assessment, like all that is the session's.
    session: String,
    answer: Option<usize>,
    round: &'a str,
    prompt: &'a str,
    rubric: &'a str,
    version: u32,
    area: &'a str,
    criterion: &'a str,
    value: i64,
    min: i64,
    max: i64,
    rater: String,
    pass: Pass,
    note: String,
}

const HEAD: [&str; 15] = [
    "at",
    "session",
    "answer",
    "round",
    "prompt",
    "rubric",
    "version",
    "area",
    "criterion",
    "value",
    "min",
    "max",
    "rater",
    "pass",
    "note",
];

/// The table with its head; without the last line's own line feed, which comes when it is printed.
pub(super) fn table(bank: &Bank, rows: &[PastScore]) -> anyhow::Result<String> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .has_headers(false)
        .from_writer(Vec::new());
    // By itself the writer would leave out the head of an empty table.
    writer.write_record(HEAD)?;
    for row in rows {
        writer.serialize(record(bank, row))?;
    }
    let bytes = writer.into_inner().context("the table cannot be written")?;
    let mut text = String::from_utf8(bytes)?;
    text.pop();
    Ok(text)
}

fn record<'a>(bank: &'a Bank, row: &'a PastScore) -> Record<'a> {
    let card = &*row.card;
    let known = bank.rubric(&card.rubric);
    let known = known.and_then(|known| known.criterion(&row.criterion));
    Record {
        at: card.at.to_string(),
        session: card.session.map(|id| id.to_string()).unwrap_or_default(),
        answer: card.answer,
        round: card.round.as_deref().unwrap_or_default(),
        prompt: card.prompt.as_deref().unwrap_or_default(),
        rubric: &card.rubric,
        version: card.version,
        area: known
            .and_then(|known| known.area.as_deref())
            .unwrap_or_default(),
        criterion: &row.criterion,
        value: row.value,
        min: row.min,
        max: row.max,
        // What somebody else's file brings: it may act on the terminal that it is printed on.
        rater: sanitize(&card.rater),
        pass: card.pass,
        note: sanitize(row.note.as_deref().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::PastCard;

    fn row(note: Option<&str>) -> PastScore {
        let card = PastCard {
            id: uuid::Uuid::nil(),
            session: None,
            rehearsal: false,
            round: None,
            answer: None,
            prompt: None,
            kind: None,
            competencies: vec![],
            level: vec![],
            rubric: "star".to_owned(),
            version: 1,
            rater: "self".to_owned(),
            pass: Pass::First,
            at: "2026-11-22T07:00:00Z".parse().unwrap(),
        };
        PastScore {
            card: Arc::new(card),
            criterion: "impact".to_owned(),
            value: 4,
            min: 1,
            max: 5,
            note: note.map(str::to_owned),
        }
    }

    #[test]
    fn what_a_comma_a_quote_or_a_line_would_tear_is_quoted() {
        let head = HEAD.join(",");
        let bank = Bank::default();
        assert_eq!(table(&bank, &[]).unwrap(), format!("{head}\r"));
        let cases = [
            (None, ""),
            (Some("plain"), "plain"),
            (Some("a, b"), "\"a, b\""),
            (Some("say \"no\""), "\"say \"\"no\"\"\""),
            (Some("one\ntwo"), "\"one\ntwo\""),
            (Some("\u{1b}[31mred"), "[31mred"),
        ];
        for (note, field) in cases {
            let text = table(&bank, &[row(note)]).unwrap();
            let line = "2026-11-22T07:00:00Z,,,,,star,1,,impact,4,1,5,self,first,";
            assert_eq!(text, format!("{head}\r\n{line}{field}\r"), "{note:?}");
        }
    }
}
