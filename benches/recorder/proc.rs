//! What the kernel knows of a process: its memory, its time on the cores, whether it lives.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use hotseat::clock;
use rustix::process::{Pid, Signal, kill_process};

/// The kernel tells times to programs in hundredths of a second, whatever it counts in itself.
const TICKS: f64 = 100.0;

fn stat(id: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name stands in brackets, and may hold anything.
    let (_, rest) = text.rsplit_once(") ")?;
    Some(rest.split(' ').map(str::to_owned).collect())
}

/// Seconds on a core so far, all threads together.
pub(crate) fn cpu(id: u32) -> Option<f64> {
    let fields = stat(id)?;
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

/// Seconds that all cores together have worked and have been there, since the machine was started.
pub(crate) fn machine() -> (f64, f64) {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let words = line.split_whitespace().skip(1).take(8);
    let ticks: Vec<f64> = words.filter_map(|word| word.parse().ok()).collect();
    let all: f64 = ticks.iter().sum();
    // Idle, and waiting for a disk.
    let idle: f64 = ticks.iter().skip(3).take(2).sum();
    ((all - idle) / TICKS, all / TICKS)
}

/// Megabytes of the field of `/proc/ID/status`: `VmRSS` now, `VmHWM` at most, `RssAnon` what of it is the
/// process's own and not a page of a file that the kernel keeps for everybody.
pub(crate) fn memory(id: u32, field: &str) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = text.lines().find(|line| line.starts_with(field))?;
    let kilobytes = line.split_whitespace().nth(1)?.parse::<f64>().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}

/// Whether it runs no more, waited for or not.
pub(crate) fn is_over(id: u32) -> bool {
    stat(id).is_none_or(|fields| fields.first().is_none_or(|state| state == "Z"))
}

/// How long it took from `since` until the process was over; none after `limit`.
pub(crate) fn time_to_end(id: u32, since: Instant, limit: Duration) -> Option<Duration> {
    while !is_over(id) {
        if since.elapsed() > limit {
            return None;
        }
        sleep(Duration::from_micros(500));
    }
    Some(clock::now() - since)
}

pub(crate) fn signal(id: u32, signal: Signal) {
    if let Some(id) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        // It may have ended by itself.
        kill_process(id, signal).ok();
    }
}

/// One process watched over a while.
#[derive(Debug)]
pub(crate) struct Watch {
    id: u32,
    since: Instant,
    cpu: f64,
    last: Option<(Instant, f64)>,
    /// Seconds since the beginning, and megabytes then.
    resident: Vec<(f64, f64)>,
    own: Vec<(f64, f64)>,
    peak: f64,
}

impl Watch {
    pub(crate) fn new(id: u32) -> Self {
        Watch {
            id,
            since: clock::now(),
            cpu: cpu(id).unwrap_or(0.0),
            last: None,
            resident: Vec::new(),
            own: Vec::new(),
            peak: 0.0,
        }
    }

    pub(crate) fn look(&mut self) {
        let (Some(cpu), Some(resident), Some(own)) = (
            cpu(self.id),
            memory(self.id, "VmRSS"),
            memory(self.id, "RssAnon"),
        ) else {
            return;
        };
        let now = clock::now();
        let at = (now - self.since).as_secs_f64();
        self.last = Some((now, cpu));
        self.resident.push((at, resident));
        self.own.push((at, own));
        self.peak = memory(self.id, "VmHWM").unwrap_or(0.0).max(self.peak);
    }

    /// Of one core, in percent.
    pub(crate) fn load(&self) -> f64 {
        self.last.map_or(0.0, |(at, cpu)| {
            (cpu - self.cpu) * 100.0 / (at - self.since).as_secs_f64()
        })
    }

    /// Megabytes at most.
    pub(crate) fn peak(&self) -> f64 {
        self.peak
    }

    /// Megabytes by which it grew since its first minute, or since the middle of a shorter watch.
    pub(crate) fn growth(&self) -> f64 {
        growth(&self.resident)
    }

    /// The same of the memory that is the process's own.
    pub(crate) fn own_growth(&self) -> f64 {
        growth(&self.own)
    }
}

fn growth(of: &[(f64, f64)]) -> f64 {
    let end = of.last().map_or(0.0, |(at, _)| *at);
    let from = (end / 2.0).min(60.0);
    let first = of.iter().find(|(at, _)| *at >= from);
    match (first, of.last()) {
        (Some((_, first)), Some((_, last))) => last - first,
        _ => 0.0,
    }
}
