//! Waiting for the world. Tests wait for what they can see and never for a guessed time, so that a
//! busy machine makes them slow and not wrong; the limit only ends a test that would hang.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// Asks every few milliseconds until there is an answer; none when `limit` has passed without one.
#[expect(
    clippy::disallowed_methods,
    reason = "the world outside the program has no clock that could be handed in"
)]
pub(crate) fn until<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + limit;
    loop {
        // Asked once more after the end: the machine may have slept through the limit.
        let late = Instant::now() >= end;
        let answer = ask();
        if answer.is_some() || late {
            return answer;
        }
        sleep(Duration::from_millis(10));
    }
}

#[test]
fn an_answer_ends_the_wait_and_so_does_the_limit() {
    let mut asked = 0;
    let third = until(Duration::from_mins(1), || {
        asked += 1;
        (asked == 3).then_some(asked)
    });
    assert_eq!(third, Some(3));
    assert_eq!(until(Duration::ZERO, || None::<()>), None);
    assert_eq!(until(Duration::ZERO, || Some(1)), Some(1));
}
