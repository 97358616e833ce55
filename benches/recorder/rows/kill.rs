//! `kill -9` at random moments: what opens right after it, and what is missing before and after
//! `hotseat recover`.

use std::fs;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use hotseat::clock;
use rustix::process::Signal;
use serde_json::json;

use super::peers_killed::{self, Killed};
use crate::args::Options;
use crate::figures::{median, worst};
use crate::frames::{each_block, on_disk};
use crate::microphone::{RATE, signal};
use crate::opening::lengths;
use crate::report::{Line, say};
use crate::session::Session;
use crate::studio::{Server, Studio};
use crate::support::home::{hotseat, run as run_to_its_end};
use crate::walk::Walk;
use crate::wall::millis;

/// Sessions that are sat side by side.
const AT_ONCE: usize = 4;

/// Sections of 3, 7.5, 4.5 and 3 s, so that some are killed near a boundary.
const MINUTES: f64 = 0.3;

/// When they are killed, in ms after they began.
pub(super) fn moment() -> Duration {
    Duration::from_millis(rand::random_range(1000..6000))
}

/// What one kill left.
struct Left {
    /// Every file, in three readers that agree.
    opens: bool,
    /// Milliseconds that had been captured and that no reader finds.
    missing: f64,
    /// Milliseconds that were in the files and that `recover` did not bring back.
    unrecovered: f64,
}

pub(super) fn run(options: &Options) -> Vec<Line> {
    let studio = Studio::open(Server::PulseAudio, signal);
    let mut left = Vec::new();
    while left.len() < options.kills {
        let count = AT_ONCE.min(options.kills - left.len());
        left.extend(kill_some(&studio, count));
        say(&format!("killed {} of {}", left.len(), options.kills));
    }
    let peers = peers_killed::run(&studio, options.peer_kills);
    lines(&left, &peers)
}

fn lines(left: &[Left], peers: &[Vec<Killed>]) -> Vec<Line> {
    let count = left.len();
    let open = left.iter().filter(|left| left.opens).count();
    let missing: Vec<_> = left.iter().map(|left| left.missing).collect();
    let unrecovered: Vec<_> = left.iter().map(|left| left.unrecovered).collect();
    let peers_open = peers.iter().map(|killed| {
        let open = killed.iter().filter(|one| one.opens).count();
        format!("{open} of {}", killed.len())
    });
    let peers_missing: Vec<Vec<f64>> = peers
        .iter()
        .map(|killed| killed.iter().map(|one| one.missing).collect())
        .collect();
    let told = |figures: &[f64]| {
        let (most, middle) = (worst(figures), median(figures));
        format!("{most:.0} ms at most, median {middle:.0}")
    };
    vec![
        Line::new(
            format!(
                "`kill -9` at {count} random moments: files open, with the right length, in \
                 soxi, ffprobe and hound"
            ),
            "all",
            format!("{open} of {count}"),
        )
        .beside(peers_open),
        Line::new(
            "captured and not in what opens right after the kill (others: not even on disk)",
            "≤ 1000 ms",
            told(&missing),
        )
        .beside(peers_missing.iter().map(|missing| told(missing)))
        .with(json!({"hotseat": missing, "peers": peers_missing})),
        Line::new(
            "on disk and not brought back by `hotseat recover`",
            "≤ 50 ms",
            told(&unrecovered),
        )
        .with(json!(unrecovered)),
    ]
}

fn kill_some(studio: &Studio, count: usize) -> Vec<Left> {
    let mut sessions: Vec<_> = (0..count).map(|_| Session::open(studio, MINUTES)).collect();
    let mut due: Vec<_> = (0..count).map(|_| moment()).collect();
    due.sort();
    for session in &mut sessions {
        session.begin();
    }
    let begun = clock::now();
    let killed = sessions.iter().zip(due).map(|(session, due)| {
        sleep((begun + due).saturating_duration_since(clock::now()));
        session.pty.kill(Signal::KILL);
        clock::now()
    });
    let killed: Vec<_> = killed.collect();
    let both = sessions.iter_mut().zip(killed);
    both.map(|(session, at)| look(studio, session, at))
        .collect()
}

fn look(studio: &Studio, session: &mut Session, killed: Instant) -> Left {
    session.pty.wait_exit(Duration::from_secs(30));
    let takes = takes(session);
    // The right length is what the header says: not more than there is, and less than a second less.
    let right = |take: &PathBuf| {
        let there = on_disk(take);
        let told = lengths(take);
        let first = told[0];
        told.iter().all(|one| *one == first)
            && first.is_some_and(|frames| frames <= there && there - frames < RATE)
    };
    let opens = !takes.is_empty() && takes.iter().all(right);
    let said = |take: &PathBuf| lengths(take)[0].unwrap_or(0);
    let start = session.start(&session.record());
    let mut walk = Walk::new(studio.number(start));
    for take in &takes {
        each_block(take, said(take), |block| walk.push(block));
    }
    let missing = millis(studio.truth(walk.next()), killed);
    let before: u64 = takes.iter().map(|take| on_disk(take)).sum();
    let mut command = hotseat(&session.home);
    run_to_its_end(command.arg("recover")).ok();
    let after: u64 = takes.iter().map(said).sum();
    Left {
        opens,
        missing,
        unrecovered: before.saturating_sub(after) as f64 * 1000.0 / RATE as f64,
    }
}

/// The session's WAVs, in order.
fn takes(session: &Session) -> Vec<PathBuf> {
    let files = fs::read_dir(session.folder()).expect("the session's folder");
    let paths = files.map(|file| file.expect("a file").path());
    let mut takes: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "wav"))
        .collect();
    takes.sort();
    takes
}
