//! Just enough Markdown to read the project's own documents: fenced blocks, code between
//! backticks, and the words of a command line.

/// A fenced block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) language: String,
    pub(crate) text: String,
}

/// The fenced blocks, in order.
///
/// # Panics
/// If one does not end.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            continue;
        };
        let mut block = Block {
            language: language.to_owned(),
            text: String::new(),
        };
        loop {
            match lines.next() {
                Some("```") => break,
                Some(line) => {
                    block.text += line;
                    block.text.push('\n');
                }
                None => panic!("a block of {language:?} does not end"),
            }
        }
        found.push(block);
    }
    found
}

/// What stands between single backticks, outside of blocks.
pub(crate) fn quoted_code(text: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if !inside {
            outside += line;
            outside.push('\n');
        }
    }
    let spans = outside.split('`').skip(1).step_by(2);
    spans.map(|span| span.replace('\n', " ")).collect()
}

/// The words of a command line. Knows double quotes, and comments behind ` #`.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, piece) in line.split('"').enumerate() {
        if number % 2 == 1 {
            found.push(piece.to_owned());
            continue;
        }
        for word in piece.split_whitespace() {
            if word.starts_with('#') {
                return found;
            }
            found.push(word.to_owned());
        }
    }
    found
}

#[test]
fn blocks_code_and_words_are_found() {
    let text = "a `b c` d\n```sh\nx `y`\n\nz\n```\n`e\nf` g\n```\n```\n";
    let block = |language: &str, text: &str| Block {
        language: language.to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(blocks(text), [block("sh", "x `y`\n\nz\n"), block("", "")]);
    assert_eq!(quoted_code(text), ["b c", "e f"]);
    let line = "a --b \"c d\" e # f \"g\"";
    assert_eq!(words(line), ["a", "--b", "c d", "e"]);
    assert!(words("# only this").is_empty());
}
