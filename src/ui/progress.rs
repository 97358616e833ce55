//! What practice has come to, as a page: readiness first, then where scores, time and delivery are
//! going. Where there is too little to say something, the page says what is missing.

mod going;
mod readiness;
mod takes;
#[cfg(test)]
mod tests;

use super::numbers::{change, mean};
use super::tables::table;
use super::text::{hanging, words_ms};
use crate::domain::{
    Calibration, CompetencyProgress, Course, DeliveryFigure, DeliveryProgress, LEAST, Progress,
    SectionTime, TimePoint,
};
use going::{course, direction};

pub(super) use readiness::verdict;
pub use takes::takes;

/// Longer lines are hard to read.
const WIDEST: usize = 100;

/// So many lines of a part are shown, unless all are asked for.
const SHOWN: usize = 3;

/// The page, as lines of at most `width` columns; `all` of it, or what stands out.
pub fn page(progress: &Progress<'_>, all: bool, width: usize) -> String {
    let mut parts = Vec::new();
    parts.extend(
        progress
            .readiness
            .as_ref()
            .map(|ready| readiness::part(ready, all, width)),
    );
    if progress.answers == 0 {
        parts.push(sentences(
            "Practice",
            &[
                "Nothing was practised yet. `hotseat practice` shows the rounds there are."
                    .to_owned(),
            ],
            width,
        ));
        return parts.join("\n\n");
    }
    parts.push(going::scores(&progress.criteria, all, width));
    parts.push(competencies(&progress.competencies, all, width));
    parts.push(time(&progress.time, all, width));
    parts.push(delivery(&progress.delivery, width));
    parts.push(calibration(&progress.calibration, all, width));
    parts.extend(
        progress
            .readiness
            .as_ref()
            .and_then(|ready| readiness::next(ready, all, width)),
    );
    parts.push(foot(progress, all, width));
    parts.join("\n\n")
}

/// A heading, and sentences below it.
fn sentences(heading: &str, lines: &[String], width: usize) -> String {
    let width = width.min(WIDEST);
    let lines = lines.iter().map(|line| hanging(line, width, "  ", "  "));
    let lines: Vec<String> = std::iter::once(heading.to_owned()).chain(lines).collect();
    lines.join("\n")
}

/// A heading, sentences, and a table with so many of its rows.
fn tabled<const N: usize>(
    heading: &str,
    lines: &[String],
    head: [&str; N],
    rows: Vec<[String; N]>,
    width: usize,
) -> String {
    let told = sentences(heading, lines, width);
    if rows.is_empty() {
        return told;
    }
    let table = table(width.saturating_sub(2), head, rows);
    let indented: Vec<String> = table.lines().map(|line| format!("  {line}")).collect();
    format!("{told}\n{}", indented.join("\n"))
}

/// How many things there are, in words.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

/// How many of these are shown.
fn shown(all: bool, there_are: usize) -> usize {
    if all { there_are } else { SHOWN.min(there_are) }
}

