//! What the recorder promises, measured: the real binary against a microphone whose every sample has
//! a known time, with other recorders on the same microphone beside it. `scripts/bench` runs it.
//!
//! Rows are measured one after another and independently; one that fails says why in the table.
#![cfg(target_os = "linux")]

mod args;
mod clicks;
mod figures;
mod frames;
mod hold;
mod load;
#[path = "../table/machine.rs"]
mod machine;
mod microphone;
mod opening;
mod peers;
mod proc;
mod proof;
#[path = "../table/report.rs"]
mod report;
mod rows;
mod session;
mod studio;
mod surroundings;
mod walk;
mod wall;

#[expect(
    dead_code,
    unused_imports,
    reason = "the tests' world; a benchmark needs a part of it"
)]
#[path = "../../tests/it/support/mod.rs"]
mod support;

use std::panic::catch_unwind;
use std::process::ExitCode;

use args::{Options, Wish};
use report::{Line, Report, Table};
use rows::Row;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match args::read(&words) {
        Wish::Hold(command) => hold::run(&command),
        Wish::List => report::print(&rows::list()),
        Wish::Measure(options) => measure(&options),
        Wish::Nonsense(why) => {
            report::say(&why);
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn measure(options: &Options) {
    proof::prove();
    let table = Table {
        name: "recorder",
        peers: &peers::NAMES,
    };
    let mut report = Report::new(table, surroundings::facts(options), &options.command);
    for row in rows::ROWS.iter().filter(|row| options.wants(row.name)) {
        report::say(&format!("{}: {}", row.name, row.what));
        let (worked, there) = proc::machine();
        let lines = lines(row, options);
        let (worked_then, there_then) = proc::machine();
        // A row that takes no time says nothing of the machine.
        let busy = (worked_then - worked) / (there_then - there).max(0.01);
        report.add(row.name, Some(busy), lines);
        // At once: a run of hours that is broken off keeps what it has.
        report.keep();
        if options.write {
            report.write();
        }
    }
    report::print(&report.markdown());
}

/// A row that panics, as the tests' support does where the world is not as it should be, is a row
/// that could not be run.
fn lines(row: &Row, options: &Options) -> Vec<Line> {
    let run = row.run;
    catch_unwind(|| run(options)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied());
        let first = text.and_then(|text| text.lines().next());
        let why = first.unwrap_or("it panicked");
        vec![Line::not_run(row.what, why)]
    })
}
