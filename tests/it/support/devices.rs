//! More devices in a room than its one microphone: others to go to, and some that can be unplugged.

use std::path::PathBuf;

use super::room::Room;

/// A device that a test has plugged in.
#[derive(Debug)]
pub(crate) struct Device {
    /// The server's name of it as a microphone.
    pub(crate) source: String,
}

impl Room {
    /// A second null sink, with a microphone that hears it alone.
    pub(crate) fn plug_in_sink(&mut self, name: &str) -> Device {
        let source = format!("{name}.monitor");
        let device = self.load(
            &source,
            &[
                "module-null-sink",
                &format!("sink_name={name}"),
                &format!("sink_properties=device.description={name}"),
                "rate=48000",
                "channels=1",
                "format=s16le",
            ],
        );
        self.listen_closely(&source);
        device
    }

    /// A microphone that hears the room as the first one does, and can be unplugged.
    pub(crate) fn plug_in_microphone(&self, name: &str) -> Device {
        self.load(
            name,
            &[
                "module-remap-source",
                "master=room.monitor",
                &format!("source_name={name}"),
                &format!("source_properties=device.description={name}"),
                "channels=1",
                "format=s16le",
                "remix=no",
            ],
        )
    }

    /// A microphone that hears what is written into a pipe, when it is written. It is the default
    /// from now on.
    pub(crate) fn plug_in_pipe(&mut self, name: &str) -> (Device, PathBuf) {
        let pipe = self.path(name);
        let device = self.load(
            name,
            &[
                "module-pipe-source",
                &format!("file={}", pipe.display()),
                &format!("source_name={name}"),
                &format!("source_properties=device.description={name}"),
                "rate=48000",
                "channels=1",
                "format=s16le",
            ],
        );
        self.make_default(&device);
        self.listen_closely(name);
        (device, pipe)
    }

    fn load(&self, source: &str, module: &[&str]) -> Device {
        self.pactl(&[&["load-module"], module].concat());
        self.wait_for("list short sources", source);
        Device {
            source: source.to_owned(),
        }
    }

    /// Makes a device the default microphone, as a user does in the desktop's settings.
    pub(crate) fn make_default(&self, device: &Device) {
        self.pactl(&["set-default-source", &device.source]);
        self.wait_for("get-default-source", &device.source);
    }
}
