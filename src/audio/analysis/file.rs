//! Listens to a take on disk, as fast as it can: one thread reads and makes of it what voices are
//! listened for in, one measures the sound, one listens for a voice. Each is given all blocks in their
//! order, so the figures are those of one thread.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Builder, scope};

use super::super::AudioError;
use super::super::envelope::Envelope;
use super::super::take_source::TakeSource;
use super::hearing::Hearing;
use super::{Analysis, Ears, block, heard};

/// Blocks that are read at once.
const BLOCKS: usize = 16;

/// How often that may be read ahead.
const AHEAD: usize = 4;

/// Some blocks of samples, of which only the last of a take may be short.
type Page = Vec<f32>;

/// Listens to the take that begins in `first` and goes on in `further`.
pub fn analyse(first: &Path, further: &[PathBuf]) -> Result<Analysis, AudioError> {
    let mut source = TakeSource::open(first, further)?;
    let format = source.format;
    let ears = Ears::new(format).ok_or_else(|| AudioError::NotWav {
        path: first.to_owned(),
        reason: format!("{} channels at {} Hz", format.channels, format.sample_rate),
    })?;
    let Ears {
        mut sound,
        hearing,
        mut voice,
    } = ears;
    scope(|scope| {
        let (to_sound, pages) = sync_channel::<Page>(AHEAD);
        let sound = Builder::new()
            .name("measure".to_owned())
            .spawn_scoped(scope, move || {
                let mut envelope = Envelope::new(format);
                for page in pages {
                    for block in page.chunks(block(format)) {
                        sound.push(block);
                        envelope.push(block);
                    }
                }
                (sound, envelope)
            })
            .map_err(AudioError::Thread)?;
        let (to_voice, heard_pages) = sync_channel::<Page>(AHEAD);
        let voice = Builder::new()
            .name("listen".to_owned())
            .spawn_scoped(scope, move || {
                for page in heard_pages {
                    voice.push(&page);
                }
                voice
            })
            .map_err(AudioError::Thread)?;
        let read = read(&mut source, hearing, &to_sound, &to_voice);
        drop((to_sound, to_voice));
        let (sound, envelope) = sound.join().unwrap_or_else(|panic| resume_unwind(panic));
        let voice = voice.join().unwrap_or_else(|panic| resume_unwind(panic));
        read.map(|()| Analysis {
            heard: heard(sound, voice),
            envelope,
        })
    })
}

fn read(
    source: &mut TakeSource,
    mut hearing: Hearing,
    to_sound: &SyncSender<Page>,
    to_voice: &SyncSender<Page>,
) -> Result<(), AudioError> {
    let page = BLOCKS * block(source.format);
    loop {
        let mut samples = Vec::with_capacity(page);
        source.read(BLOCKS * super::BLOCK, &mut samples)?;
        let mut heard = Vec::with_capacity(page);
        if samples.is_empty() {
            hearing.finish(&mut heard);
            let _ = to_voice.send(heard);
            return Ok(());
        }
        hearing.push(&samples, &mut heard);
        // Whoever is gone tells why when it is joined.
        let _ = to_voice.send(heard);
        let _ = to_sound.send(samples);
    }
}
