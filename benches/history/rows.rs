//! What is measured, at one size.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use hotseat::clock;
use serde_json::json;

use crate::process::times;
use crate::report::{Line, Report, say};
use crate::synthetic;

/// Answers.
pub(crate) const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

pub(crate) const SEED: u64 = 7;

/// What `history` is to reach at each of the sizes, what `import` is, and what `report` is.
const REACH: [(usize, &str, &str, &str); 3] = [
    (1_000, "≤ 20 ms", "", "≤ 100 ms"),
    (10_000, "≤ 40 ms", "≤ 5 s", "≤ 300 ms"),
    (100_000, "≤ 150 ms", "≤ 60 s", "≤ 2 s, ≤ 3 MB"),
];

/// The mean of every criterion, of the candidate's first passes: what `history` shows, and less.
const SQL: &str = "SELECT rubric, criterion, count(*), avg(value) FROM history
    WHERE counts AND rater = 'self' AND pass = 'first' GROUP BY rubric, criterion";

/// The same of one file; the means of all of them are for another jq.
const JQ: &str = r#"select(.rehearsal | not) | .answers[].scorecards[]
    | select((.retracted | not) and .rater == "self" and .pass == "first")
    | .rubric as $rubric | .values[] | [$rubric + "/" + .criterion, .value]"#;
const JQ_MEANS: &str =
    "reduce inputs as [$key, $value] ({}; .[$key].n += 1 | .[$key].sum += $value)
    | map_values({n, mean: (.sum / .n)})";

pub(crate) fn measure(answers: usize, report: &mut Report) {
    say(&format!("{answers} answers"));
    let home = tempfile::tempdir().expect("a folder");
    let recordings = home.path().join("recordings");
    let sessions = synthetic::write(&recordings, SEED, answers);
    let of = format!("{answers} answers in {sessions} sessions");
    let (_, history, import, page) = REACH
        .into_iter()
        .find(|(size, ..)| *size == answers)
        .unwrap_or_default();

    let took = once(home.path(), &["import", &recordings.to_string_lossy()]);
    let line = Line::new(
        format!("a lost history rebuilt from {of}"),
        import,
        seconds(took),
    );
    report.add("import", None, vec![line.with(json!(took))]);
    let again = once(home.path(), &["import", &recordings.to_string_lossy()]);
    let line = Line::new(
        format!("the same once more: {of}, nothing new"),
        "",
        seconds(again),
    );
    report.add("import", None, vec![line.with(json!(again))]);
    let other = tempfile::tempdir().expect("a folder");
    let args = ["import", "--no-audio", &recordings.to_string_lossy()];
    let took = once(other.path(), &args);
    let what = format!("another machine's {of}, with a folder made for each");
    report.add(
        "import",
        None,
        vec![Line::new(what, "", seconds(took)).with(json!(took))],
    );
    drop(other);

    let runs = if answers > 10_000 { 5 } else { 20 };
    let means = median(&times(home.path(), &["history"], runs));
    let (jq, sql) = (by_jq(&recordings), by_sqlite(home.path(), runs));
    let beside = [jq, sql].map(|took| match took {
        Some(took) => format!("{} ({:.1} ×)", milliseconds(took), took / means),
        None => "not there".to_owned(),
    });
    let what = format!("`history`, whole process, {of}");
    let line = Line::new(what, history, milliseconds(means));
    let line = line
        .beside(beside.into_iter())
        .with(json!([means, jq, sql]));
    report.add("history", None, vec![line]);
    for verb in VERBS {
        let took = median(&times(home.path(), verb.args, runs));
        let what = format!("`{}`, whole process, {of}", verb.args.join(" "));
        let reach = if verb.is_to_reach { history } else { "" };
        let line = Line::new(what, reach, milliseconds(took)).with(json!(took));
        report.add(verb.args[0], None, vec![line]);
    }
    let took = median(&times(home.path(), &["report"], runs.min(5)));
    let size = fs::metadata(home.path().join("report.html")).expect("a page");
    let size = format!("{}, {:.1} MB", milliseconds(took), size.len() as f64 / 1e6);
    let what = format!("`report`, whole process and its page, {of}");
    let line = Line::new(what, page, size).with(json!(took));
    report.add("report", None, vec![line]);
    let size = fs::metadata(home.path().join("history.db")).expect("a database");
    let size = format!("{:.1} MB", size.len() as f64 / 1e6);
    report.add(
        "import",
        None,
        vec![Line::new(format!("the database of {of}"), "", size)],
    );
}

/// Further verbs that look at all there is.
struct Verb {
    args: &'static [&'static str],
    is_to_reach: bool,
}

const VERBS: [Verb; 4] = [
    Verb {
        args: &["progress"],
        is_to_reach: true,
    },
    Verb {
        args: &["history", "--since", "30d"],
        is_to_reach: false,
    },
    Verb {
        args: &["history", "--json"],
        is_to_reach: false,
    },
    Verb {
        args: &["sessions", "list", "--json"],
        is_to_reach: false,
    },
];

/// Seconds of one run: what changes the home cannot be run twice.
fn once(home: &Path, args: &[&str]) -> f64 {
    let since = clock::now();
    let status = Command::new(env!("CARGO_BIN_EXE_hotseat"))
        .arg("--home")
        .arg(home)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.expect("it runs").success(), "{args:?} failed");
    (clock::now() - since).as_secs_f64()
}

/// Seconds; none where there is no jq. One process for many files, as one would.
fn by_jq(recordings: &Path) -> Option<f64> {
    let script = "set -e; find \"$0\" -name session.json -print0 \
        | xargs -0 jq -c \"$1\" | jq -n \"$2\"";
    let mut command = Command::new("sh");
    command
        .args(["-c", script])
        .arg(recordings)
        .args([JQ, JQ_MEANS]);
    there("jq").then(|| timed(&mut command))
}

/// The median of `runs`; none where there is no sqlite3.
fn by_sqlite(home: &Path, runs: usize) -> Option<f64> {
    let run = || {
        let mut command = Command::new("sqlite3");
        timed(
            command
                .arg("-readonly")
                .arg(home.join("history.db"))
                .arg(SQL),
        )
    };
    there("sqlite3").then(|| {
        let mut times: Vec<f64> = (0..runs).map(|_| run()).collect();
        times.sort_by(f64::total_cmp);
        median(&times)
    })
}

fn there(program: &str) -> bool {
    let asked = Command::new(program).arg("--version").output();
    asked.is_ok_and(|output| output.status.success())
}

fn timed(command: &mut Command) -> f64 {
    let since = clock::now();
    let output = command.output().expect("it runs");
    let took = (clock::now() - since).as_secs_f64();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && !output.stdout.is_empty(),
        "{said}"
    );
    took
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

fn milliseconds(seconds: f64) -> String {
    format!("{:.1} ms", seconds * 1e3)
}

fn seconds(seconds: f64) -> String {
    format!("{seconds:.2} s")
}
