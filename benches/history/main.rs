//! What a history costs as it grows: listed, counted, taken in. `scripts/bench history` runs it, and
//! beside it the tools that one would take otherwise for the same question.
#![cfg(target_os = "linux")]

#[path = "../table/machine.rs"]
mod machine;
mod opened;
mod peers;
#[path = "../bank/process.rs"]
#[allow(dead_code, reason = "the memory of a process is the bank's to measure")]
mod process;
#[path = "../table/report.rs"]
mod report;
mod rows;
#[expect(
    dead_code,
    unused_imports,
    reason = "the tests' world; a benchmark needs a part of it"
)]
#[path = "../../tests/it/support/mod.rs"]
mod support;
mod synthetic;

use std::path::PathBuf;
use std::process::ExitCode;

use report::{Report, Table};

const USAGE: &str = "there is --write, --sizes N,N,… and --generate DIR";

fn main() -> ExitCode {
    let (mut write, mut sizes) = (false, rows::SIZES.to_vec());
    let mut generate = None;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            // What cargo adds by itself.
            "--bench" => {}
            "--write" => write = true,
            "--generate" => generate = words.next().map(PathBuf::from),
            "--sizes" => match numbers(words.next().as_deref()) {
                Some(numbers) => sizes = numbers,
                None => return wrong("--sizes"),
            },
            other => return wrong(other),
        }
    }
    if let Some(home) = generate {
        let answers = sizes.first().copied().unwrap_or_default();
        let sessions = synthetic::write(&home.join("recordings"), rows::SEED, answers);
        report::say(&format!("{answers} answers in {sessions} sessions"));
        return ExitCode::SUCCESS;
    }
    let table = Table {
        name: "history",
        peers: &[
            "jq over the session.json files",
            "sqlite3 over the database",
        ],
    };
    let command = if write {
        "scripts/bench history --write"
    } else {
        "scripts/bench history"
    };
    let mut report = Report::new(table, machine::facts(), command);
    for size in sizes {
        rows::measure(size, &mut report);
    }
    report.keep();
    if write {
        report.write();
    }
    report::print(&report.markdown());
    ExitCode::SUCCESS
}

fn numbers(text: Option<&str>) -> Option<Vec<usize>> {
    text?.split(',').map(|number| number.parse().ok()).collect()
}

fn wrong(word: &str) -> ExitCode {
    report::say(&format!("`{word}` is no option; {USAGE}"));
    ExitCode::from(2)
}
