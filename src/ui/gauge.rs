//! How far something has come that takes a while: a bar on a terminal, and off it, or where the
//! terminal is to be used plainly, a line now and then.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;

/// Between two lines.
const EVERY: u64 = 1_000;

/// Something that takes a while, on its way.
#[derive(Debug)]
pub struct Gauge {
    terminal: Terminal,
    bar: Option<ProgressBar>,
    what: &'static str,
    total: u64,
    done: u64,
}

impl Gauge {
    /// `what` there are `total` of, as `sessions`.
    pub fn start(terminal: Terminal, what: &'static str, total: usize) -> Self {
        let total = total as u64;
        let has_bar = terminal.is_interactive() && !terminal.is_plain();
        let bar = has_bar.then(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
            let form = "{bar:30} {human_pos} of {human_len} {msg}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(form) {
                bar.set_style(style.progress_chars("━╸─"));
            }
            bar.with_message(what)
        });
        Gauge {
            terminal,
            bar,
            what,
            total,
            done: 0,
        }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        match &self.bar {
            Some(bar) => bar.inc(1),
            None if self.done.is_multiple_of(EVERY) && self.done < self.total => {
                let Gauge {
                    done, total, what, ..
                } = self;
                self.terminal.say(&format!("{done} of {total} {what}"));
            }
            None => {}
        }
    }

    /// Says something that is not lost in the bar.
    pub fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| self.terminal.say(text)),
            None => self.terminal.say(text),
        }
    }
}

impl Drop for Gauge {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
