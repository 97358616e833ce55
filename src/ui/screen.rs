//! Draws pictures of a session, on a thread of its own.
//!
//! Only the latest picture counts: a slow terminal skips pictures and delays nothing.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::canvas::Canvas;
use super::countdown::{Picture, Row, Tone};

/// Pictures drawn in a second, at most.
const DRAWS_PER_SECOND: u8 = 12;

/// Steps of a bar: finer than any terminal is wide.
const STEPS: u64 = 10_000;

/// A screen that shows the latest picture until it is dropped.
#[derive(Debug)]
pub struct Screen {
    latest: Arc<Mutex<Option<Picture>>>,
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Screen {
    pub fn start(color: bool) -> io::Result<Self> {
        let latest = Arc::new(Mutex::new(None));
        let (wake, woken) = sync_channel(1);
        let pictures = Arc::clone(&latest);
        let thread = Builder::new()
            .name("screen".to_owned())
            .spawn(move || Painter::new(color).run(&pictures, &woken))?;
        Ok(Screen {
            latest,
            wake: Some(wake),
            thread: Some(thread),
        })
    }

    /// Shows `picture` as soon as the terminal can take it. Never waits for it.
    pub fn show(&self, picture: Picture) {
        if let Ok(mut latest) = self.latest.lock() {
            *latest = Some(picture);
        }
        if let Some(wake) = &self.wake {
            // Full: it is awake already.
            let (Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(()))) =
                wake.try_send(());
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        /// How long a terminal that takes nothing may hold up the end.
        const PATIENCE: Duration = Duration::from_millis(200);
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            join_within(thread, PATIENCE);
        }
    }
}

/// Waits for a thread that writes to the terminal, but leaves it to itself when that takes too long.
pub(super) fn join_within(thread: JoinHandle<()>, patience: Duration) {
    const TURN: Duration = Duration::from_millis(5);
    let mut waited = Duration::ZERO;
    while !thread.is_finished() && waited < patience {
        std::thread::sleep(TURN);
        waited += TURN;
    }
    if thread.is_finished() {
        let _ = thread.join();
    }
}

/// What a bar of indicatif stands for: lines of text, or one clock.
#[derive(Debug, PartialEq)]
enum Shape {
    Lines,
    Clock { width: usize, tone: Tone },
}

fn size() -> (u16, u16) {
    crossterm::terminal::size().unwrap_or((80, 24))
}

/// Bars that begin where the cursor is.
fn begin() -> MultiProgress {
    let canvas = Box::new(Canvas::new(io::stderr(), size));
    MultiProgress::with_draw_target(ProgressDrawTarget::term_like_with_hz(
        canvas,
        DRAWS_PER_SECOND,
    ))
}

struct Painter {
    color: bool,
    multi: MultiProgress,
    bars: Vec<(Shape, ProgressBar)>,
    size: (u16, u16),
}

impl Painter {
    fn new(color: bool) -> Self {
        Painter {
            color,
            multi: begin(),
            bars: Vec::new(),
            size: (0, 0),
        }
    }

