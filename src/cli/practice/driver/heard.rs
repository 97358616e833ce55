//! What the recorder has to say to a session.

use super::Driver;
use crate::audio::RecorderEvent;
use crate::cli::hearing::{in_words, not_writing};
use crate::cli::practice::pictures::microphone_name;
use crate::clock;
use crate::domain::Speech;
use crate::domain::session::Slot;
use crate::ui::countdown::Tone;
use crate::ui::losses::reason;

impl Driver<'_> {
    pub(super) fn measured(&mut self, slot: Slot, speech: Speech) {
        self.record.measure(slot, speech);
        self.keep(clock::now());
    }

    pub(super) fn heard(&mut self, event: RecorderEvent<Slot>) {
        match event {
            RecorderEvent::Level(level) => self.around.level = Some(level.peak_dbfs),
            RecorderEvent::Done { key, take } => {
                self.record.add(key, take);
                self.keep(clock::now());
            }
            RecorderEvent::Failed { key, take, error } => {
                if let Some(take) = take {
                    self.record.add(key, take);
                    self.keep(clock::now());
                }
                self.trouble(error.to_string());
            }
            // Its figures are made of it on the thread that listened.
            RecorderEvent::Heard { .. } => {}
            RecorderEvent::Gap { cause, .. } => {
                let text = format!("Some sound was lost: {}.", reason(cause));
                self.notice(&text, Tone::Bad);
            }
            RecorderEvent::Complaint(complaint) => self.notice(in_words(complaint), Tone::Bad),
            RecorderEvent::NotWriting(error) => {
                self.around.disk_full = true;
                self.trouble(not_writing(&error));
            }
            RecorderEvent::Writing => {
                self.around.disk_full = false;
                self.notice("There is room again: recording goes on.", Tone::Bad);
            }
            RecorderEvent::Moved(mic) => {
                self.around.microphone = microphone_name(&mic);
                let text = format!("The microphone is now {}.", self.around.microphone);
                self.notice(&text, Tone::Bad);
            }
            RecorderEvent::Lost => {
                self.around.microphone_gone = true;
                self.around.level = None;
                self.notice(
                    "The microphone is gone. The clock goes on; it records again when it is back.",
                    Tone::Bad,
                );
            }
            RecorderEvent::Back(mic) => {
                self.around.microphone_gone = false;
                self.around.microphone = microphone_name(&mic);
                let text = format!("Recording again, with {}.", self.around.microphone);
                self.notice(&text, Tone::Bad);
            }
        }
    }
}
