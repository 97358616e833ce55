//! From a signal, or a closed terminal, to the end of the process, with everything on disk.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use hotseat::clock;
use rustix::process::Signal;
use serde_json::{Value, json};

use crate::args::Options;
use crate::figures::{median, worst};
use crate::frames::on_disk;
use crate::microphone::signal;
use crate::proc;
use crate::report::Line;
use crate::session::{Session, of_minutes};
use crate::studio::{Server, Studio};
use crate::support::home::{Home, hotseat};

const SESSIONS: usize = 10;

/// What goes on for longer goes on for ever.
const LIMIT: Duration = Duration::from_secs(5);

pub(super) fn run(_: &Options) -> Vec<Line> {
    let studio = Studio::open(Server::PulseAudio, signal);
    let signals = [
        ("SIGINT", Signal::INT),
        ("SIGTERM", Signal::TERM),
        ("SIGHUP", Signal::HUP),
    ];
    let by_signal = signals.map(|(name, signal)| {
        let took = (0..SESSIONS).map(|_| signalled(&studio, signal));
        line(name, &took.collect::<Vec<_>>())
    });
    let closed = (0..SESSIONS).map(|_| closed(&studio));
    let closed = line("a closed terminal", &closed.collect::<Vec<_>>());
    by_signal.into_iter().chain([closed]).collect()
}

fn line(name: &str, took: &[Option<f64>]) -> Line {
    let ended: Vec<_> = took.iter().copied().flatten().collect();
    let mut found = format!(
        "{:.0} ms at most, median {:.0}, of {}",
        worst(&ended),
        median(&ended),
        took.len()
    );
    let endless = took.len() - ended.len();
    if endless > 0 {
        let limit = LIMIT.as_secs();
        found = format!("{endless} of {} go on after {limit} s", took.len());
    }
    let what = format!("{name}: until takes and record are kept and the process is over");
    Line::new(what, "≤ 300 ms", found).with(json!(took))
}

fn a_while() {
    sleep(Duration::from_millis(rand::random_range(500..2000)));
}

fn signalled(studio: &Studio, signal: Signal) -> Option<f64> {
    let mut session = Session::open(studio, 5.0);
    session.begin();
    a_while();
    let since = clock::now();
    session.pty.kill(signal);
    let took = proc::time_to_end(session.pty.id(), since, LIMIT)?;
    session.pty.wait_exit(LIMIT);
    check(&session.home);
    Some(took.as_secs_f64() * 1000.0)
}

fn closed(studio: &Studio) -> Option<f64> {
    let home = Home::new();
    let mut command = hotseat(&home);
    studio.apply(&mut command);
    command.args(of_minutes(5.0));
    let (mut holder, id) = hold(&command);
    a_while();
    let since = clock::now();
    holder.kill().expect("the terminal is closed");
    holder.wait().expect("the terminal is closed");
    let took = proc::time_to_end(id, since, LIMIT);
    if took.is_none() {
        proc::signal(id, Signal::KILL);
    }
    check(&home);
    Some(took?.as_secs_f64() * 1000.0)
}

/// Puts the command on a terminal of another process; the command's process id, once it records.
fn hold(command: &Command) -> (Child, u32) {
    let this = std::env::current_exe().expect("the benchmark knows itself");
    let mut holder = Command::new(this);
    holder.arg("--hold").arg(command.get_program());
    holder.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => holder.env(name, value),
            None => holder.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        holder.current_dir(folder);
    }
    holder.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut holder = holder.spawn().expect("the terminal's process starts");
    let said = holder.stdout.take().expect("it speaks");
    let mut line = String::new();
    BufReader::new(said)
        .read_line(&mut line)
        .expect("it speaks");
    let id = line.trim().parse().expect("it says a process id");
    (holder, id)
}

/// Everything that was recorded is whole and written down.
fn check(home: &Home) {
    let recordings = std::fs::read_dir(home.path().join("recordings"));
    let mut recordings = recordings.expect("recordings").filter_map(Result::ok);
    let folder = recordings.next().expect("a session").path();
    let text = std::fs::read_to_string(folder.join("session.json")).expect("a record");
    let record: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(record["status"], "stopped", "the session is saved");
    let take = &record["answers"][0]["sections"][0]["take"];
    let path = folder.join(take["path"].as_str().expect("a take"));
    let header = hound::WavReader::open(&path).expect("a WAV").duration();
    assert_eq!(take["frames"], header, "the take is finished");
    assert!(on_disk(&path) >= u64::from(header), "and whole");
}
