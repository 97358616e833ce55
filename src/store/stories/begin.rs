//! A story to begin with: every key explained where it stands, and a heading for each step.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::front::FENCE;
use super::shape::STORY;
use crate::domain::{Framework, FrameworkStep};
use crate::store::StoreError;
use crate::store::packs::create;

const HEAD: &str = "\
# What your story is about, as far as `hotseat stories` goes by it. Where a # stands
# before a key, take it away and change what follows. Then write below each heading:
# the questions there are comments, and count for nothing.
";

/// Longer lines are hard to read.
const WIDTH: usize = 90;

/// Writes the story `id` into `folder`, where it may not replace a file, and returns its path. `shows`
/// are competencies to give as an example.
pub fn begin(
    folder: &Path,
    id: &str,
    title: &str,
    framework: &Framework,
    shows: &[String],
) -> Result<PathBuf, StoreError> {
    let path = folder.join(format!("{id}.md"));
    create(&path, &template(title, framework, shows))?;
    Ok(path)
}

/// The text of a new story.
pub(super) fn template(title: &str, framework: &Framework, shows: &[String]) -> String {
    let mut text = format!("{FENCE}\n{HEAD}\n");
    for key in STORY.keys {
        text.push_str(&comment(key.about));
        let (is_set, value) = match key.name {
            "title" => (true, string(title)),
            "framework" => (true, string(&framework.id)),
            "competencies" if !shows.is_empty() => (false, list(shows)),
            name => (false, example(name).to_owned()),
        };
        let mark = if is_set { "" } else { "#" };
        let _ = writeln!(text, "{mark}{} = {value}", key.name);
    }
    text.push_str(FENCE);
    text.push('\n');
    for step in &framework.steps {
        text.push_str(&heading(step));
    }
    text
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// What a key may look like.
fn example(key: &str) -> &'static str {
    match key {
        "competencies" => "[\"platform-thinking\", \"change-management\"]",
        "people" => "120",
        "teams" => "14",
        "business_units" | "years" => "3",
        "industry_influence" => "\"two competitors publish their prices in the same way now\"",
        "novelty" => "\"teams bought capacity from each other\"",
        "metrics" => {
            "[\"monthly close: from 6 days to 9 hours\", \"$4M a year less for hardware\"]"
        }
        _ => "\"\"",
    }
}

fn comment(about: &str) -> String {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent("# ")
        .subsequent_indent("# ");
    textwrap::fill(about, options) + "\n"
}

/// The question is a comment, which is not shown and counts for nothing.
fn heading(step: &FrameworkStep) -> String {
    // Either may have been written over several lines.
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let ask = line(&step.ask).replace("--", "–");
    format!("\n## {}\n\n<!-- {ask} -->\n", line(&step.title))
}

fn string(text: &str) -> String {
    toml::Value::from(text).to_string()
}
