//! What a key means while takes are heard.

use crate::domain::playback::Command;
use crate::ui::keys::Key;

/// What the player itself does at a key; none for what is more than playing.
pub(super) fn command(key: Key) -> Option<Command> {
    Some(match key {
        Key::Space => Command::TogglePause,
        Key::Left => Command::Step(-5),
        Key::Right => Command::Step(5),
        Key::Down | Key::Char('[') => Command::Step(-30),
        Key::Up | Key::Char(']') => Command::Step(30),
        Key::Char('n') => Command::NextSection,
        Key::Char('p') => Command::PreviousSection,
        Key::Char('.') => Command::NextMark,
        Key::Char(',') => Command::PreviousMark,
        Key::Char('l') => Command::LongPause,
        Key::Char('>') => Command::Faster,
        Key::Char('<') => Command::Slower,
        Key::Char('+' | '=') => Command::Louder,
        Key::Char('-') => Command::Softer,
        Key::Char('x') => Command::ToggleSkips,
        _ => return None,
    })
}

/// Those that matter, in one line.
pub(super) const LINE: &str = "space pause · ← → 5 s · l long pause · m mark · s score · n p section \
                               · < > speed · x skip pauses · . , marks · ? keys · q stop";

/// Each with what it does.
pub(super) fn each() -> Vec<String> {
    [
        "space pauses and goes on",
        "← → five seconds",
        "[ ] or ↓ ↑ thirty seconds",
        "n p next, previous section",
        ". , next, previous mark",
        "l the longest pause, then the next",
        "< > slower, faster",
        "- + softer, louder",
        "x skips pauses, or not",
        "m sets a mark",
        "Enter sets one with a label",
        "s scores what you hear",
        "q or Esc stops",
        "▲ is here, ▾ a mark, ✓ a cue, ╌ a pause",
    ]
    .map(str::to_owned)
    .to_vec()
}
