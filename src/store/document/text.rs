//! Text from a file is data, and none of it may steer a terminal or hide from its reader.

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
    fn a_quote_is_short_and_writes_out_what_is_hidden() {
        assert_eq!(quoted("a\u{1b}[2J\nb"), r"`a\u{1b}[2J\nb`");
        assert_eq!(quoted(&"ä".repeat(61)), format!("`{}…`", "ä".repeat(60)));
    }
}
