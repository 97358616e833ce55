//! The samples of a WAV as they lie in the file, whatever its header says of their number: in
//! blocks, because an hour does not belong into memory.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// Where the first sample stands, if the file is a WAV.
pub(crate) fn data_at(path: &Path) -> Option<u64> {
    let mut head = Vec::new();
    let file = File::open(path).ok()?;
    file.take(4096).read_to_end(&mut head).ok()?;
    let place = head.windows(4).position(|four| four == b"data")?;
    (head.starts_with(b"RIFF") && head.len() >= place + 8).then_some(place as u64 + 8)
}

/// Whole frames on disk, of 16 bits and one channel.
pub(crate) fn on_disk(path: &Path) -> u64 {
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    data_at(path).map_or(0, |at| bytes.saturating_sub(at) / 2)
}

/// Hands `limit` frames of the file to `take`, or as many as there are.
pub(crate) fn each_block(path: &Path, limit: u64, mut take: impl FnMut(&[i16])) {
    let Some(at) = data_at(path) else { return };
    let mut file = BufReader::new(File::open(path).expect("the file is there"));
    file.seek(SeekFrom::Start(at)).expect("the file is read");
    let mut left = limit.min(on_disk(path));
    let mut bytes = vec![0; 1 << 16];
    let mut samples = Vec::new();
    while left > 0 {
        let count = usize::try_from(left * 2).map_or(bytes.len(), |n| n.min(bytes.len()));
        file.read_exact(&mut bytes[..count])
            .expect("the file is read");
        samples.clear();
        let pairs = bytes[..count].chunks_exact(2);
        samples.extend(pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]])));
        take(&samples);
        left -= samples.len() as u64;
    }
}
