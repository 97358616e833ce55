//! The tools that one would take otherwise, asked for what `history` shows, and less.

use std::path::Path;
use std::process::Command;

use hotseat::clock;

use crate::rows::median;

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

/// Seconds; none where there is no jq. One process for many files, as one would.
pub(crate) fn by_jq(recordings: &Path) -> Option<f64> {
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
pub(crate) fn by_sqlite(home: &Path, runs: usize) -> Option<f64> {
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
