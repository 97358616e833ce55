//! What recording costs, with the countdown on the screen, beside recorders without one.

use std::thread::sleep;
use std::time::Duration;

use serde_json::json;

use crate::args::Options;
use crate::figures::{median, worst};
use crate::microphone::signal;
use crate::peers;
use crate::proc::Watch;
use crate::report::Line;
use crate::session::Session;
use crate::studio::{SERVERS, Server, Studio};

/// How a recorder's rhythm falls on the server's differs from start to start, and with it the cost:
/// one session would say little.
const SESSIONS: usize = 4;

/// Of measuring in each.
const LENGTH: Duration = Duration::from_secs(15);

pub(super) fn run(_: &Options) -> Vec<Line> {
    SERVERS.into_iter().flat_map(measure).collect()
}

/// Percent of a core, and megabytes at most, in every session.
#[derive(Debug, Default, Clone)]
struct Cost {
    loads: Vec<f64>,
    peaks: Vec<f64>,
}

impl Cost {
    fn add(&mut self, watch: &Watch) {
        self.loads.push(watch.load());
        self.peaks.push(watch.peak());
    }

    fn percent(&self) -> String {
        let (most, middle) = (worst(&self.loads), median(&self.loads));
        format!("{most:.2} % at most, median {middle:.2}")
    }

    fn megabytes(&self) -> String {
        format!("{:.1} MB", worst(&self.peaks))
    }
}

fn measure(server: Server) -> [Line; 2] {
    let studio = Studio::open(server, signal);
    let mut own = Cost::default();
    let mut others = vec![Cost::default(); peers::NAMES.len()];
    for _ in 0..SESSIONS {
        session(&studio, &mut own, &mut others);
    }
    let name = server.name();
    let loads: Vec<_> = others.iter().map(|other| &other.loads).collect();
    let peaks: Vec<_> = others.iter().map(|other| &other.peaks).collect();
    [
        Line::new(
            format!("a core while recording, countdown on screen, {SESSIONS} starts, {name}"),
            "≤ 3 %",
            own.percent(),
        )
        .beside(others.iter().map(Cost::percent))
        .with(json!({"hotseat": own.loads, "peers": loads})),
        Line::new(format!("peak memory, {name}"), "≤ 20 MB", own.megabytes())
            .beside(others.iter().map(Cost::megabytes))
            .with(json!({"hotseat": own.peaks, "peers": peaks})),
    ]
}

fn session(studio: &Studio, own: &mut Cost, others: &mut [Cost]) {
    let folder = tempfile::tempdir().expect("a folder for the others");
    let peers = peers::start_all(studio, folder.path());
    let mut session = Session::open(studio, 60.0);
    session.begin();
    // All have started, and what starting costs is behind them.
    sleep(Duration::from_secs(3));
    let mut watch = Watch::new(session.pty.id());
    let mut watches: Vec<_> = peers.iter().map(|peer| Watch::new(peer.id())).collect();
    sleep(LENGTH);
    watch.look();
    watches.iter_mut().for_each(Watch::look);
    own.add(&watch);
    for (other, watch) in others.iter_mut().zip(&watches) {
        other.add(watch);
    }
}
