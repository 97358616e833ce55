//! On what it was measured: a figure without its machine says little.

use std::fs;
use std::process::Command;
use std::thread::available_parallelism;

use jiff::Zoned;

pub(crate) fn facts() -> Vec<(&'static str, String)> {
    let cores = available_parallelism().map_or(0, usize::from);
    vec![
        (
            "hotseat",
            first_line("git", &["describe", "--always", "--dirty"]),
        ),
        ("machine", format!("{cores} cores, {}", processor())),
        ("kernel", first_line("uname", &["-sr"])),
        ("date", today()),
        ("load before", load_before()),
    ]
}

fn today() -> String {
    Zoned::now().strftime("%Y-%m-%d %H:%M %Z").to_string()
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("model name"));
    let name = line.and_then(|line| line.split_once(": "));
    name.map_or("unknown", |(_, name)| name).to_owned()
}

/// What others on this machine do was there before.
fn load_before() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let mut words = text.split(' ');
    words.next().unwrap_or("unknown").to_owned()
}

pub(crate) fn first_line(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let text = text.unwrap_or_default();
    let line = text.lines().next().unwrap_or("not there");
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
