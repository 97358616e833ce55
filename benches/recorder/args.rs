//! The command line of the benchmark.

/// What is asked for.
pub(crate) enum Wish {
    Measure(Options),
    List,
    /// Be the terminal of this command until killed; see `hold`.
    Hold(Vec<String>),
    Nonsense(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// Length of the long session.
    pub(crate) minutes: f64,
    /// The same on `PipeWire`.
    pub(crate) pipewire_minutes: f64,
    /// How often hotseat is killed.
    pub(crate) kills: usize,
    /// How often each of the other recorders is.
    pub(crate) peer_kills: usize,
    /// Whether the long session runs on a busy machine.
    pub(crate) load: bool,
    pub(crate) write: bool,
    rows: Vec<String>,
    /// As it can be typed again.
    pub(crate) command: String,
}

impl Options {
    pub(crate) fn wants(&self, row: &str) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|name| name == row)
    }
}

pub(crate) fn read(words: &[String]) -> Wish {
    let mut options = Options {
        minutes: 60.0,
        pipewire_minutes: 10.0,
        kills: 100,
        peer_kills: 20,
        load: false,
        write: false,
        rows: Vec::new(),
        command: String::new(),
    };
    let mut list = false;
    let mut typed = vec!["scripts/bench"];
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        // What cargo adds by itself.
        if word == "--bench" {
            continue;
        }
        if word == "--hold" {
            return Wish::Hold(rest.cloned().collect());
        }
        typed.push(word);
        let mut number = || {
            let value = rest.next()?;
            typed.push(value);
            value.parse::<f64>().ok().filter(|number| *number > 0.0)
        };
        let taken = match word.as_str() {
            "--minutes" => number().map(|minutes| options.minutes = minutes),
            "--pipewire-minutes" => number().map(|minutes| options.pipewire_minutes = minutes),
            "--kills" => number().map(|kills| options.kills = kills as usize),
            "--peer-kills" => number().map(|kills| options.peer_kills = kills as usize),
            "--load" => {
                options.load = true;
                Some(())
            }
            "--write" => {
                options.write = true;
                Some(())
            }
            "--list" => {
                list = true;
                Some(())
            }
            name => super::rows::ROWS
                .iter()
                .any(|row| row.name == name)
                .then(|| options.rows.push(name.to_owned())),
        };
        if taken.is_none() {
            return Wish::Nonsense(format!(
                "`{word}` is no row and no option, or lacks its number; rows: --list; options: \
                 --minutes N, --pipewire-minutes N, --load, --kills N, --peer-kills N, --write"
            ));
        }
    }
    options.command = typed.join(" ");
    if list {
        return Wish::List;
    }
    Wish::Measure(options)
}
