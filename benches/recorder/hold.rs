//! A terminal in a process of its own, so that it can be closed as a window is: by killing who holds
//! it. The benchmark starts itself a second time for this.

use std::env::current_dir;
use std::io::{Read, Write, stdin, stdout};
use std::process::Command;
use std::time::Duration;

use crate::support::pty::Pty;

const LIMIT: Duration = Duration::from_mins(1);

/// Runs the command on a terminal, presses Enter, and says its process id when it records. Goes on
/// until it is killed, or its standard input is closed.
pub(crate) fn run(words: &[String]) {
    let (program, args) = words.split_first().expect("a command to hold");
    let mut command = Command::new(program);
    command.args(args);
    // A pty starts in the user's home where nothing is said.
    command.current_dir(current_dir().expect("a working directory"));
    let mut pty = Pty::start(&command, 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    pty.wait_for("REC", LIMIT);
    let mut out = stdout();
    writeln!(out, "{}", pty.id()).expect("it is said");
    out.flush().expect("it is said");
    stdin().read_to_end(&mut Vec::new()).ok();
}
