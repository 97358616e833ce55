//! A home whose one answer is an hour long.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::PathBuf;

use crate::support::home::Home;
use crate::support::sitting::sit;
use crate::support::{signal, wav};

const SECOND: usize = 48_000;

pub(crate) struct Hour {
    pub(crate) home: Home,
    pub(crate) file: PathBuf,
}

impl Hour {
    /// The hour takes the place of a take of a moment.
    pub(crate) fn new() -> Self {
        let home = Home::new();
        let args = ["quick", "--mic=tone", "--follow-ups=0", "--no-score"];
        let session = sit(&home, &args);
        let folder = home
            .path()
            .join(session["folder"].as_str().expect("a folder"));
        let file = folder.join("1-1-answer.wav");
        wav::write(&file, wav::ROOM, &[]);
        let whole = File::options().write(true).open(&file).expect("the take");
        let mut whole = BufWriter::new(whole);
        whole.seek(SeekFrom::End(0)).expect("its end");
        let second: Vec<u8> = signal::samples(SECOND)
            .iter()
            .flat_map(|s| s.to_le_bytes())
            .collect();
        for _ in 0..3_600 {
            whole.write_all(&second).expect("a second is written");
        }
        let bytes = u32::try_from(second.len() * 3_600).expect("it fits a WAV");
        for (at, size) in [(4, bytes + 36), (40, bytes)] {
            whole.seek(SeekFrom::Start(at)).expect("its header");
            whole.write_all(&size.to_le_bytes()).expect("it is written");
        }
        whole.flush().expect("all is written");
        Hour { home, file }
    }
}
