//! Where the front matter of a file begins and ends.

use std::ops::Range;

use crate::store::document::Log;

/// What stands above and below it, on a line of its own.
pub(super) const FENCE: &str = "+++";

/// A file, divided.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Divided {
    /// The file up to the end of its front matter, with blanks in place of the first fence, so that
    /// every offset is that of the file.
    pub(super) front: String,
    /// Where the rest begins.
    pub(super) body: usize,
}

/// Divides a file, or reports why it has no front matter.
pub(super) fn divide(log: &mut Log) -> Option<Divided> {
    let text = log.file().text.clone();
    if text.trim().is_empty() {
        let help = "write a story into it, or delete it: `hotseat stories new` begins one";
        log.error("empty-file", &(0..0), "the file is empty", help);
        return None;
    }
    let mut lines = lines(&text);
    let first = lines.next().unwrap_or_default();
    if !is_fence(&text[first.clone()]) {
        let line = text[first.clone()].trim_end();
        let is_yaml = line == "---";
        let message = if is_yaml {
            "front matter of a story is TOML, between lines of `+++`"
        } else {
            "the file does not begin with front matter"
        };
        let help = if is_yaml {
            "write `+++` instead of `---`, and `key = value` instead of `key: value`"
        } else {
            "begin with a line of `+++`, then `title = \"…\"` and `framework = \"…\"`, and `+++` again"
        };
        log.error(
            "no-front-matter",
            &(first.start..first.start + line.len()),
            message,
            help,
        );
        return None;
    }
    let Some(second) = lines.find(|line| is_fence(&text[line.clone()])) else {
        let help = "put a line of `+++` below its last key";
        log.error(
            "open-front-matter",
            &(0..FENCE.len()),
            "this front matter has no end",
            help,
        );
        return None;
    };
    let mut front = text[..second.start].to_owned();
    front.replace_range(..FENCE.len(), &" ".repeat(FENCE.len()));
    Some(Divided {
        front,
        body: second.end,
    })
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == FENCE
}

/// Each line with its end.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = start..start + line.len();
        start = at.end;
        at
    })
}
