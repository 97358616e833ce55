//! What it costs to measure the delivery of an hour, beside those who measure the same of it: ffmpeg
//! and sox. `scripts/bench delivery` runs it.
#![cfg(target_os = "linux")]

mod args;
#[path = "../table/machine.rs"]
mod machine;
mod process;
#[path = "../table/report.rs"]
mod report;
mod rows;
mod speech;

use std::process::ExitCode;

use args::Options;
use report::{Report, Table};

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(why) => {
            report::say(&why);
            return ExitCode::from(2);
        }
    };
    let table = Table {
        name: "delivery",
        peers: &rows::PEERS,
    };
    let mut facts = machine::facts();
    let versions = [
        machine::first_line("ffmpeg", &["-version"]),
        machine::first_line("sox", &["--version"]),
    ];
    facts.push(("others", versions.join("; ")));
    let mut report = Report::new(table, facts, &options.command());
    report::say("speech");
    let speech = speech::Speech::make(options.minutes);
    for (name, run) in rows::ROWS {
        report::say(name);
        report.add(name, None, run(&speech, &options));
    }
    report.keep();
    if options.write {
        report.write();
    }
    report::print(&report.markdown());
    ExitCode::SUCCESS
}