    fn run(&mut self, pictures: &Mutex<Option<Picture>>, woken: &Receiver<()>) {
        /// Nothing to do without a picture; this only bounds the wait.
        const IDLE: Duration = Duration::from_secs(1);
        loop {
            match woken.recv_timeout(IDLE) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => break,
            }
            let picture = pictures.lock().ok().and_then(|mut latest| latest.take());
            if let Some(picture) = picture {
                self.draw(&picture);
            }
        }
        let _ = self.multi.clear();
    }

    fn draw(&mut self, picture: &Picture) {
        let size = size();
        if size != self.size {
            // Lines that the terminal has wrapped anew cannot be counted any more.
            self.size = size;
            self.start_over();
        }
        let blocks = self.blocks(&picture.rows(usize::from(size.0), usize::from(size.1)));
        let shapes = blocks.iter().map(|(shape, ..)| shape);
        if !shapes.eq(self.bars.iter().map(|(shape, _)| shape)) {
            self.rebuild(&blocks);
        }
        for ((_, bar), (_, label, used, tail)) in self.bars.iter().zip(blocks) {
            // Each change is a drawing: only what changed.
            if bar.prefix() != label {
                bar.set_prefix(label);
            }
            if bar.position() != used {
                bar.set_position(used);
            }
            if bar.message() != tail {
                bar.set_message(tail);
            }
        }
        // A drawing that came too soon after another was left out: what it had to show is due now.
        if let Some((_, bar)) = self.bars.first() {
            bar.tick();
        }
    }

    fn start_over(&mut self) {
        for (_, bar) in self.bars.drain(..) {
            self.multi.remove(&bar);
        }
        let _ = crossterm::execute!(
            io::stderr(),
            crossterm::terminal::Clear(crossterm::terminal::ClearType::All),
            crossterm::cursor::MoveTo(0, 0)
        );
        self.multi = begin();
    }

    fn rebuild(&mut self, blocks: &[(Shape, String, u64, String)]) {
        for (_, bar) in self.bars.drain(..) {
            self.multi.remove(&bar);
        }
        for (shape, label, used, tail) in blocks {
            let (style, shape) = match shape {
                Shape::Lines => (ProgressStyle::with_template("{msg}"), Shape::Lines),
                Shape::Clock { width, tone } => (
                    self.clock_style(*width, *tone),
                    Shape::Clock {
                        width: *width,
                        tone: *tone,
                    },
                ),
            };
            let bar = ProgressBar::new(STEPS)
                .with_prefix(label.clone())
                .with_position(*used)
                .with_message(tail.clone());
            if let Ok(style) = style {
                bar.set_style(style.progress_chars("━╸─"));
            }
            let bar = self.multi.add(bar);
            // What is set before it is added was never drawn.
            bar.tick();
            self.bars.push((shape, bar));
        }
    }

    fn clock_style(
        &self,
        width: usize,
        tone: Tone,
    ) -> Result<ProgressStyle, indicatif::style::TemplateError> {
        let color = match tone {
            _ if !self.color => "",
            Tone::Short => ".yellow",
            Tone::Last => ".red",
            _ => ".cyan",
        };
        ProgressStyle::with_template(&format!("{{prefix}} {{bar:{width}{color}}} {{msg}}"))
    }

    /// Rows as (shape, label, steps, text): lines that follow each other become one block.
    fn blocks(&self, rows: &[Row]) -> Vec<(Shape, String, u64, String)> {
        let mut blocks: Vec<(Shape, String, u64, String)> = Vec::new();
        for row in rows {
            match row {
                Row::Text { text, tone } => {
                    let line = self.painted(text, *tone);
                    match blocks.last_mut() {
                        Some((Shape::Lines, _, _, lines)) => {
                            lines.push('\n');
                            lines.push_str(&line);
                        }
                        _ => blocks.push((Shape::Lines, String::new(), 0, line)),
                    }
                }
                Row::Bar {
                    label,
                    width,
                    used,
                    tail,
                    tone,
                } => {
                    let shape = Shape::Clock {
                        width: *width,
                        tone: *tone,
                    };
                    let steps = (used * STEPS as f64) as u64;
                    blocks.push((shape, label.clone(), steps, self.painted(tail, *tone)));
                }
            }
        }
        blocks
    }

    fn painted(&self, text: &str, tone: Tone) -> String {
        use anstyle::{AnsiColor, Style};
        let style = match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Strong => Style::new().bold(),
            Tone::Faint => Style::new().dimmed(),
            Tone::Short => AnsiColor::Yellow.on_default(),
            Tone::Last => AnsiColor::Red.on_default().bold(),
            Tone::Bad => AnsiColor::Red.on_default(),
        };
        if self.color && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}
