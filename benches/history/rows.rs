//! What is measured, at one size.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use hotseat::clock;
use serde_json::json;

use crate::opened;
use crate::peers::{by_jq, by_sqlite};
use crate::process::times;
use crate::report::{Line, Report, say};
use crate::synthetic;

/// Answers.
pub(crate) const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

pub(crate) const SEED: u64 = 7;

/// What is to be reached at one size; nothing where a cell stays empty.
#[derive(Clone, Copy, Default)]
struct Reach {
    /// By `history` and by `progress`.
    lists: &'static str,
    import: &'static str,
    report: &'static str,
    opened: &'static str,
}

const fn reach(answers: usize) -> Reach {
    let (lists, import, report, opened) = match answers {
        1_000 => ("≤ 20 ms", "", "≤ 100 ms", ""),
        10_000 => ("≤ 40 ms", "≤ 5 s", "≤ 300 ms", ""),
        100_000 => ("≤ 150 ms", "≤ 60 s", "≤ 2 s, ≤ 3 MB", "≤ 2 s"),
        _ => ("", "", "", ""),
    };
    Reach {
        lists,
        import,
        report,
        opened,
    }
}

pub(crate) fn measure(answers: usize, report: &mut Report) {
    say(&format!("{answers} answers"));
    let home = tempfile::tempdir().expect("a folder");
    let recordings = home.path().join("recordings");
    let sessions = synthetic::write(&recordings, SEED, answers);
    let size = Size {
        of: format!("{answers} answers in {sessions} sessions"),
        reach: reach(answers),
        runs: if answers > 10_000 { 5 } else { 20 },
    };
    report.add("import", None, size.imports(home.path(), &recordings));
    report.add(
        "history",
        None,
        vec![size.history(home.path(), &recordings)],
    );
    for verb in VERBS {
        report.add(verb.args[0], None, vec![size.verb(home.path(), &verb)]);
    }
    report.add("report", None, size.report(home.path()));
    let bytes = fs::metadata(home.path().join("history.db")).expect("a database");
    let what = format!("the database of {}", size.of);
    let line = Line::new(what, "", megabytes(bytes.len()));
    report.add("import", None, vec![line]);
}

/// A history of some size.
struct Size {
    /// In words.
    of: String,
    reach: Reach,
    /// Of whatever leaves the history as it is.
    runs: usize,
}

impl Size {
    fn imports(&self, home: &Path, recordings: &Path) -> Vec<Line> {
        let Size { of, reach, .. } = self;
        let recordings = recordings.to_string_lossy();
        let line =
            |what: String, reach, took| Line::new(what, reach, seconds(took)).with(json!(took));
        let rebuilt = once(home, &["import", &recordings]);
        let again = once(home, &["import", &recordings]);
        let other = tempfile::tempdir().expect("a folder");
        let copied = once(other.path(), &["import", "--no-audio", &recordings]);
        vec![
            line(
                format!("a lost history rebuilt from {of}"),
                reach.import,
                rebuilt,
            ),
            line(format!("the same once more: {of}, nothing new"), "", again),
            line(
                format!("another machine's {of}, with a folder made for each"),
                "",
                copied,
            ),
        ]
    }

    fn history(&self, home: &Path, recordings: &Path) -> Line {
        let means = median(&times(home, &["history"], self.runs));
        let (jq, sql) = (by_jq(recordings), by_sqlite(home, self.runs));
        let beside = [jq, sql].map(|took| match took {
            Some(took) => format!("{} ({:.1} ×)", milliseconds(took), took / means),
            None => "not there".to_owned(),
        });
        let what = format!("`history`, whole process, {}", self.of);
        Line::new(what, self.reach.lists, milliseconds(means))
            .beside(beside.into_iter())
            .with(json!([means, jq, sql]))
    }

    fn verb(&self, home: &Path, verb: &Verb) -> Line {
        let took = median(&times(home, verb.args, self.runs));
        let what = format!("`{}`, whole process, {}", verb.args.join(" "), self.of);
        let reach = if verb.is_to_reach {
            self.reach.lists
        } else {
            ""
        };
        Line::new(what, reach, milliseconds(took)).with(json!(took))
    }

    /// The page, and how long it takes to be seen.
    fn report(&self, home: &Path) -> Vec<Line> {
        let Size { of, reach, .. } = self;
        let took = median(&times(home, &["report"], self.runs.min(5)));
        let page = home.join("report.html");
        let bytes = fs::metadata(&page).expect("a page").len();
        let size = format!("{}, {}", milliseconds(took), megabytes(bytes));
        let what = format!("`report`, whole process and its page, {of}");
        let made = Line::new(what, reach.report, size).with(json!(took));
        let what = format!("the page opened in Chromium, {of}");
        let seen = match opened::seconds(&page) {
            Some(took) => Line::new(what, reach.opened, milliseconds(took)).with(json!(took)),
            None => Line::not_run(&what, "there is no Chromium"),
        };
        vec![made, seen]
    }
}

/// Further verbs that look at all there is.
struct Verb {
    args: &'static [&'static str],
    is_to_reach: bool,
}

const VERBS: [Verb; 5] = [
    Verb {
        args: &["progress"],
        is_to_reach: true,
    },
    Verb {
        args: &["history", "--since", "30d"],
        is_to_reach: false,
    },
    Verb {
        args: &["history", "--by", "area"],
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

pub(crate) fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

fn milliseconds(seconds: f64) -> String {
    format!("{:.1} ms", seconds * 1e3)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn seconds(seconds: f64) -> String {
    format!("{seconds:.2} s")
}
