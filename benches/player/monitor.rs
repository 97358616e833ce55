//! What another program hears of the speaker, block by block, with the instant at which it heard it.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use hotseat::clock;

const LIMIT: Duration = Duration::from_secs(10);

/// Listens until it is dropped.
pub(crate) struct Monitor {
    child: Child,
    reader: Option<JoinHandle<()>>,
    blocks: Receiver<(Instant, Vec<i16>)>,
}

impl Monitor {
    /// Listens to the speaker of the room that `apply` puts a program into.
    pub(crate) fn start(apply: impl Fn(&mut Command)) -> Self {
        let mut parec = Command::new("parec");
        apply(&mut parec);
        parec.args(["--raw", "--format=s16le", "--rate=48000", "--channels=1"]);
        parec.args(["--latency-msec=5", "-d", "room.monitor"]);
        parec.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = parec.spawn().expect("parec runs");
        let mut sound = child.stdout.take().expect("it is read");
        let (tell, blocks) = channel();
        let reader = Builder::new()
            .name("monitor".to_owned())
            .spawn(move || {
                let mut bytes = [0; 480];
                while sound.read_exact(&mut bytes).is_ok() {
                    let samples = bytes.chunks_exact(2);
                    let samples = samples.map(|b| i16::from_le_bytes([b[0], b[1]])).collect();
                    if tell.send((clock::now(), samples)).is_err() {
                        return;
                    }
                }
            })
            .expect("a thread");
        let monitor = Monitor {
            child,
            reader: Some(reader),
            blocks,
        };
        // It hears before there is anything.
        for _ in 0..20 {
            monitor.block();
        }
        monitor
    }

    fn block(&self) -> (Instant, Vec<i16>) {
        self.blocks.recv_timeout(LIMIT).expect("it hears")
    }

    /// When, after `since`, a block was heard that `is_it`; in milliseconds.
    pub(crate) fn heard(&self, since: Instant, is_it: impl Fn(&[i16]) -> bool) -> f64 {
        loop {
            let (at, samples) = self.block();
            let took = at.saturating_duration_since(since);
            assert!(took < LIMIT, "it is never heard");
            if at > since && is_it(&samples) {
                return took.as_secs_f64() * 1e3;
            }
        }
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        self.child.kill().ok();
        self.child.wait().ok();
        if let Some(reader) = self.reader.take() {
            reader.join().ok();
        }
    }
}
