//! A sheet of Markdown with a heading for each question: what an editor opens, and what is kept of
//! it. What was written is never taken apart, only added to, so that nothing of it gets lost when a
//! question leaves its pack.

/// Stands in a sheet for whoever fills it in, and is not kept.
const GUIDE: &str = "<!-- Write below the headings, save and close. This line is not kept. -->";

/// A sheet of questions, or of topics to take notes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet<'a> {
    pub title: &'a str,
    pub questions: &'a [String],
}

/// What stands below one question; none where that is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetAnswer<'a> {
    pub question: &'a str,
    pub text: Option<String>,
}

impl<'a> Sheet<'a> {
    /// What the editor opens: what was written `before`, with the questions that it lacks.
    pub fn opened(&self, before: &str) -> String {
        let mut lines = vec![self.head(), String::new(), GUIDE.to_owned()];
        let before = self.written(before);
        if !before.is_empty() {
            lines.extend([String::new(), before.clone()]);
        }
        for question in self.questions {
            if !before.lines().any(|line| is_heading(line, question)) {
                lines.extend([String::new(), format!("## {}", one_line(question))]);
                lines.push(String::new());
            }
        }
        format!("{}\n", lines.join("\n").trim_end())
    }

    /// What is kept of what the editor left; nothing where only questions stand in it.
    pub fn kept(&self, text: &str) -> String {
        let written = self.written(text);
        let is_asked = |line: &str| self.questions.iter().any(|q| is_heading(line, q));
        let mut own = written.lines().filter(|line| !is_asked(line));
        if own.all(|line| line.trim().is_empty()) {
            return String::new();
        }
        format!("{}\n\n{written}\n", self.head())
    }

    /// What stands below each question.
    pub fn answers(&self, text: &str) -> Vec<SheetAnswer<'a>> {
        let mut below: Vec<(usize, Vec<&str>)> = Vec::new();
        for line in text.lines() {
            let asked = self.questions.iter().position(|q| is_heading(line, q));
            match (asked, below.last_mut()) {
                (Some(index), _) => below.push((index, Vec::new())),
                (None, Some((_, lines))) => lines.push(line),
                (None, None) => {}
            }
        }
        let answer = |(index, question): (usize, &'a String)| {
            let mut parts = below.iter().filter(|(at, _)| *at == index);
            let text = parts.find_map(|(_, lines)| {
                let text = lines.join("\n");
                let text = text.trim();
                (!text.is_empty()).then(|| text.to_owned())
            });
            SheetAnswer { question, text }
        };
        self.questions.iter().enumerate().map(answer).collect()
    }

    fn head(&self) -> String {
        format!("# {}", one_line(self.title))
    }

    /// The text without its title and without the line for whoever fills it in.
    fn written(&self, text: &str) -> String {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let head = self.head();
        let is_ours = |line: &str| [head.as_str(), GUIDE].contains(&line.trim_end());
        let own = text.lines().filter(|line| !is_ours(line));
        own.collect::<Vec<_>>().join("\n").trim().to_owned()
    }
}

fn is_heading(line: &str, question: &str) -> bool {
    let text = line.strip_prefix("## ");
    text.is_some_and(|text| text.trim() == one_line(question))
}

/// A heading is one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_sheet_opens_with_its_questions_and_what_was_written_before() {
        let questions = texts(&["Who?", "Why\nnow?"]);
        let sheet = Sheet {
            title: "Me",
            questions: &questions,
        };
        let empty = sheet.opened("");
        assert_eq!(
            empty,
            format!("# Me\n\n{GUIDE}\n\n## Who?\n\n\n## Why now?\n")
        );
        assert_eq!(sheet.kept(&empty), "");
        let filled = empty.replace("## Who?\n", "## Who?\n\nI am.\n");
        let kept = sheet.kept(&filled);
        assert_eq!(kept, "# Me\n\n## Who?\n\nI am.\n\n\n## Why now?\n");
        // Whoever opens it again finds it as it was.
        assert_eq!(sheet.kept(&sheet.opened(&kept)), kept);
        assert_eq!(sheet.kept(&filled.replace('\n', "\r\n")), kept);
    }

    #[test]
    fn an_answer_is_what_stands_below_its_question() {
        let questions = texts(&["Who?", "Why?", "When?"]);
        let sheet = Sheet {
            title: "Me",
            questions: &questions,
        };
        let text = "# Me\nahead\n## Why?\n\n  two\n\n### part\nlines\n## Who?\n \n## Other\nmore\n";
        let answers: Vec<_> = sheet.answers(text).into_iter().map(|a| a.text).collect();
        let expected = [
            Some("## Other\nmore".to_owned()),
            Some("two\n\n### part\nlines".to_owned()),
            None,
        ];
        assert_eq!(answers, expected);
    }

    #[test]
    fn what_stands_below_a_question_that_is_gone_is_kept() {
        let (before, now) = (texts(&["Old?", "Both?"]), texts(&["Both?", "New?"]));
        let old = Sheet {
            title: "Me",
            questions: &before,
        };
        let new = Sheet {
            title: "Me",
            questions: &now,
        };
        let kept = old.kept("## Old?\nwritten\n## Both?\nhere\n");
        let opened = new.opened(&kept);
        assert!(opened.contains("## Old?\nwritten\n"), "{opened}");
        assert!(opened.ends_with("## Both?\nhere\n\n## New?\n"), "{opened}");
    }

    #[test]
    fn notes_without_headings_are_kept_too() {
        let sheet = Sheet {
            title: "Topic",
            questions: &[],
        };
        assert_eq!(sheet.kept("one line"), "# Topic\n\none line\n");
        assert_eq!(sheet.kept(" \n"), "");
    }
}
