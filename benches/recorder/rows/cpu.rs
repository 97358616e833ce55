//! What recording costs, with the countdown on the screen, beside recorders without one.

use std::thread::sleep;
use std::time::Duration;

use serde_json::json;

use crate::args::Options;
use crate::microphone::signal;
use crate::peers;
use crate::proc::Watch;
use crate::report::Line;
use crate::session::Session;
use crate::studio::{SERVERS, Server, Studio};

/// Of measuring.
const LENGTH: Duration = Duration::from_secs(45);

pub(super) fn run(_: &Options) -> Vec<Line> {
    SERVERS.into_iter().flat_map(measure).collect()
}

fn measure(server: Server) -> [Line; 2] {
    let studio = Studio::open(server, signal);
    let folder = tempfile::tempdir().expect("a folder for the others");
    let peers = peers::start_all(&studio, folder.path());
    let mut session = Session::open(&studio, 60.0);
    session.begin();
    // All have started, and what starting costs is behind them.
    sleep(Duration::from_secs(3));
    let mut own = Watch::new(session.pty.id());
    let mut others: Vec<_> = peers.iter().map(|peer| Watch::new(peer.id())).collect();
    sleep(LENGTH);
    own.look();
    others.iter_mut().for_each(Watch::look);
    let (load, peak) = (own.load(), own.peak());
    let loads: Vec<_> = others.iter().map(Watch::load).collect();
    let peaks: Vec<_> = others.iter().map(Watch::peak).collect();
    let percent = |load: f64| format!("{load:.2} %");
    let megabytes = |peak: f64| format!("{peak:.1} MB");
    let name = server.name();
    [
        Line::new(
            format!("a core while recording, countdown on screen, {name}"),
            "≤ 3 %",
            percent(load),
        )
        .beside(loads.iter().map(|load| percent(*load)))
        .with(json!({"hotseat": load, "peers": loads})),
        Line::new(
            format!("peak memory after {} s, {name}", LENGTH.as_secs() + 3),
            "≤ 20 MB",
            megabytes(peak),
        )
        .beside(peaks.iter().map(|peak| megabytes(*peak)))
        .with(json!({"hotseat": peak, "peers": peaks})),
    ]
}
