//! The table of a benchmark: as Markdown, as JSON beside the build, and in `BENCHMARKS.md`.

use std::fs;
use std::io::{Write, stderr, stdout};
use std::path::Path;

use serde_json::{Value, json};

/// Which table it is, and who stands beside hotseat in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    /// Of the benchmark; it marks the place in `BENCHMARKS.md`.
    pub(crate) name: &'static str,
    pub(crate) peers: &'static [&'static str],
}

/// A row of the table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) what: String,
    pub(crate) reach: String,
    pub(crate) hotseat: String,
    /// In the table's order; empty where there is nothing to compare.
    pub(crate) peers: Vec<String>,
    /// The figures behind it.
    pub(crate) raw: Value,
}

impl Line {
    pub(crate) fn new(what: impl Into<String>, reach: &str, hotseat: impl Into<String>) -> Self {
        Line {
            what: what.into(),
            reach: reach.to_owned(),
            hotseat: hotseat.into(),
            ..Line::default()
        }
    }

    #[allow(dead_code, reason = "a table may have no row that can be left out")]
    pub(crate) fn not_run(what: &str, why: &str) -> Self {
        Line::new(what, "", format!("not run: {why}"))
    }

    /// With what the others reach.
    #[allow(dead_code, reason = "a table may have no others")]
    pub(crate) fn beside(mut self, peers: impl Iterator<Item = String>) -> Self {
        self.peers = peers.collect();
        self
    }

    pub(crate) fn with(mut self, raw: Value) -> Self {
        self.raw = raw;
        self
    }
}

#[derive(Debug)]
pub(crate) struct Report {
    table: Table,
    facts: Vec<(&'static str, String)>,
    command: String,
    lines: Vec<(&'static str, Line)>,
    /// How busy the machine was during each row, of 1: what is measured, and whatever else ran.
    busy: Vec<(&'static str, f64)>,
}

impl Report {
    pub(crate) fn new(table: Table, facts: Vec<(&'static str, String)>, command: &str) -> Self {
        Report {
            table,
            facts,
            command: command.to_owned(),
            lines: Vec::new(),
            busy: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, row: &'static str, busy: Option<f64>, lines: Vec<Line>) {
        self.busy.extend(busy.map(|busy| (row, busy)));
        self.lines.extend(lines.into_iter().map(|line| (row, line)));
    }

    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("`{}`\n\n", self.command);
        for (name, value) in &self.facts {
            text += &["- ", name, ": ", value, "\n"].concat();
        }
        let busy = self.busy.iter();
        let busy = busy.map(|(row, busy)| format!("{row} {:.0} %", busy * 100.0));
        let busy = busy.collect::<Vec<_>>().join(", ");
        if !busy.is_empty() {
            text += &["- the whole machine was busy: ", &busy, "\n"].concat();
        }
        text += "\n| row | what | to reach | hotseat |";
        for name in self.table.peers {
            text += &[" ", name, " |"].concat();
        }
        text += "\n|";
        text += &" --- |".repeat(4 + self.table.peers.len());
        text.push('\n');
        for (row, line) in &self.lines {
            let cells = [row, &*line.what, &*line.reach, &*line.hotseat].into_iter();
            let others = (0..self.table.peers.len()).map(|n| line.peers.get(n));
            let others = others.map(|text| text.map_or("", String::as_str));
            let cells = cells.chain(others);
            let cells: Vec<_> = cells.map(|cell| cell.replace('|', "\\|")).collect();
            text += &["| ", &cells.join(" | "), " |\n"].concat();
        }
        text
    }

    /// Everything that was measured, for whoever wants to look closer: of this run alone.
    pub(crate) fn keep(&self) {
        let lines = self.lines.iter().map(|(row, line)| {
            json!({
                "row": row, "what": line.what, "reach": line.reach, "hotseat": line.hotseat,
                "peers": line.peers, "raw": line.raw,
            })
        });
        let facts = self.facts.iter().map(|(name, value)| (*name, value));
        let document = json!({
            "command": self.command,
            "facts": facts.collect::<std::collections::BTreeMap<_, _>>(),
            "busy": self.busy,
            "lines": lines.collect::<Vec<_>>(),
        });
        let file =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-bench.json", self.table.name));
        let text = serde_json::to_string_pretty(&document).expect("figures are JSON");
        fs::write(&file, text).expect("the figures are kept");
        say(&format!("the figures behind it: {}", file.display()));
    }

    /// Puts the table into `BENCHMARKS.md`, in place of the one that stands there.
    pub(crate) fn write(&self) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("BENCHMARKS.md");
        let text = fs::read_to_string(&file).expect("BENCHMARKS.md is there");
        let mark = |which| format!("<!-- {} table: {which} -->", self.table.name);
        let (begin, end) = (mark("begin"), mark("end"));
        let (before, rest) = text
            .split_once(&begin)
            .expect("the table's begin is marked");
        let (_, after) = rest.split_once(&end).expect("the table's end is marked");
        let text = format!("{before}{begin}\n\n{}\n{end}{after}", self.markdown());
        fs::write(&file, text).expect("BENCHMARKS.md is written");
    }
}

pub(crate) fn print(text: &str) {
    writeln!(stdout(), "{text}").expect("stdout takes it");
}

/// What is going on, on stderr.
pub(crate) fn say(text: &str) {
    writeln!(stderr(), "bench: {text}").ok();
}
