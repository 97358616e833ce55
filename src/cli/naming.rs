//! How a session, its time, and the program itself are written.

use std::path::Path;

/// Enough of an id to tell sessions apart: UUIDs of version 7 begin with their time.
pub(super) fn short(id: uuid::Uuid) -> String {
    const ENOUGH: usize = 13;
    id.to_string()[..ENOUGH].to_owned()
}

/// When something was, in the zone of this machine.
pub(super) fn day(at: jiff::Timestamp) -> String {
    let local = at.to_zoned(jiff::tz::TimeZone::system());
    local.strftime("%Y-%m-%d %H:%M").to_string()
}

/// How the program was called, so that what it proposes can be typed as it stands.
pub(super) fn program() -> String {
    let called = std::env::args().next().unwrap_or_default();
    let here = std::env::current_dir().unwrap_or_default();
    as_typed(&called, &here)
}

fn as_typed(called: &str, here: &Path) -> String {
    let path = Path::new(called);
    if path.components().count() < 2 {
        return "hotseat".to_owned();
    }
    let short = path.strip_prefix(here).unwrap_or(path);
    short.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_in_the_path_is_called_by_its_name_and_another_by_its_place() {
        let here = Path::new("/checkout");
        let cases = [
            ("hotseat", "hotseat"),
            ("", "hotseat"),
            ("/checkout/target/release/hotseat", "target/release/hotseat"),
            ("/elsewhere/hotseat", "/elsewhere/hotseat"),
            ("target/debug/hotseat", "target/debug/hotseat"),
        ];
        for (called, expected) in cases {
            assert_eq!(as_typed(called, here), expected);
        }
    }
}
