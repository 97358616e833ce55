//! Dates as a page tells them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `22 November 2026, 07:10`.
pub(super) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    local.strftime("%-d %B %Y, %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_its_zone() {
        let at = "2026-11-22T06:10:00.123Z".parse().unwrap();
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(moment(at, &berlin), "22 November 2026, 07:10");
        assert_eq!(moment(at, &TimeZone::UTC), "22 November 2026, 06:10");
    }
}
