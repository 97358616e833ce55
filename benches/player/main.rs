//! What the player promises, measured: how soon an hour is heard, how soon a jump is.
//! `scripts/bench player` runs it.
#![cfg(target_os = "linux")]

mod hour;
#[path = "../table/machine.rs"]
mod machine;
mod monitor;
mod opening;
#[path = "../table/report.rs"]
mod report;
mod seeking;

#[expect(
    dead_code,
    unused_imports,
    reason = "the tests' world; a benchmark needs a part of it"
)]
#[path = "../../tests/it/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::ExitCode;

use report::{Report, Table};
use support::room::Room;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let write = match words.as_slice() {
        [seeking::WORD, file] => {
            seeking::jump_about(Path::new(file));
            return ExitCode::SUCCESS;
        }
        // What cargo adds by itself.
        ["--bench"] | [] => false,
        ["--write"] | ["--write", "--bench"] => true,
        _ => {
            report::say("there is no option but --write");
            return ExitCode::from(2);
        }
    };
    let Some(room) = Room::pulse() else {
        report::say("PulseAudio is not installed");
        return ExitCode::FAILURE;
    };
    let table = Table {
        name: "player",
        peers: &[],
    };
    let command = if write {
        "scripts/bench player --write"
    } else {
        "scripts/bench player"
    };
    let mut report = Report::new(table, machine::facts(), command);
    let hour = hour::Hour::new();
    report::say("opening");
    report.add("opening", None, opening::rows(&room, &hour));
    report::say("seeking");
    report.add("seeking", None, seeking::rows(&room, &hour));
    report.keep();
    if write {
        report.write();
    }
    report::print(&report.markdown());
    ExitCode::SUCCESS
}
