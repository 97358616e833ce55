//! The one handle to the terminal: prints, takes the keyboard for a session, and gives it back
//! whatever happens.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;

use super::text::{fit, sanitize};

/// The terminal, or what stands in its place.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    interactive: bool,
    color: bool,
    plain: bool,
}

impl Terminal {
    /// Looks at what the process was given. A terminal means that stdin and stderr both are one.
    pub fn of_process() -> Self {
        let interactive = io::stdin().is_terminal() && io::stderr().is_terminal();
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let accessible = std::env::var_os("ACCESSIBLE").is_some_and(|value| value == "1");
        Terminal {
            interactive,
            color: io::stderr().is_terminal() && !is_set("NO_COLOR") && !is_dumb,
            plain: is_dumb || accessible,
        }
    }

    /// The same, used plainly where that is asked for.
    #[must_use]
    pub fn plainly(self, plain: bool) -> Self {
        Terminal {
            plain: self.plain || plain,
            ..self
        }
    }

    /// Whether a line per event is wanted, and no cursor that moves: for a screen reader, or a
    /// terminal that can do no more.
    pub fn is_plain(self) -> bool {
        self.plain
    }

    pub fn is_interactive(self) -> bool {
        self.interactive
    }

    pub fn has_color(self) -> bool {
        self.color
    }

    /// Columns; 80 off a terminal.
    pub fn width(self) -> usize {
        // Asked only where there is one: without, it would run `tput` to find out.
        let size = io::stderr().is_terminal().then(crossterm::terminal::size);
        match size {
            Some(Ok((width, _))) if width > 0 => usize::from(width),
            _ => 80,
        }
    }

    /// Rows; 24 off a terminal.
    pub fn height(self) -> usize {
        let size = io::stderr().is_terminal().then(crossterm::terminal::size);
        match size {
            Some(Ok((_, height))) if height > 0 => usize::from(height),
            _ => 24,
        }
    }

    /// Tells the user something, on stderr. Text is sanitized; a closed stderr is no failure.
    pub fn say(self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", sanitize(text));
    }

    /// As [`Terminal::say`], in the place of the line that was said so before. It takes no more than
    /// one line.
    pub fn say_in_place(self, text: &str) {
        let text = fit(text, self.width().saturating_sub(1));
        let mut err = io::stderr().lock();
        let _ = crossterm::queue!(
            err,
            crossterm::cursor::MoveToColumn(0),
            crossterm::style::Print(text),
            crossterm::terminal::Clear(crossterm::terminal::ClearType::UntilNewLine)
        );
        let _ = err.flush();
    }

