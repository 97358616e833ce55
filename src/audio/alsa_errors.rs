//! Keeps ALSA from writing to the screen.
//!
//! Its library prints to stderr whenever it looks for a device that is not there, in the middle of
//! whatever is shown. It comes back as an error code too; the words are kept for whoever looks for
//! the reason.

#[cfg(target_os = "linux")]
mod linux {
    use std::cell::RefCell;
    use std::rc::Rc;

    use alsa::Output;

    thread_local! {
        static WORDS: RefCell<Option<Rc<RefCell<Output>>>> = const { RefCell::new(None) };
    }

    pub(super) fn silence() {
        // Without memory for a buffer it goes on printing, which is no reason to stop.
        let output = Output::local_error_handler().ok();
        WORDS.with_borrow_mut(|words| *words = output);
    }

    pub(super) fn said() -> String {
        WORDS.with_borrow(|words| {
            let output = words.as_ref().map(|output| output.borrow().to_string());
            output.unwrap_or_default()
        })
    }
}

/// From now on ALSA says nothing on this thread. The handler is the thread's own, so every thread
/// that opens devices has to ask for silence.
pub(super) fn silence() {
    #[cfg(target_os = "linux")]
    linux::silence();
}

/// The last things that ALSA would have said on this thread since it was silenced, each once.
pub fn alsa_said() -> Vec<String> {
    #[cfg(target_os = "linux")]
    let text = linux::said();
    #[cfg(not(target_os = "linux"))]
    let text = String::new();
    last_lines(&text)
}

fn last_lines(text: &str) -> Vec<String> {
    const LINES: usize = 3;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().rev().map(str::trim) {
        if lines.len() < LINES && !line.is_empty() && lines.iter().all(|seen| seen != line) {
            lines.push(line.to_owned());
        }
    }
    lines.reverse();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_come_once_and_in_order() {
        assert_eq!(last_lines(""), Vec::<String>::new());
        assert_eq!(last_lines("a\n b \n\na\nc\nb\n"), ["a", "c", "b"]);
        assert_eq!(last_lines("a\nb\nc\nd"), ["b", "c", "d"]);
    }
}
