//! One run of a program, from its start to its end: how long it took, how much memory it held.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use hotseat::clock;

pub(crate) fn hotseat(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hotseat"));
    command.arg("--home").arg(home).args(args);
    command.stdin(Stdio::null()).stderr(Stdio::null());
    command
}

/// What a program took in each of some runs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cost {
    /// Seconds of wall clock, sorted.
    pub(crate) times: Vec<f64>,
    /// Megabytes at most, in any of them.
    pub(crate) peak: f64,
}

impl Cost {
    pub(crate) fn median(&self) -> f64 {
        self.times[self.times.len() / 2]
    }

    pub(crate) fn told(&self) -> String {
        let slowest = self.times.last().copied().unwrap_or_default();
        format!("{:.2} s (slowest {slowest:.2} s)", self.median())
    }
}

/// Runs the programs in turn, so that what else the machine does meets all of them.
pub(crate) fn costs(commands: &[&dyn Fn() -> Command], runs: usize) -> Vec<Cost> {
    let mut costs = vec![Cost::default(); commands.len()];
    // The first run finds the disk cold.
    for run in 0..=runs {
        for (command, cost) in commands.iter().zip(&mut costs) {
            let (seconds, peak) = watched(command());
            if run > 0 {
                cost.times.push(seconds);
            }
            cost.peak = cost.peak.max(peak);
        }
    }
    for cost in &mut costs {
        cost.times.sort_by(f64::total_cmp);
    }
    costs
}

fn watched(mut command: Command) -> (f64, f64) {
    command.stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let since = clock::now();
    let mut child = command.spawn().expect("it starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    loop {
        // Before it is asked whether it is over: then it tells no more.
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|text| text.trim().split(' ').next());
        let kilobytes = kilobytes.and_then(|text| text.parse::<f64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0.0) * 1024.0 / 1e6);
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            let took = clock::now() - since;
            assert!(status.success(), "{command:?} failed");
            return (took.as_secs_f64(), peak);
        }
        sleep(Duration::from_millis(1));
    }
}
