//! What is measured.

use std::collections::HashSet;
use std::hint::black_box;
use std::time::Duration;

use hotseat::clock;
use hotseat::domain::{Bank, DrawMode, DrawRequest, Past, PastAnswer, Prompt, draw};
use hotseat::store::packs;
use jiff::Timestamp;
use serde_json::json;

use crate::large::{self, MOST_PER_PACK, PER_PACK};
use crate::process::{peak, times};
use crate::report::Line;

type Row = (&'static str, fn() -> Vec<Line>);

pub(crate) const ROWS: [Row; 3] = [("process", process), ("load", load), ("draw", draws)];

const DRAW: [&str; 4] = ["draw", "--seed", "7", "--json"];

fn milliseconds(seconds: f64) -> String {
    format!("{:.1} ms", seconds * 1e3)
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

/// From start to end of `hotseat draw`.
fn process() -> Vec<Line> {
    let cases = [
        (0, PER_PACK, 40, "the built-in bank", "≤ 15 ms"),
        (
            10_000,
            PER_PACK,
            20,
            "10,000 prompts more",
            "≤ 150 ms, ≤ 60 MB",
        ),
        (
            10_000,
            MOST_PER_PACK,
            20,
            "10,000 prompts more, in 5 packs",
            "≤ 150 ms, ≤ 60 MB",
        ),
        (100_000, PER_PACK, 5, "100,000 prompts more", ""),
    ];
    let mut lines: Vec<Line> = cases
        .into_iter()
        .map(|(count, per_pack, runs, what, reach)| {
            let home = large::home(count, per_pack);
            let times = times(home.path(), &DRAW, runs);
            let peak = peak(home.path(), &DRAW);
            let (median, slowest) = (median(&times), times.last().copied().unwrap_or_default());
            let told = format!(
                "{} (slowest of {runs}: {}), {peak:.1} MB",
                milliseconds(median),
                milliseconds(slowest)
            );
            let what = format!("from start to drawn prompt, whole process, {what}");
            Line::new(what, reach, told).with(json!({ "times": times, "peak": peak }))
        })
        .collect();
    let home = large::home(0, PER_PACK);
    let floor = times(home.path(), &["--version"], 40);
    let what = "the same process saying its version";
    lines.push(Line::new(what, "", milliseconds(median(&floor))).with(json!(floor)));
    lines
}

fn loaded(count: usize) -> (Bank, Duration) {
    let home = large::home(count, PER_PACK);
    let since = clock::now();
    let loaded = packs::load(Some(&home.path().join("prompts")));
    let took = clock::now() - since;
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems.first());
    (loaded.bank, took)
}

fn load() -> Vec<Line> {
    let (built_in, floor) = loaded(0);
    let mut lines = vec![Line::new(
        format!("loading the {} built-in prompts", built_in.prompts.len()),
        "",
        milliseconds(floor.as_secs_f64()),
    )];
    for count in [1_000, 10_000, 100_000] {
        let (_, took) = loaded(count);
        let each = (took.saturating_sub(floor)).as_secs_f64() / (count as f64 / 1e3);
        let what = format!("loading {count} prompts more, per 1,000 of them");
        lines.push(Line::new(what, "no more as it grows", milliseconds(each)));
    }
    lines
}

/// A thousand answers over a year, of the first prompts.
fn past(bank: &Bank) -> Past {
    let answers = (0..1_000_i64).map(|n| {
        let prompt = &bank.prompts[(n as usize * 7) % bank.prompts.len()];
        PastAnswer {
            prompt: prompt.id.clone(),
            competencies: prompt.competencies.clone(),
            at: Timestamp::from_second(n * 31_000).expect("a time"),
            share: Some(u8::try_from(n * 37 % 101).expect("a percentage")),
        }
    });
    let now = Timestamp::from_second(1_000 * 31_000).expect("a time");
    Past::new(now, answers, HashSet::new())
}

fn draws() -> Vec<Line> {
    let mut lines = Vec::new();
    for count in [1_000, 10_000, 100_000] {
        let (bank, _) = loaded(count);
        let past = past(&bank);
        let prompts: Vec<&Prompt> = bank.prompts.iter().collect();
        let told = DrawMode::ALL.map(|mode| {
            let mut times: Vec<f64> = (0..20)
                .map(|seed| {
                    let request = DrawRequest {
                        mode,
                        seed,
                        count: 5,
                        past: &past,
                        beside: &[],
                        room: None,
                    };
                    let since = clock::now();
                    black_box(draw(&prompts, &request));
                    (clock::now() - since).as_secs_f64()
                })
                .collect();
            times.sort_by(f64::total_cmp);
            format!("{mode} {}", milliseconds(median(&times)))
        });
        let what = format!(
            "drawing 5 of {} prompts, 1,000 answers before",
            prompts.len()
        );
        lines.push(Line::new(what, "linear or better", told.join(", ")));
    }
    lines
}
