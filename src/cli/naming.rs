//! How a session and its time are written in a listing.

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
