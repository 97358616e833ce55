//! Listens to a take on disk, as fast as it can: one thread reads, measures the loudness and makes of
//! the sound what voices are listened for in; the other does the rest. That is half of the work for
//! each. Both are given all blocks in their order, so the figures are those of one thread.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::{Builder, scope};

use super::super::AudioError;
use super::super::envelope::Envelope;
use super::super::take_source::TakeSource;
use super::hearing::Hearing;
use super::loudness::Loudness;
use super::{Analysis, Ears, block, heard};

/// Blocks that are read at once.
const BLOCKS: usize = 16;

/// How often that may be read ahead.
const AHEAD: usize = 8;

/// Some blocks, of which only the last of a take may be short.
#[derive(Default)]
struct Page {
    samples: Vec<f32>,
    /// What voices are listened for in.
    hearing: Vec<f32>,
}

/// Listens to the take that begins in `first` and goes on in `further`.
pub fn analyse(first: &Path, further: &[PathBuf]) -> Result<Analysis, AudioError> {
    let source = TakeSource::open(first, further)?;
    let format = source.format;
    let ears = Ears::new(format).ok_or_else(|| AudioError::NotWav {
        path: first.to_owned(),
        reason: format!("{} channels at {} Hz", format.channels, format.sample_rate),
    })?;
    let Ears {
        mut sound,
        loudness,
        hearing,
        mut voice,
    } = ears;
    scope(|scope| {
        let (to_ear, pages) = sync_channel::<Page>(AHEAD);
        let (back, used) = channel();
        let ear = Builder::new()
            .name("listen".to_owned())
            .spawn_scoped(scope, move || {
                let mut envelope = Envelope::new(format);
                for page in pages {
                    voice.push(&page.hearing);
                    for block in page.samples.chunks(block(format)) {
                        sound.push(block);
                        envelope.push(block);
                    }
                    // Whoever reads may be through.
                    let _ = back.send(page);
                }
                (sound, voice, envelope)
            })
            .map_err(AudioError::Thread)?;
        let read = read(source, loudness, hearing, &to_ear, &used);
        drop(to_ear);
        let (sound, voice, envelope) = ear.join().unwrap_or_else(|panic| resume_unwind(panic));
        read.map(|loudness| Analysis {
            heard: heard(&sound, loudness, voice),
            envelope,
        })
    })
}

/// Reads all of it. Pages that come back are used again: new ones would be cleared by the system
/// each time.
fn read(
    mut source: TakeSource,
    mut loudness: Loudness,
    mut hearing: Hearing,
    to_ear: &SyncSender<Page>,
    used: &Receiver<Page>,
) -> Result<Loudness, AudioError> {
    loop {
        let mut page = used.try_recv().unwrap_or_default();
        page.samples.clear();
        page.hearing.clear();
        source.read(BLOCKS * super::BLOCK, &mut page.samples)?;
        if page.samples.is_empty() {
            hearing.finish(&mut page.hearing);
            let _ = to_ear.send(page);
            return Ok(loudness);
        }
        loudness.push(&page.samples);
        hearing.push(&page.samples, &mut page.hearing);
        // Whoever is gone tells why when it is joined.
        let _ = to_ear.send(page);
    }
}