fn competencies(known: &[CompetencyProgress<'_>], all: bool, width: usize) -> String {
    const HEADING: &str = "Competencies, weakest first";
    let Some(weakest) = known.first() else {
        let line = "No answer has a score yet. `hotseat score` scores the last session.";
        return sentences(HEADING, &[line.to_owned()], width);
    };
    let rows = known.iter().take(shown(all, known.len())).map(|known| {
        [
            known.competency.to_owned(),
            format!("{} %", known.share),
            known.n.to_string(),
            direction(
                known.trend,
                known.answers,
                &known
                    .values
                    .iter()
                    .copied()
                    .map(f64::from)
                    .collect::<Vec<_>>(),
                (0.0, 100.0),
            ),
        ]
    });
    let next = format!(
        "`hotseat practice --competency {} --draw due` trains the weakest.",
        weakest.competency
    );
    let head = ["competency", "of its scales", "n", "trend"];
    tabled(HEADING, &[next], head, rows.collect(), width)
}

fn time(sections: &[SectionTime<'_>], all: bool, width: usize) -> String {
    const HEADING: &str = "Time";
    if sections.iter().all(|section| section.n == 0) {
        let line = "No section with a budget has come to its end yet.";
        return sentences(HEADING, &[line.to_owned()], width);
    }
    let line = time_line(sections);
    let rows = sections.iter().take(shown(all, sections.len()));
    let rows = rows.map(|section| {
        let shares: Vec<f64> = section.values.iter().map(TimePoint::share).collect();
        [
            format!("{}/{}", section.round, section.section),
            section.n.to_string(),
            format!("{:.0} %", section.share * 100.0),
            if section.over > 0 {
                format!("{}, {}", section.over, words_ms(section.over_ms))
            } else {
                "-".to_owned()
            },
            section.cut.to_string(),
            course(section.course, section.n, &shares, (0.0, 1.5)),
        ]
    });
    let head = ["section", "n", "used", "over", "by clock", "trend"];
    tabled(HEADING, &[line], head, rows.collect(), width)
}

/// What all sections, of which there are some, used of their time, in a sentence.
pub(super) fn time_line(sections: &[SectionTime<'_>]) -> String {
    let n: usize = sections.iter().map(|section| section.n).sum();
    let sum = |of: &dyn Fn(&SectionTime<'_>) -> usize| sections.iter().map(of).sum::<usize>();
    let (over, cut) = (sum(&|section| section.over), sum(&|section| section.cut));
    let over_ms = sections
        .iter()
        .fold(0_u64, |sum, section| sum.saturating_add(section.over_ms));
    let short = sum(&|section| section.under_min);
    let used: f64 = sections
        .iter()
        .map(|section| section.share * section.n as f64)
        .sum();
    let over_by = match over {
        0 => String::new(),
        _ => format!(" by {} in all", words_ms(over_ms)),
    };
    let under = match short {
        0 => String::new(),
        short => format!(", {short} under their minimum"),
    };
    format!(
        "{} used {:.0} % of their time on average; {cut} ended by the clock, {over} \
         over{over_by}{under}.",
        count(n, "section", "sections"),
        used * 100.0 / n as f64,
    )
}

fn delivery(figures: &[DeliveryProgress], width: usize) -> String {
    const HEADING: &str = "Delivery";
    if figures.is_empty() {
        let line = "No recording was analysed. `hotseat sessions analyse last` measures one.";
        return sentences(HEADING, &[line.to_owned()], width);
    }
    let rows = figures.iter().map(|known| {
        let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), tenths);
        [
            name(known.figure).to_owned(),
            known.figures.n.to_string(),
            number(known.figures.mean),
            number(known.figures.last),
            course(known.course, known.figures.n, &known.values, scale(known)),
        ]
    });
    let head = ["per answer", "n", "mean", "last", "trend"];
    tabled(HEADING, &[], head, rows.collect(), width)
}

pub(super) fn name(figure: DeliveryFigure) -> &'static str {
    match figure {
        DeliveryFigure::Silence => "silence, %",
        DeliveryFigure::FirstWord => "first word after, s",
        DeliveryFigure::Pauses => "pauses per minute",
        DeliveryFigure::LongestPause => "longest pause, s",
        DeliveryFigure::Loudness => "loudness, LUFS",
        DeliveryFigure::Articulation => "syllables per second",
    }
}

pub(super) fn tenths(value: f64) -> String {
    format!("{value:.1}").replace('-', "−")
}

/// What a spark line of it spans: from nothing, and at least so far that it is no chart of noise.
fn scale(known: &DeliveryProgress) -> (f64, f64) {
    let (low, least) = match known.figure {
        DeliveryFigure::Silence => (0.0, 100.0),
        DeliveryFigure::FirstWord | DeliveryFigure::LongestPause => (0.0, 5.0),
        DeliveryFigure::Pauses | DeliveryFigure::Articulation => (0.0, 8.0),
        DeliveryFigure::Loudness => (-40.0, -10.0),
    };
    (low, known.values.iter().copied().fold(least, f64::max))
}

fn calibration(known: &[Calibration<'_>], all: bool, width: usize) -> String {
    const HEADING: &str = "First pass against replay";
    if known.is_empty() {
        let line = "No answer was scored twice. `hotseat replay` and then `hotseat score` show \
                    whether you judge an answer the same once you have heard it.";
        return sentences(HEADING, &[line.to_owned()], width);
    }
    let lines = known.iter().take(shown(all, known.len()));
    let lines = lines.map(calibration_line);
    sentences(HEADING, &lines.collect::<Vec<_>>(), width)
}

/// How the second pass on one rubric differs from the first, in a sentence.
pub(super) fn calibration_line(known: &Calibration<'_>) -> String {
    let rubric = known.rubric;
    let pairs = count(known.n, "pair", "pairs");
    if !known.is_telling() {
        return format!("{rubric}: {pairs} of scores, and {LEAST} are the least to go by.");
    }
    let spread = known
        .spread
        .map_or_else(String::new, |spread| format!(", spread {}", mean(spread)));
    let told = format!("({pairs}{spread}, on {} to {})", known.min, known.max);
    if known.bias.abs() < 0.005 {
        return format!("{rubric}: after listening you score the same on average {told}.");
    }
    let by = change(known.bias);
    format!("{rubric}: after listening you score {by} on average {told}.")
}

/// What the page is of.
fn foot(progress: &Progress<'_>, all: bool, width: usize) -> String {
    let answers = count(progress.answers, "answer", "answers");
    let sessions = count(progress.sessions, "session", "sessions");
    let newest = progress.since.map_or(
        "Of ",
        |_| "Scores are of all practice, the rest is of the newest ",
    );
    let more = if all {
        ""
    } else {
        " `hotseat progress --all` shows every line."
    };
    let line = format!("{newest}{answers} in {sessions}.{more}");
    hanging(&line, width.min(WIDEST), "", "")
}

/// A course in a word.
pub(super) fn course_word(course: Course) -> &'static str {
    match course {
        Course::Rising => "rising",
        Course::Steady => "steady",
        Course::Falling => "falling",
    }
}
