//! Text as it may be shown: harmless, wrapped, and with times in words.

use std::fmt::Write as _;
use std::time::Duration;

use unicode_width::UnicodeWidthStr;

/// Takes out what could act on a terminal or hide text: C0 and C1 controls (so every escape
/// sequence), bidirectional and zero-width characters. Line ends stay, tabs become spaces.
pub fn sanitize(text: &str) -> String {
    without_acting(text, |c, out| {
        if c == '\t' {
            out.push(' ');
        }
    })
}

/// JSON text with what could act on a terminal written as an escape of four digits, which means the
/// same.
pub fn escaped(json: &str) -> String {
    without_acting(json, |c, out| {
        // All of them have four digits, and stand in strings only.
        let _ = write!(out, "\\u{:04x}", u32::from(c));
    })
}

/// The text with what `instead` writes in the place of all that acts, which is hardly ever there:
/// what lies between is taken as it is.
fn without_acting(text: &str, instead: impl Fn(char, &mut String)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| *c != '\n' && acts(*c)) {
        out.push_str(&rest[..at]);
        instead(c, &mut out);
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
    out
}

fn acts(c: char) -> bool {
    matches!(
        c,
        '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}

/// Lines of at most `width` columns.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    textwrap::wrap(&sanitize(text), width.max(10))
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// Wrapped, with every line indented.
pub fn indented(text: &str, width: usize, indent: &str) -> String {
    let options = textwrap::Options::new(width.max(20))
        .initial_indent(indent)
        .subsequent_indent(indent);
    textwrap::fill(&sanitize(text), options)
}

/// Wrapped, with the first line indented by `first` and those after it by `rest`. Ids are kept
/// whole: nothing breaks at a dash.
pub fn hanging(text: &str, width: usize, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(width.max(20))
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&sanitize(text), options)
}

/// One line that fits `width` columns; what is too long ends in an ellipsis.
pub fn fit(text: &str, width: usize) -> String {
    let clean = sanitize(text).replace('\n', " ");
    if clean.width() <= width {
        return clean;
    }
    let mut out = String::new();
    for c in clean.chars() {
        if (out.width() + c.to_string().width()) >= width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// A countdown: `14:32`, or `1:05:00` from an hour on. Rounded up, so that it reads 0:00 only when
/// the time is over.
pub fn clock(time: Duration) -> String {
    let seconds = time.as_millis().div_ceil(1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

/// A time that counts up, as `00:10`: rounded down, so that a second stands there once it is over.
pub fn clock_up(time: Duration) -> String {
    clock(Duration::from_secs(time.as_secs()))
}

/// A time kept in milliseconds, as a countdown shows it.
pub fn clock_ms(millis: u64) -> String {
    clock(Duration::from_millis(millis))
}

/// A time in words: `2 min`, `1 min 30 s`, `45 s`, `1.2 s`.
pub fn words(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 9.95 {
        let tenths = (seconds * 10.0).round() / 10.0;
        return format!("{tenths} s");
    }
    let whole = seconds.round() as u64;
    match (whole / 60, whole % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// A time kept in milliseconds, in words.
pub fn words_ms(millis: u64) -> String {
    words(Duration::from_millis(millis))
}

/// The size of a file: `512 bytes`, `12 kB`, `3.4 MB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 3] = ["kB", "MB", "GB"];
    if bytes < 1000 {
        return format!("{bytes} bytes");
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let unit = UNITS[unit];
    if value < 9.95 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.0} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_one_would_say_them() {
        let cases = [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_240, "1.2 kB"),
            (12_600, "13 kB"),
            (999_600, "1.0 MB"),
            (345_600_000, "346 MB"),
            (7_300_000_000_000, "7300 GB"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(size(bytes), expected);
        }
    }

    #[test]
    fn nothing_that_acts_on_a_terminal_gets_through() {
        let cases = [
            ("plain", "plain"),
            ("two\nlines", "two\nlines"),
            ("a\tb", "a b"),
            ("\u{1b}[31mred\u{1b}[0m", "[31mred[0m"),
            ("\u{1b}]0;title\u{7}", "]0;title"),
            ("\u{9b}31m\u{90}q\u{9c}", "31mq"),
            ("over\rwritten", "overwritten"),
            ("\u{202e}backwards\u{202c}", "backwards"),
            ("in\u{200b}vis\u{feff}ible\u{2066}", "invisible"),
            ("Größe 日本 🙂", "Größe 日本 🙂"),
        ];
        for (text, expected) in cases {
            assert_eq!(sanitize(text), expected);
        }
    }

    #[test]
    fn json_says_the_same_without_acting_on_a_terminal() {
        let cases = [
            ("{\n  \"a\": 1\n}", "{\n  \"a\": 1\n}"),
            ("\"\u{9b}31m\"", "\"\\u009b31m\""),
            ("\"\u{202e}\u{7f}\"", "\"\\u202e\\u007f\""),
            ("\"Größe 日本 🙂\"", "\"Größe 日本 🙂\""),
        ];
        for (json, expected) in cases {
            assert_eq!(escaped(json), expected);
        }
    }

    #[test]
    fn a_clock_reads_zero_only_when_time_is_up() {
        let cases = [
            (0, "00:00"),
            (1, "00:01"),
            (999, "00:01"),
            (61_000, "01:01"),
            (3_600_000, "1:00:00"),
        ];
        for (millis, expected) in cases {
            assert_eq!(clock(Duration::from_millis(millis)), expected);
        }
    }

    #[test]
    fn times_read_as_one_would_say_them() {
        let cases = [
            (240, "0.2 s"),
            (1_500, "1.5 s"),
            (9_960, "10 s"),
            (45_000, "45 s"),
            (90_000, "1 min 30 s"),
            (120_000, "2 min"),
            (3_600_000, "60 min"),
        ];
        for (millis, expected) in cases {
            assert_eq!(words_ms(millis), expected);
        }
    }

    #[test]
    fn a_line_that_is_too_long_ends_in_an_ellipsis() {
        assert_eq!(fit("short", 10), "short");
        assert_eq!(fit("exactly 10", 10), "exactly 10");
        assert_eq!(fit("more than ten", 10), "more than…");
        assert_eq!(fit("日本日本日本", 6), "日本…");
    }
}
