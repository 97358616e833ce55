//! The long session as lines of the table.

use serde_json::Value;

use super::hour::Hour;
use crate::figures::told;
use crate::proc::Watch;
use crate::report::Line;
use crate::studio::Server;

pub(super) fn lines(hour: &Hour, raw: &Value) -> Vec<Line> {
    let load = if hour.load { ", every core busy" } else { "" };
    let where_ = format!("{} min on {}{load}", hour.minutes, hour.server.name());
    vec![
        boundaries(hour, &where_).with(raw.clone()),
        drift(hour, &where_),
        lengths(hour, &where_),
        lost(hour, &where_),
        memory(hour, &where_),
        cpu(hour, &where_),
    ]
}

fn boundaries(hour: &Hour, where_: &str) -> Line {
    let last = hour.boundaries.last().copied().unwrap_or(f64::NAN);
    let all: Vec<_> = hour
        .boundaries
        .iter()
        .map(|off| format!("{off:+.2}"))
        .collect();
    Line::new(
        format!(
            "{where_}: boundaries against the clock (last; all), ± 0.5 ms for the start's date"
        ),
        "≤ 5 ms",
        format!("{last:+.2} ms; {}", all.join(", ")),
    )
}

/// Free of the uncertainty of the session's date.
fn drift(hour: &Hour, where_: &str) -> Line {
    let first = hour.boundaries.first().copied().unwrap_or(f64::NAN);
    let last = hour.boundaries.last().copied().unwrap_or(f64::NAN);
    Line::new(
        format!(
            "{where_}: last boundary against the first (others: how much of the end is missing)"
        ),
        "≤ 5 ms",
        format!("{:+.2} ms", last - first),
    )
    .beside(
        hour.others
            .iter()
            .map(|other| format!("{:.0} ms", other.short)),
    )
}

fn lengths(hour: &Hour, where_: &str) -> Line {
    let reach = if hour.load { "≤ 20 ms" } else { "≤ 2 ms" };
    let what = format!("{where_}: take length against used time");
    Line::new(what, reach, told(&hour.lengths))
}

fn lost(hour: &Hour, where_: &str) -> Line {
    let account = &hour.account;
    let found = format!(
        "{} not listed; listed: {} lost, {} not read by the server; silence from the server: {}",
        account.unlisted, account.listed, account.paused, account.put_in
    );
    let reach = match hour.server {
        Server::PulseAudio => "0",
        Server::PipeWire => "0 not listed",
    };
    let others = hour.others.iter().map(|other| other.lost.to_string());
    Line::new(format!("{where_}: frames missing or doubled"), reach, found).beside(others)
}

fn memory(hour: &Hour, where_: &str) -> Line {
    let told = |watch: &Watch| {
        let (grown, own) = (watch.growth(), watch.own_growth());
        format!("{:.1} MB, {grown:+.2} ({own:+.2})", watch.peak())
    };
    Line::new(
        format!(
            "{where_}: peak memory, and growth after the first minute (of it not pages of files)"
        ),
        "≤ 20 MB, flat",
        told(&hour.watch),
    )
    .beside(hour.others.iter().map(|other| told(&other.watch)))
}

fn cpu(hour: &Hour, where_: &str) -> Line {
    let told = |load: f64| format!("{load:.2} %");
    Line::new(
        format!("{where_}: a core, countdown on screen"),
        "≤ 3 %",
        told(hour.watch.load()),
    )
    .beside(hour.others.iter().map(|other| told(other.watch.load())))
}
