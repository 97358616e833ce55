use std::io::Write;

use pulseaudio::protocol::stream::BufferAttr;
use pulseaudio::protocol::{
    RecordStreamMovedParams, SubscriptionMask, write_command_message, write_memblock,
    write_reply_message,
};

use super::*;
use crate::audio::capture::{Stamp, ring};
use crate::audio::format::Format;

const VERSION: u16 = 35;
const CHANNEL: u32 = 3;
const RATE: u32 = 48_000;

/// The server's end of a stream, and what came out at ours.
struct Server {
    socket: UnixStream,
    reading: Reading,
    signs: Arc<Signs>,
    stamps: rtrb::Consumer<Stamp>,
    samples: rtrb::Consumer<f32>,
}

impl Server {
    fn new() -> Self {
        let (socket, ours) = UnixStream::pair().unwrap();
        let format = Format {
            sample_rate: RATE,
            channels: 1,
        };
        let (intake, samples, stamps) = ring(format);
        let reply = CreateRecordStreamReply {
            channel: CHANNEL,
            sample_spec: SampleSpec {
                format: SampleFormat::S16Le,
                channels: 1,
                sample_rate: RATE,
            },
            ..CreateRecordStreamReply::default()
        };
        let signs = Arc::new(Signs::default());
        let reader = BufReader::new(ours);
        let reading = Reading::new(reader, (VERSION, 7), &reply, intake, &signs);
        Server {
            socket,
            reading,
            signs,
            stamps,
            samples,
        }
    }

    /// Sends so many frames, each of the value 1.
    fn send(&mut self, frames: usize) {
        let bytes = [1i16.to_le_bytes().as_slice()].concat().repeat(frames);
        write_memblock(&mut self.socket, CHANNEL, &bytes, 0).unwrap();
        self.reading.one_message().unwrap();
    }

    /// Answers the question that was asked with the block before.
    fn answer(&mut self, latency: &RecordLatency) {
        let (number, _) = self.reading.asked.expect("it was asked");
        write_reply_message(&mut self.socket, number, latency, VERSION).unwrap();
        self.reading.one_message().unwrap();
    }

    fn tell(&mut self, command: &Command) {
        write_command_message(&mut self.socket, 0, command, VERSION).unwrap();
    }

    /// The frames of each block that came, and those that were lost before it.
    fn came(&mut self) -> Vec<(usize, u64)> {
        std::iter::from_fn(|| self.stamps.pop().ok())
            .map(|stamp| (stamp.frames, stamp.dropped))
            .collect()
    }
}

/// An answer: so many frames written and sent, the newest so many microseconds old.
fn latency(written: i64, sent: i64, age: u64) -> RecordLatency {
    RecordLatency {
        sink_usec: 0,
        source_usec: age,
        playing: true,
        local_time: std::time::UNIX_EPOCH,
        remote_time: std::time::UNIX_EPOCH,
        write_offset: 2 * written,
        read_offset: 2 * sent,
    }
}

#[test]
fn sound_comes_through_as_it_is_and_is_asked_after() {
    let mut server = Server::new();
    server.send(480);
    server.answer(&latency(960, 480, 5_000));
    let before = clock::now();
    let first = server.reading.position.captured(0).unwrap();
    // 960 frames of 20 ms, the newest 5 ms old.
    let ago = before.saturating_duration_since(first);
    assert!(ago >= Duration::from_millis(25), "{ago:?}");
    server.send(480);
    assert_eq!(server.came(), [(480, 0), (480, 0)]);
    assert_eq!(server.samples.pop(), Ok(1.0 / 32_768.0));
}

