//! The other recorders: each records the default microphone into a WAV of the same shape.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::Signal;

use super::proc;
use super::studio::Studio;
use crate::support::process::Process;

pub(crate) const NAMES: [&str; 4] = ["arecord", "parecord", "ffmpeg", "sox"];

const LIMIT: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) file: PathBuf,
    process: Process,
}

impl Peer {
    pub(crate) fn start(studio: &Studio, name: &str, folder: &Path) -> Self {
        let file = folder.join(name).with_extension("wav");
        let mut command = command(name);
        studio.apply(&mut command);
        command.env("AUDIODRIVER", "alsa").arg(&file);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let process = Process::start(command.stderr(Stdio::null()));
        Peer { file, process }
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn kill(&mut self) {
        self.process.kill();
    }

    /// Lets it end as a person does, by Ctrl-C.
    pub(crate) fn stop(&mut self) {
        proc::signal(self.id(), Signal::INT);
        if self.process.wait(LIMIT).is_none() {
            self.process.kill();
        }
    }
}

/// All but the name of the file, which comes last.
fn command(name: &str) -> Command {
    let args = match name {
        "arecord" => "arecord -q -D default -t wav -f S16_LE -r 48000 -c 1",
        "parecord" => "parecord --file-format=wav --format=s16le --rate=48000 --channels=1",
        "ffmpeg" => {
            "ffmpeg -nostdin -loglevel error -f pulse -channels 1 -sample_rate 48000 -i default \
             -c:a pcm_s16le -y"
        }
        _ => "rec -q -r 48000 -c 1 -b 16",
    };
    let mut words = args.split(' ');
    let mut command = Command::new(words.next().expect("a program"));
    command.args(words);
    command
}

/// One of each.
pub(crate) fn start_all(studio: &Studio, folder: &Path) -> Vec<Peer> {
    let start = |name: &&str| Peer::start(studio, name, folder);
    NAMES.iter().map(start).collect()
}
