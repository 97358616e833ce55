//! Listens to a take on disk, as fast as it can: one thread reads, one measures the sound, one listens
//! for a voice. Each is given all blocks in their order, so the figures are those of one thread.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, scope};

use super::super::AudioError;
use super::super::envelope::Envelope;
use super::super::take_source::TakeSource;
use super::{Analysis, block, ears, heard, number};

/// Blocks that are read at once.
const BLOCKS: usize = 16;

/// How often that may be read ahead.
const AHEAD: usize = 4;

/// Some blocks, of which only the last of a take may be short.
type Page = Arc<Vec<f32>>;

/// Listens to the take that begins in `first` and goes on in `further`.
pub fn analyse(first: &Path, further: &[PathBuf]) -> Result<Analysis, AudioError> {
    let mut source = TakeSource::open(first, further)?;
    let format = source.format;
    let (mut sound, mut voice) = ears(format).ok_or_else(|| AudioError::NotWav {
        path: first.to_owned(),
        reason: format!("{} channels at {} Hz", format.channels, format.sample_rate),
    })?;
    let block = block(format);
    scope(|scope| {
        let (to_sound, pages) = sync_channel(AHEAD);
        let sound = Builder::new()
            .name("measure".to_owned())
            .spawn_scoped(scope, move || {
                let mut envelope = Envelope::new(format);
                each_block(&pages, block, |block| {
                    sound.push(block);
                    envelope.push(block);
                });
                (sound, envelope)
            })
            .map_err(AudioError::Thread)?;
        let (to_voice, pages) = sync_channel(AHEAD);
        let voice = Builder::new()
            .name("listen".to_owned())
            .spawn_scoped(scope, move || {
                each_block(&pages, block, |block| voice.push(block));
                voice
            })
            .map_err(AudioError::Thread)?;
        let read = read(&mut source, &[to_sound, to_voice]);
        let (sound, envelope) = sound.join().unwrap_or_else(|panic| resume_unwind(panic));
        let voice = voice.join().unwrap_or_else(|panic| resume_unwind(panic));
        read.map(|()| Analysis {
            heard: heard(&sound, voice),
            envelope,
        })
    })
}

fn read(source: &mut TakeSource, to: &[SyncSender<Page>]) -> Result<(), AudioError> {
    loop {
        let mut samples = Vec::new();
        source.read(BLOCKS * super::BLOCK, &mut samples)?;
        if samples.is_empty() {
            return Ok(());
        }
        for sample in &mut samples {
            *sample = number(*sample);
        }
        let page = Arc::new(samples);
        for to in to {
            // Whoever is gone tells why when it is joined.
            let _ = to.send(Arc::clone(&page));
        }
    }
}

fn each_block(pages: &Receiver<Page>, block: usize, mut take_in: impl FnMut(&[f32])) {
    for page in pages {
        page.chunks(block).for_each(&mut take_in);
    }
}
