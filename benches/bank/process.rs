//! One run of the program, from its start to its end: how long it took, how much memory it held.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hotseat::clock;
use rustix::pipe::{PipeFlags, pipe_with};

/// Of a pipe, in which nothing more fits than one page.
const FULL: usize = 4096;

fn hotseat(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hotseat"));
    command.arg("--home").arg(home).args(args);
    command.stdin(Stdio::null()).stderr(Stdio::null());
    command
}

/// Seconds of wall clock, each of `runs`, sorted.
pub(crate) fn times(home: &Path, args: &[&str], runs: usize) -> Vec<f64> {
    let run = || {
        let since: Instant = clock::now();
        let output = hotseat(home, args).stdout(Stdio::piped()).output();
        let took = clock::now() - since;
        assert!(output.expect("it runs").status.success(), "{args:?} failed");
        took.as_secs_f64()
    };
    // The first ones find the disk cold, and the history is made.
    for _ in 0..2 {
        run();
    }
    let mut times: Vec<f64> = (0..runs).map(|_| run()).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// Megabytes at most. A full pipe at the end of which the process stops with its result, since
/// nothing tells the memory of a process that is over.
pub(crate) fn peak(home: &Path, args: &[&str]) -> f64 {
    let (mut reader, writer) = pipe();
    let mut child = hotseat(home, args).stdout(writer).spawn().expect("it runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    // Its own state tells when it waits for the pipe.
    let deadline = clock::now() + Duration::from_mins(1);
    let mut quiet = 0;
    while quiet < 5 && clock::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
        let text = fs::read_to_string(&status).unwrap_or_default();
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = field("VmHWM:").and_then(|text| text.trim().split(' ').next());
        let now = kilobytes
            .and_then(|text| text.parse::<f64>().ok())
            .unwrap_or(0.0)
            * 1024.0
            / 1e6;
        let sleeps = field("State:").is_some_and(|state| state.trim().starts_with('S'));
        quiet = if sleeps && now <= peak { quiet + 1 } else { 0 };
        peak = peak.max(now);
    }
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).expect("the pipe is read");
    assert!(rest.len() > FULL, "{args:?} said nothing");
    assert!(child.wait().expect("it ends").success(), "{args:?} failed");
    peak
}

/// A pipe with no room for anything more.
fn pipe() -> (fs::File, fs::File) {
    use std::io::Write as _;
    let (reader, writer) = pipe_with(PipeFlags::CLOEXEC).expect("a pipe");
    rustix::pipe::fcntl_setpipe_size(&writer, FULL).expect("a small pipe");
    let mut writer = fs::File::from(writer);
    writer.write_all(&[b' '; FULL]).expect("it is filled");
    (fs::File::from(reader), writer)
}
