//! A break between two rounds: what came of the first stays readable, and a line below it counts
//! down. The next round's own screen shows when somebody asks for it, or shortly before it begins.

use std::time::{Duration, Instant};

use crate::cli::context::Context;
use crate::cli::signals::Signal;
use crate::cli::typing::Typing;
use crate::clock;
use crate::ui::keys::Key;
use crate::ui::text;

/// How the wait ended.
pub(super) enum Rest {
    /// It is time to take the seat.
    Over,
    Left,
    Signal(Signal),
}

/// Time to find one's seat, on the screen that the next round begins on.
const SEAT: Duration = Duration::from_secs(15);

/// How often the line counts.
const TURN: Duration = Duration::from_millis(200);

/// Waits in the break that is over at `until`. Where there is none, or scores have taken all of it,
/// nobody is hurried.
pub(super) fn rest(context: &Context, until: Instant) -> anyhow::Result<Rest> {
    let terminal = context.terminal;
    if !terminal.is_interactive() || terminal.is_plain() {
        return Ok(Rest::Over);
    }
    let left = || until.saturating_duration_since(clock::now());
    let counts = left() > SEAT;
    let mut typing = Typing::begin()?;
    terminal.say("");
    let rest = loop {
        let left = left();
        if counts && left <= SEAT {
            break Rest::Over;
        }
        let left = if left.is_zero() {
            "the break is over".to_owned()
        } else {
            format!("break: begins in {}", text::clock(left))
        };
        terminal.say_in_place(&format!("{left} · Enter to your seat · q leave"));
        match typing.key_within(TURN) {
            Some(Key::Enter) => break Rest::Over,
            Some(Key::Char('q') | Key::Escape) => break Rest::Left,
            Some(Key::Interrupt | Key::Gone) => {
                break Rest::Signal(typing.signal().unwrap_or(Signal::Interrupt));
            }
            _ => {}
        }
    };
    terminal.say("");
    Ok(rest)
}
