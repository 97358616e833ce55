//! Text from a file is data, and none of it may steer a terminal or hide from its reader.

use std::ops::Range;

/// Longest piece of a file that a message quotes, in characters.
const LONGEST_QUOTE: usize = 60;

/// Whether a character acts on the screen, or on the order of the text, instead of showing itself.
pub(in crate::store) fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // The Arabic letter mark, zero-width characters, bidi controls, line separators, and the
        // byte order mark, which is a zero-width space anywhere but at the start of a file.
        '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => true,
        _ => c.is_control(),
    }
}

/// Whether nothing in it needs a closer look: true of most texts, and quickly seen.
pub(in crate::store) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// `text` without what is hidden in it.
pub(in crate::store) fn shown(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).collect()
}

/// Where an escape in the source of a TOML string stands for `c`, if one does.
pub(in crate::store) fn escape_of(c: char, source: &str) -> Option<Range<usize>> {
    // In single quotes nothing is an escape.
    if !source.starts_with('"') {
        return None;
    }
    let mut rest = 0;
    while let Some(at) = source[rest..].find('\\').map(|found| rest + found) {
        let escape = &source[at + 1..];
        let letter = escape.chars().next()?;
        let digits = match letter {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let meant = match letter {
            'b' => Some('\u{8}'),
            'e' => Some('\u{1b}'),
            'f' => Some('\u{c}'),
            'r' => Some('\r'),
            _ => escape
                .get(1..=digits)
                .and_then(|code| u32::from_str_radix(code, 16).ok())
                .and_then(char::from_u32),
        };
        let end = at + 1 + letter.len_utf8();
        if meant == Some(c) {
            return Some(at..end + digits);
        }
        rest = end;
    }
    None
}

/// `text` on one line, with what is hidden in it written out as `\u{..}`.
pub(in crate::store) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) || c == '\n' || c == '\t' {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// `text` as a message quotes it: visible, in backquotes, and cut where it is long.
pub(in crate::store) fn quoted(text: &str) -> String {
    let cut: String = text.chars().take(LONGEST_QUOTE).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    format!("`{}{more}`", visible(&cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_or_hides_is_hidden_and_what_shows_is_not() {
        for c in [
            '\0', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{200b}', '\u{200d}', '\u{202e}',
            '\u{2066}', '\u{feff}',
        ] {
            assert!(is_hidden(c), "{c:?}");
        }
        for c in ['\n', '\t', ' ', 'a', 'ß', '—', '“', '日', '🎤', '\u{301}'] {
            assert!(!is_hidden(c), "{c:?}");
        }
    }

    #[test]
    fn an_escape_is_found_where_it_stands() {
        let cases = [
            ('\u{1b}', r#""a\u001b[1m""#, Some(2..8)),
            ('\u{1b}', r#""a\U0000001B""#, Some(2..12)),
            ('\u{1b}', r#""\n\x1b""#, Some(3..7)),
            ('\u{1b}', r#""ä\e""#, Some(3..5)),
            ('\u{9b}', r#""\u001b\u009b""#, Some(7..13)),
            ('\r', r#""\\r\r""#, Some(4..6)),
            ('\u{1b}', r#""\\u001b""#, None),
            ('\u{1b}', r"'\u001b'", None),
            ('\u{1b}', r#""\u00""#, None),
            ('\u{1b}', "\"\\", None),
        ];
        for (c, source, expected) in cases {
            assert_eq!(escape_of(c, source), expected, "{source}");
        }
    }

    #[test]
    fn a_quote_is_short_and_writes_out_what_is_hidden() {
        assert_eq!(quoted("a\u{1b}[2J\nb"), r"`a\u{1b}[2J\nb`");
        assert_eq!(quoted(&"ä".repeat(61)), format!("`{}…`", "ä".repeat(60)));
    }
}
