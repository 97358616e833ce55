//! One long session, measured from end to end: where its boundaries lie, what is missing, how much
//! memory it takes; and others that record the same microphone for the same time.

use std::thread::sleep;
use std::time::{Duration, Instant};

use hotseat::clock;
use serde_json::json;
use tempfile::TempDir;

use super::hour_lines;
use crate::args::Options;
use crate::frames::{each_block, on_disk};
use crate::load::Load;
use crate::microphone::signal;
use crate::peers::{Peer, start_all};
use crate::proc::{Watch, is_over};
use crate::report::{Line, say};
use crate::session::{Session, TakeFile};
use crate::studio::{Server, Studio};
use crate::walk::{Account, Walk, account, lost};
use crate::wall::millis;

/// How often memory is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// What came of it.
pub(super) struct Hour {
    pub(super) minutes: f64,
    pub(super) load: bool,
    pub(super) server: Server,
    /// Of every section: ms from its boundary to the capture of its first frame; then of the end.
    pub(super) boundaries: Vec<f64>,
    /// Of every section: ms by which its take is longer than its time.
    pub(super) lengths: Vec<f64>,
    pub(super) account: Account,
    pub(super) watch: Watch,
    pub(super) others: Vec<Other>,
}

/// Another recorder in the same run.
pub(super) struct Other {
    pub(super) lost: u64,
    /// Milliseconds of its file, against those from its first frame to its end by the clock.
    pub(super) short: f64,
    pub(super) watch: Watch,
}

pub(super) fn pulseaudio(options: &Options) -> Vec<Line> {
    measure(options, options.minutes, Server::PulseAudio)
}

pub(super) fn pipewire(options: &Options) -> Vec<Line> {
    measure(options, options.pipewire_minutes, Server::PipeWire)
}

fn measure(options: &Options, minutes: f64, server: Server) -> Vec<Line> {
    let studio = Studio::open(server, signal);
    let load = options.load.then(Load::start);
    let folder = tempfile::tempdir().expect("a folder for the others");
    let others_began = clock::now();
    let mut peers = start_all(&studio, folder.path());
    let mut session = Session::open(&studio, minutes);
    session.begin();
    let mut watch = Watch::new(session.pty.id());
    let mut watches: Vec<_> = peers.iter().map(|peer| Watch::new(peer.id())).collect();
    let length = Duration::from_secs_f64(minutes * 60.0);
    until_over(&session, length, &mut watch, &mut watches);
    let stopped = stop(&mut peers);
    session.sit(Duration::ZERO);
    drop(load);
    let (latest, late) = studio.feeder.lateness();
    say(&format!(
        "the feeder: {latest:.1} ms late at most, {late} fragments more than 5 ms"
    ));
    let others = peers.iter().zip(watches).zip(stopped);
    let others = others
        .map(|((peer, watch), stopped)| other(&studio, peer, watch, others_began, stopped))
        .collect();
    let mut hour = hotseat(&studio, &session, watch);
    hour.minutes = minutes;
    hour.load = options.load;
    hour.others = others;
    let raw = json!({
        "boundaries_ms": hour.boundaries, "lengths_ms": hour.lengths, "account": hour.account,
        "feeder_late_ms": latest, "feeder_late_fragments": late,
        "others_lost": hour.others.iter().map(|other| other.lost).collect::<Vec<_>>(),
        "others_short_ms": hour.others.iter().map(|other| other.short).collect::<Vec<_>>(),
    });
    keep(session, folder);
    hour_lines::lines(&hour, &raw)
}

/// With `HOTSEAT_BENCH_KEEP` set, the recordings stay, for whoever wants to look at them.
fn keep(session: Session, others: TempDir) {
    if std::env::var_os("HOTSEAT_BENCH_KEEP").is_some() {
        say(&format!(
            "kept: {} and {}",
            session.home.path().display(),
            others.path().display()
        ));
        std::mem::forget((session, others.keep()));
    }
}

fn until_over(session: &Session, length: Duration, watch: &mut Watch, others: &mut [Watch]) {
    let end = clock::now() + length + Duration::from_mins(1);
    let mut told = clock::now();
    while !is_over(session.pty.id()) && clock::now() < end {
        watch.look();
        others.iter_mut().for_each(Watch::look);
        if told.elapsed() > Duration::from_mins(5) {
            told = clock::now();
            let left = end.saturating_duration_since(told).as_secs() / 60;
            say(&format!("{left} min left"));
        }
        let wake = clock::now() + LOOK;
        while clock::now() < wake && !is_over(session.pty.id()) {
            sleep(Duration::from_millis(20));
        }
    }
}

/// Ends the others; when each was told to.
fn stop(peers: &mut [Peer]) -> Vec<Instant> {
    let stop = |peer: &mut Peer| {
        let now = clock::now();
        peer.stop();
        now
    };
    peers.iter_mut().map(stop).collect()
}

fn other(studio: &Studio, peer: &Peer, watch: Watch, began: Instant, stopped: Instant) -> Other {
    let mut walk = Walk::new(studio.number(began));
    each_block(&peer.file, on_disk(&peer.file), |block| walk.push(block));
    let short = millis(studio.truth(walk.next()), stopped);
    Other {
        lost: lost(&walk.breaks()),
        short,
        watch,
    }
}

fn hotseat(studio: &Studio, session: &Session, watch: Watch) -> Hour {
    let record = session.record();
    let start = session.start(&record);
    let takes = session.takes(&record);
    let at = |millis: f64| start + Duration::from_secs_f64(millis / 1000.0);
    let mut walk = Walk::new(studio.number(start));
    let mut gaps = Vec::new();
    let mut cuts = Vec::new();
    for take in &takes {
        let before = walk.frames();
        gaps.extend(take.gaps.iter().map(|(at, frames)| (before + at, *frames)));
        let begins = walk.next();
        each_block(&take.path, take.frames, |block| walk.push(block));
        // Only the first frame that was met says where the first take began.
        let begins = if before == 0 {
            first(take, begins)
        } else {
            begins
        };
        cuts.push((at(take.started_ms), begins));
    }
    let last = takes.last().expect("takes");
    cuts.push((at(last.started_ms + last.used_ms), walk.next()));
    let boundaries = cuts.iter().map(|(at, cut)| millis(*at, studio.truth(*cut)));
    let length = |take: &TakeFile| take.frames as f64 / 48.0 - take.used_ms;
    Hour {
        minutes: 0.0,
        load: false,
        server: studio.server,
        boundaries: boundaries.collect(),
        lengths: takes.iter().map(length).collect(),
        account: account(&walk.breaks(), &gaps),
        watch,
        others: Vec::new(),
    }
}

/// Where in the signal a take begins, by its first sample.
fn first(take: &TakeFile, around: i64) -> i64 {
    let mut walk = Walk::new(around);
    each_block(&take.path, 1, |block| walk.push(block));
    walk.next() - 1
}
