//! The others, killed in the same way.

use std::thread::sleep;
use std::time::Instant;

use hotseat::clock;

use super::kill::moment;
use crate::frames::{each_block, on_disk};
use crate::microphone::RATE;
use crate::opening::lengths;
use crate::peers::{NAMES, Peer, start_all};
use crate::report::say;
use crate::studio::Studio;
use crate::walk::Walk;
use crate::wall::millis;

/// What a kill left of one recording.
#[derive(Debug)]
pub(super) struct Killed {
    /// In three readers, each within a second of what is on disk.
    pub(super) opens: bool,
    /// Milliseconds that had been captured and are not on disk.
    pub(super) missing: f64,
}

/// By recorder, in the order of `NAMES`.
pub(super) fn run(studio: &Studio, kills: usize) -> Vec<Vec<Killed>> {
    let mut killed: Vec<Vec<Killed>> = NAMES.iter().map(|_| Vec::new()).collect();
    for round in 0..kills {
        for (all, one) in killed.iter_mut().zip(kill_each(studio)) {
            all.push(one);
        }
        say(&format!(
            "killed each of the others, {} of {kills}",
            round + 1
        ));
    }
    killed
}

fn kill_each(studio: &Studio) -> Vec<Killed> {
    let folder = tempfile::tempdir().expect("a folder for the others");
    let begun = clock::now();
    let mut peers = start_all(studio, folder.path());
    let mut moments: Vec<_> = (0..peers.len()).map(|at| (moment(), at)).collect();
    moments.sort();
    let mut killed: Vec<Option<Killed>> = peers.iter().map(|_| None).collect();
    for (moment, at) in moments {
        sleep((begun + moment).saturating_duration_since(clock::now()));
        let now = clock::now();
        peers[at].kill();
        killed[at] = Some(look(studio, &peers[at], begun, now));
    }
    killed.into_iter().flatten().collect()
}

fn look(studio: &Studio, peer: &Peer, begun: Instant, killed: Instant) -> Killed {
    let there = on_disk(&peer.file);
    let right = |told: Option<u64>| told.is_some_and(|frames| frames.abs_diff(there) < RATE);
    let opens = there > 0 && lengths(&peer.file).into_iter().all(right);
    // Where nothing reached the disk, all is missing since it was started.
    let mut walk = Walk::new(studio.number(begun));
    each_block(&peer.file, there, |block| walk.push(block));
    Killed {
        opens,
        missing: millis(studio.truth(walk.next()), killed),
    }
}
