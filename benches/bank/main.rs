//! What a bank costs as it grows: from the command line to a drawn prompt, loading alone, drawing
//! alone. `scripts/bench bank` runs it.
#![cfg(target_os = "linux")]

mod large;
#[path = "../table/machine.rs"]
mod machine;
mod process;
#[path = "../table/report.rs"]
mod report;
mod rows;

use std::process::ExitCode;

use report::{Report, Table};

fn main() -> ExitCode {
    let mut write = false;
    for word in std::env::args().skip(1) {
        match word.as_str() {
            // What cargo adds by itself.
            "--bench" => {}
            "--write" => write = true,
            other => {
                report::say(&format!("`{other}` is no option; there is --write"));
                return ExitCode::from(2);
            }
        }
    }
    let table = Table {
        name: "bank",
        peers: &[],
    };
    let command = if write {
        "scripts/bench bank --write"
    } else {
        "scripts/bench bank"
    };
    let mut report = Report::new(table, machine::facts(), command);
    for (name, run) in rows::ROWS {
        report::say(name);
        report.add(name, None, run());
    }
    report.keep();
    if write {
        report.write();
    }
    report::print(&report.markdown());
    ExitCode::SUCCESS
}
