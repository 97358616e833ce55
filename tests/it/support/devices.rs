//! More devices in a room than its one microphone: others to go to, and some that can be unplugged.

use std::path::PathBuf;

use super::process::Process;
use super::room::Room;
use super::wav;

/// A device that a test has plugged in.
#[derive(Debug)]
pub(crate) struct Device {
    /// The server's number of it.
    module: String,
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
        let number = self.pactl(&[&["load-module"], module].concat());
        self.wait_for("list short sources", source);
        Device {
            module: number.trim().to_owned(),
            source: source.to_owned(),
        }
    }

    /// The microphone that a room has from the beginning.
    pub(crate) fn first_device(&self) -> Device {
        let modules = self.pactl(&["list", "short", "modules"]);
        let module = modules.lines().find(|line| line.contains("sink_name=room"));
        let number = module.and_then(|line| line.split('\t').next());
        Device {
            module: number.expect("the room has a sink").to_owned(),
            source: "room.monitor".to_owned(),
        }
    }

    /// Takes a device away.
    pub(crate) fn unplug(&self, device: &Device) {
        self.pactl(&["unload-module", &device.module]);
    }

    /// Makes a device the default microphone, as a user does in the desktop's settings.
    pub(crate) fn make_default(&self, device: &Device) {
        self.pactl(&["set-default-source", &device.source]);
        self.wait_for("get-default-source", &device.source);
    }

    /// As `play_samples`, into another sink.
    pub(crate) fn play_samples_on(&self, sink: &str, samples: &[i16]) -> Process {
        self.play_on(sink, &self.to_play(samples))
    }

    /// Plays a tone of full 48 kHz into a sink, for `seconds`.
    pub(crate) fn play_tone(&self, sink: &str, hertz: f64, seconds: u32) -> Process {
        self.play_on(sink, &self.to_play(&tone(hertz, seconds)))
    }
}

/// A tone at a third of full scale, at the room's rate.
pub(crate) fn tone(hertz: f64, seconds: u32) -> Vec<i16> {
    let turn = std::f64::consts::TAU * hertz / f64::from(wav::ROOM.sample_rate);
    (0..seconds * wav::ROOM.sample_rate)
        .map(|i| ((f64::from(i) * turn).sin() * 10_000.0) as i16)
        .collect()
}

/// The frequency of a tone: from the first to the last time it rises through 0.
pub(crate) fn frequency(heard: &[i16], rate: u32) -> f64 {
    let rises: Vec<usize> = (1..heard.len())
        .filter(|&i| heard[i - 1] < 0 && heard[i] >= 0)
        .collect();
    let (Some(first), Some(last)) = (rises.first(), rises.last()) else {
        return 0.0;
    };
    (rises.len() - 1) as f64 * f64::from(rate) / (last - first).max(1) as f64
}

#[test]
fn the_frequency_of_a_tone_is_measured() {
    for hertz in [100.0, 440.0, 1234.5] {
        let found = frequency(&tone(hertz, 1), 48_000);
        assert!((found / hertz - 1.0).abs() < 0.001, "{found} of {hertz}");
    }
    assert!(frequency(&[0; 100], 48_000).abs() < 1e-9);
}
