//! What the screen costs, and what it looks like when the terminal changes or cannot keep up.

use std::fs;
use std::process::Command;
use std::time::Duration;

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::sitting::ran;
use super::support::wait;

const LIMIT: Duration = Duration::from_mins(1);

fn practice(home: &Home, args: &[&str]) -> Command {
    let mut command = hotseat(home);
    command.args(["practice", "quick", "--seed=7", "--no-score"]);
    command.args(args);
    command
}

/// In the first section of `quick`.
fn speaking(home: &Home, args: &[&str]) -> Pty {
    let mut pty = Pty::start(&practice(home, args), 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    pty.wait_for("preparation", LIMIT);
    pty.send("n");
    pty.wait_for("Answer", LIMIT);
    pty
}

#[test]
fn a_terminal_that_reads_a_byte_a_second_delays_no_boundary() {
    let home = Home::new();
    // Preparation 3 s, the answer 12 s, reading, and the follow-up 4.5 s.
    let mut pty = Pty::start(&practice(&home, &["--mic=tone", "--scale=0.1"]), 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    pty.wait_for("preparation", LIMIT);
    pty.slow_down(true);
    let over = wait::until(LIMIT, || {
        let shown = ran(&home, &["sessions", "show", "--json"]);
        let is_over = shown.status == Some(0) && shown.stdout.contains("\"ended_at\": \"");
        is_over.then(|| shown.json())
    });
    let session = over.expect("it ends while the terminal is slow");
    pty.slow_down(false);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));

    let time = |name: &str| -> jiff::Timestamp {
        session[name]
            .as_str()
            .expect("a time")
            .parse()
            .expect("a time")
    };
    let lasted = time("ended_at")
        .duration_since(time("started_at"))
        .as_millis();
    let sections = session["answers"][0]["sections"]
        .as_array()
        .expect("sections");
    let ms = |value: &serde_json::Value| value.as_u64().expect("a time");
    let last = sections.last().expect("a section");
    let planned = i128::from(ms(&last["started_ms"]) + ms(&last["used_ms"]));
    assert!(
        (lasted - planned).abs() < 100,
        "{lasted} ms instead of {planned}"
    );
    for section in sections {
        let frames = ms(&section["take"]["frames"]) as f64;
        let off = frames / 48.0 - ms(&section["used_ms"]) as f64;
        assert!(off.abs() <= 20.0, "{off} ms off: {section}");
    }
}

#[test]
fn another_size_of_the_terminal_leaves_no_debris() {
    let home = Home::new();
    // What shows does not change by itself for a while: the bar moves a step in minutes.
    let mut pty = speaking(&home, &["--mic=none", "--clock=hidden", "--scale=1000"]);
    pty.send("2");
    pty.wait_for("2 ✓", LIMIT);
    let still = |pty: &Pty| {
        // No two looks differ: the screen is drawn.
        let mut before = pty.rows();
        let drawn = wait::until(LIMIT, || {
            std::thread::sleep(Duration::from_millis(250));
            let now = pty.rows();
            let is_still = now == before && now.iter().any(|row| row.contains("n next"));
            before = now;
            is_still.then(|| before.clone())
        });
        drawn.unwrap_or_else(|| panic!("{}", pty.screen()))
    };
    let usual = still(&pty);
    for (rows, columns) in [(12, 40), (80, 300), (24, 60), (40, 120), (24, 80)] {
        pty.resize(rows, columns);
        let now = still(&pty);
        for once in ["Quick warm-up", "2 ✓", "n next"] {
            let count = now.iter().filter(|row| row.contains(once)).count();
            assert_eq!(count, 1, "{once:?} at {columns}x{rows}: {now:#?}");
        }
        assert!(now.iter().any(|row| row.contains("Answer")), "{now:#?}");
    }
    let bars = |rows: &[String]| -> Vec<String> {
        let bar = |row: &String| row.replace(['━', '╸', '─'], "");
        rows.iter().map(bar).collect()
    };
    assert_eq!(bars(&still(&pty)), bars(&usual));
    pty.send("\x03");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(130));
}

/// Seconds of processor time that a process has taken so far.
fn processor_time(id: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).expect("it runs");
    let (_, fields) = stat.rsplit_once(") ").expect("a name in brackets");
    let fields: Vec<&str> = fields.split(' ').collect();
    let ticks = |n: usize| -> f64 { fields[n].parse().expect("ticks") };
    (ticks(11) + ticks(12)) / 100.0
}

#[test]
#[cfg(target_os = "linux")]
fn drawing_costs_little() {
    const SECONDS: f64 = 10.0;
    let home = Home::new();
    let pty = speaking(&home, &["--mic=none"]);
    let (time, written) = (processor_time(pty.id()), pty.bytes().len());
    std::thread::sleep(Duration::from_secs_f64(SECONDS));
    let share = (processor_time(pty.id()) - time) / SECONDS;
    // 1 % in a release; this is built for tests.
    assert!(share <= 0.03, "{:.1} % of a core", share * 100.0);
    // A whole picture has 1,800 bytes, and is due ten times a second.
    let written = (pty.bytes().len() - written) as f64 / SECONDS;
    assert!(written <= 1000.0, "{written} bytes a second");
}