#[test]
fn the_first_sound_lies_where_the_first_good_answer_puts_it() {
    let mut server = Server::new();
    // It came much too late: it is 300 ms old, and more is on its way.
    for _ in 0..3 {
        server.send(480);
    }
    assert_eq!(server.came(), []);
    server.answer(&latency(3 * 480, 3 * 480, 300_000));
    let stamp = server.stamps.pop().unwrap();
    assert_eq!(stamp.frames, 1024);
    let age = clock::now().saturating_duration_since(stamp.captured);
    assert!(age >= Duration::from_millis(330), "{age:?}");
    assert_eq!(server.came(), [(3 * 480 - 1024, 0)]);
    // From now on nothing waits.
    server.send(480);
    assert_eq!(server.came(), [(480, 0)]);
}

#[test]
fn sound_without_an_answer_waits_no_longer_than_a_second() {
    let mut server = Server::new();
    server.send(480);
    let second_ago = clock::now().checked_sub(UNPLACED);
    server.reading.unplaced_since = second_ago;
    server.send(480);
    assert_eq!(server.came(), [(480, 0), (480, 0)]);
}

#[test]
fn what_the_server_skipped_is_counted_as_lost() {
    let mut server = Server::new();
    server.send(480);
    // It counts from another place than we do; that alone says nothing.
    server.answer(&latency(580, 580, 0));
    server.reading.asked_last = None;
    server.send(480);
    server.answer(&latency(6_060, 6_060, 0));
    server.send(480);
    assert_eq!(server.came(), [(480, 0), (480, 0), (480, 5_000)]);
    assert_eq!(server.reading.received, 3 * 480 + 5_000);
}

#[test]
fn nonsense_of_the_server_is_not_believed() {
    let mut server = Server::new();
    server.send(480);
    // A negative age, sent as if it had no sign.
    server.answer(&latency(480, 480, u64::MAX - 5));
    assert_eq!(server.reading.position.captured(0), None);
    server.reading.asked_last = None;
    server.send(480);
    assert_eq!(server.came(), [], "the sound waits for a better one");
    server.answer(&latency(-5, 960, 0));
    assert_eq!(server.came(), [(960, 0)]);
    // A message that could only be a mistake, or an attack.
    let head = [u32::MAX.to_be_bytes(), CHANNEL.to_be_bytes()].concat();
    server.socket.write_all(&head).unwrap();
    server.socket.write_all(&[0; 12]).unwrap();
    assert!(server.reading.one_message().is_err());
}

#[test]
fn a_stream_that_is_moved_says_where_and_one_that_is_killed_ends() {
    let mut server = Server::new();
    server.send(480);
    server.answer(&latency(480, 480, 0));
    // What is none of our business changes nothing.
    server.tell(&Command::Subscribe(SubscriptionMask::all()));
    server.reading.one_message().unwrap();
    server.tell(&Command::RecordStreamMoved(RecordStreamMovedParams {
        stream_index: 0,
        device_index: 5,
        device_name: c"desk".to_owned(),
        device_suspended: false,
        buffer_attr: BufferAttr::default(),
        configured_source_latency: 0,
    }));
    server.reading.one_message().unwrap();
    let moved = server.signs.moved.lock().unwrap().take();
    assert_eq!(moved.as_deref(), Some("desk"));
    assert_eq!(server.reading.position.captured(0), None);
    server.tell(&Command::RecordStreamKilled(CHANNEL));
    server.reading.until_the_end();
    assert!(server.signs.failed.load(Ordering::Relaxed));
}

#[test]
fn what_does_not_fit_is_waited_for_until_nobody_wants_it() {
    let mut server = Server::new();
    let second = RATE as usize;
    server.send(second);
    server.answer(&latency(48_000, 48_000, 0));
    // The ring holds eight seconds.
    for _ in 0..7 {
        server.send(second);
    }
    assert!(!server.reading.intake.has_room(480));
    let signs = Arc::clone(&server.signs);
    let (stop, started) = (Duration::from_millis(50), clock::now());
    let closer = std::thread::Builder::new().spawn(move || {
        std::thread::sleep(stop);
        signs.closed.store(true, Ordering::Relaxed);
    });
    server.send(480);
    assert!(clock::now().saturating_duration_since(started) >= stop);
    closer.unwrap().join().unwrap();
}
