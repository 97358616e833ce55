//! Ids: their form, how one is made from a title, and the nearest one to a slip of the finger.

/// The longest id.
const LONGEST: usize = 64;

/// The form of an id as a regular expression, for those who cannot ask [`is_id`].
pub const ID_FORM: &str = "^[a-z0-9-]{1,64}$";

/// The longest slug: it becomes part of a file name that should fit a line.
const LONGEST_SLUG: usize = 40;

/// Whether `text` has the form of an id: `[a-z0-9-]{1,64}`.
pub fn is_id(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// An id made from a title: ASCII letters and digits in lower case, dashes between words, at most
/// 40 characters. `section` where the title holds none of them.
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(LONGEST_SLUG);
    let trimmed = out.trim_end_matches('-');
    if trimmed.is_empty() {
        "section".to_owned()
    } else {
        trimmed.to_owned()
    }
}

/// The name most like `wanted`, if one is near enough to be what was meant.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Jaro-Winkler below this is a different word rather than a slip; clap uses 0.7 for flags, and
    /// ids, being longer and more alike, want a little more.
    const NEAR: f64 = 0.75;
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(wanted, name), name))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_lower_case_ascii_of_one_to_64_characters() {
        for good in ["a", "l7-platform-design", "9", &"x".repeat(64)] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "L7", "a b", "ä", "a_b", "a/b", &"x".repeat(65)] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn a_slug_is_always_an_id() {
        let cases = [
            ("Platform architecture", "platform-architecture"),
            ("Cost & risk (year 1)", "cost-risk-year-1"),
            ("Überblick", "berblick"),
            ("日本", "section"),
            ("", "section"),
        ];
        for (title, expected) in cases {
            assert_eq!(slug(title), expected);
        }
        let long = slug(&"word ".repeat(20));
        assert!(is_id(&long) && long.len() <= 40, "{long}");
    }

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        let names = ["quick", "behavioral-45", "design-45"];
        assert_eq!(nearest("quik", names), Some("quick"));
        assert_eq!(nearest("behavorial-45", names), Some("behavioral-45"));
        assert_eq!(nearest("zzz", names), None);
    }
}
