//! What stands below the front matter: headings of the second level, and the text under each.
//!
//! It is read as far as it is needed and no further: code is no heading, and a comment is no text,
//! since the template puts its questions in comments.

use crate::domain::StoryPart;

const HEADING: &str = "## ";
const FENCES: [&str; 2] = ["```", "~~~"];

/// The headings in their order; what stands above the first belongs to none.
pub(super) fn parts(body: &str) -> Vec<StoryPart> {
    let mut parts: Vec<StoryPart> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in without_comments(body).lines() {
        let opens = FENCES
            .into_iter()
            .find(|fence| line.trim_start().starts_with(fence));
        match (fence, opens) {
            (None, Some(opened)) => fence = Some(opened),
            (Some(open), Some(closed)) if open == closed => fence = None,
            (None, None) if line.starts_with(HEADING) => {
                parts.push(StoryPart {
                    heading: line[HEADING.len()..].trim().to_owned(),
                    text: String::new(),
                });
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.text.push_str(line);
            part.text.push('\n');
        }
    }
    for part in &mut parts {
        part.text = part.text.trim().to_owned();
    }
    parts
}

/// A comment without an end goes on to the end of the file, as it does where Markdown is shown.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        rest = match rest[start..].find("-->") {
            Some(end) => &rest[start + end + "-->".len()..],
            None => "",
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_what_stands_below_them() {
        let body = "lost\n# Title\n## One\n\ntext\nmore\n### deeper\n##Two\n## Three  \r\n<!-- asked -->\r\n";
        let found: Vec<_> = parts(body)
            .into_iter()
            .map(|part| (part.heading, part.text))
            .collect();
        let expected = [("One", "text\nmore\n### deeper\n##Two"), ("Three", "")];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn neither_code_nor_comments_are_headings() {
        let body = "## A\n```\n## not\n~~~\n```\n<!--\n## nor this\n-->\n## B\nx<!-- y -->z\n<!-- open\n## C\n";
        let found = parts(body);
        let headings: Vec<_> = found.iter().map(|part| &*part.heading).collect();
        assert_eq!(headings, ["A", "B"]);
        assert_eq!(found[1].text, "xz");
    }

    #[test]
    fn a_file_without_headings_has_no_parts() {
        for body in ["", "\n", "only text", "<!-- -->"] {
            assert_eq!(parts(body), []);
        }
    }
}