    /// As [`Terminal::say`], for text that was rendered with styles from sanitized parts.
    pub fn say_rendered(self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Prints a result on stdout, as it is: what shows it has made it harmless.
    ///
    /// # Errors
    /// When stdout does not take it; a reader that went away early is none.
    pub fn print(self, text: &str) -> io::Result<()> {
        match writeln!(io::stdout().lock(), "{text}") {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// A style, if there is color.
    pub fn paint(self, style: anstyle::Style, text: &str) -> String {
        if self.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// What the terminal was like before a session took it, and whether the session has a screen of its
/// own.
static BEFORE: Mutex<Option<(Before, bool)>> = Mutex::new(None);

#[cfg(unix)]
type Before = rustix::termios::Termios;
#[cfg(not(unix))]
type Before = ();

/// While this lives, keys arrive one by one and unseen, on a screen of their own.
#[derive(Debug)]
pub struct Seized(());

impl Seized {
    /// Takes the terminal. Ctrl-C still is a signal and a line end still a line end: only line
    /// editing and echo go.
    pub fn new() -> io::Result<Self> {
        let seized = Self::keyboard()?;
        if let Ok(mut slot) = BEFORE.lock()
            && let Some((_, has_screen)) = slot.as_mut()
        {
            *has_screen = true;
        }
        crossterm::execute!(
            io::stderr(),
            crossterm::terminal::EnterAlternateScreen,
            crossterm::cursor::Hide
        )?;
        Ok(seized)
    }
}

impl Seized {
    /// As [`Seized::new`], and what is on the screen stays there.
    pub fn keyboard() -> io::Result<Self> {
        give_back_on_panic();
        let before = seize()?;
        if let Ok(mut slot) = BEFORE.lock() {
            *slot = Some((before, false));
        }
        Ok(Seized(()))
    }
}

impl Drop for Seized {
    fn drop(&mut self) {
        give_back();
    }
}

/// While this lives, another program has the terminal. However that ends, the terminal has the modes
/// again that it had before.
#[derive(Debug)]
pub struct Lent {
    #[cfg(unix)]
    before: Option<Before>,
}

impl Lent {
    pub fn out() -> Self {
        // Where the cursor goes back to, should the other program never leave a screen of its own.
        // One that does comes to the same place.
        if io::stderr().is_terminal() {
            let _ = crossterm::execute!(io::stderr(), crossterm::cursor::SavePosition);
        }
        Lent {
            #[cfg(unix)]
            before: rustix::termios::tcgetattr(io::stdin()).ok(),
        }
    }

    /// Undoes what a program may have asked of the terminal that did not come to undo it itself.
    pub fn clean_up(&self) {
        use crossterm::cursor::{SetCursorStyle, Show};
        use crossterm::event::{DisableBracketedPaste, DisableFocusChange, DisableMouseCapture};
        use crossterm::style::{Print, ResetColor};
        use crossterm::terminal::LeaveAlternateScreen;
        /// All lines scroll, the arrow keys and the keypad send what they always do.
        const USUAL: &str = "\u{1b}[r\u{1b}[?1l\u{1b}>";
        if io::stderr().is_terminal() {
            let _ = crossterm::execute!(
                io::stderr(),
                Print(USUAL),
                LeaveAlternateScreen,
                DisableMouseCapture,
                DisableFocusChange,
                DisableBracketedPaste,
                SetCursorStyle::DefaultUserShape,
                ResetColor,
                Show
            );
        }
    }
}

#[cfg(unix)]
impl Drop for Lent {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        if let Some(before) = &self.before {
            // What was typed meanwhile stays.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, before);
        }
    }
}

#[cfg(unix)]
fn seize() -> io::Result<Before> {
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
    /// No key has this function: `_POSIX_VDISABLE` on Linux.
    const NO_KEY: u8 = if cfg!(target_os = "linux") { 0 } else { 0xff };
    let before = tcgetattr(io::stdin())?;
    let mut modes = before.clone();
    modes
        .local_modes
        .remove(LocalModes::ICANON | LocalModes::ECHO);
    // A clock cannot be suspended, and the shell would find the terminal as it is now.
    modes.special_codes[SpecialCodeIndex::VSUSP] = NO_KEY;
    tcsetattr(io::stdin(), OptionalActions::Now, &modes)?;
    Ok(before)
}

#[cfg(not(unix))]
fn seize() -> io::Result<Before> {
    crossterm::terminal::enable_raw_mode()
}

/// Gives the terminal back, if a session or a question has it. Can be called from any thread, any
/// number of times.
pub fn give_back() {
    // A question has raw mode and no screen of its own.
    if crossterm::terminal::is_raw_mode_enabled().unwrap_or(false) {
        let _ = crossterm::terminal::disable_raw_mode();
        let _ = crossterm::execute!(io::stderr(), crossterm::cursor::Show);
    }
    let Some((before, has_screen)) = BEFORE.lock().ok().and_then(|mut slot| slot.take()) else {
        return;
    };
    if has_screen {
        let _ = crossterm::execute!(
            io::stderr(),
            crossterm::terminal::LeaveAlternateScreen,
            crossterm::cursor::Show
        );
    }
    restore(&before);
}

#[cfg(unix)]
fn restore(before: &Before) {
    use rustix::termios::{OptionalActions, QueueSelector, tcflush, tcsetattr};
    // Keys that were meant for the session are not for the shell.
    let _ = tcflush(io::stdin(), QueueSelector::IFlush);
    let _ = tcsetattr(io::stdin(), OptionalActions::Now, before);
}

#[cfg(not(unix))]
fn restore((): &Before) {
    let _ = crossterm::terminal::disable_raw_mode();
}

/// A panic message must not be lost on a screen that is about to vanish.
fn give_back_on_panic() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            give_back();
            usual(panic);
        }));
    });
}
