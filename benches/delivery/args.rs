//! The command line of the benchmark.

use std::fmt::Write as _;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// Of speech.
    pub(crate) minutes: u32,
    /// How often each program runs.
    pub(crate) runs: usize,
    pub(crate) write: bool,
}

impl Options {
    pub(crate) fn read(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Options {
            minutes: 60,
            runs: 5,
            write: false,
        };
        let mut words = words;
        while let Some(word) = words.next() {
            let mut number = |most: u32| {
                let value = words.next().and_then(|text| text.parse::<u32>().ok());
                value
                    .filter(|value| (1..=most).contains(value))
                    .ok_or_else(|| format!("`{word}` wants a number, 1 to {most}"))
            };
            match word.as_str() {
                // What cargo adds by itself.
                "--bench" => {}
                "--write" => options.write = true,
                "--minutes" => options.minutes = number(600)?,
                "--runs" => options.runs = number(100)? as usize,
                other => {
                    let known = "there are --minutes N, --runs N and --write";
                    return Err(format!("`{other}` is no option; {known}"));
                }
            }
        }
        Ok(options)
    }

    /// As it is typed.
    pub(crate) fn command(&self) -> String {
        let mut command = "scripts/bench delivery".to_owned();
        if self.minutes != 60 {
            let _ = write!(command, " --minutes {}", self.minutes);
        }
        if self.runs != 5 {
            let _ = write!(command, " --runs {}", self.runs);
        }
        if self.write {
            command += " --write";
        }
        command
    }
}
