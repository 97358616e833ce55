//! A connection to the sound server: the handshake, and questions with their answers.

use std::ffi::CString;
use std::io::{self, BufReader, IoSlice, Write};
use std::mem::MaybeUninit;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use pulseaudio::protocol::{
    AuthParams, AuthReply, Command, CommandReply, MAX_VERSION, Prop, Props, SetClientNameReply,
    read_reply_message, write_command_message,
};
use pulseaudio::{cookie_path_from_env, socket_path_from_env};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, UCred, sendmsg};
use rustix::process::{getgid, getpid, getuid};

use super::PulseError;

/// How long a hung server may keep us waiting for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Holds some tenths of a second of sound, so that a message seldom takes more than one read.
const BUFFER: usize = 1 << 16;

/// Bytes of a cookie. A server hangs up on one of another length, before it looks at who we are.
const COOKIE: usize = 256;

/// Speaks with the server, one question at a time.
pub(super) struct Connection {
    reader: BufReader<UnixStream>,
    version: u16,
    asked: u32,
}

impl Connection {
    /// Finds the server as all its clients do: `PULSE_SERVER`, the runtime folders, the cookie.
    pub(super) fn open() -> Result<Self, PulseError> {
        let path = socket_path_from_env().ok_or(PulseError::NoServer)?;
        let socket = UnixStream::connect(path).map_err(|_| PulseError::NoServer)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
        let mut connection = Connection {
            reader: BufReader::with_capacity(BUFFER, socket),
            version: MAX_VERSION,
            asked: 0,
        };
        let path = cookie_path_from_env();
        let mut cookie = path
            .and_then(|path| std::fs::read(path).ok())
            .unwrap_or_default();
        cookie.resize(COOKIE, 0);
        let mut greeting = Vec::new();
        let auth = Command::Auth(AuthParams {
            version: MAX_VERSION,
            supports_shm: false,
            supports_memfd: false,
            cookie,
        });
        write_command_message(&mut greeting, 0, &auth, MAX_VERSION)?;
        introduce(connection.reader.get_ref(), &greeting)?;
        connection.asked = 1;
        let auth: AuthReply = connection.answer(0)?;
        connection.version = auth.version.min(MAX_VERSION);
        let mut names = Props::new();
        names.set(Prop::ApplicationName, c"hotseat");
        let id = CString::new(std::process::id().to_string()).unwrap_or_default();
        names.set(Prop::ApplicationProcessId, id.as_c_str());
        let _: SetClientNameReply = connection.ask(&Command::SetClientName(names))?;
        Ok(connection)
    }

    pub(super) fn ask<R: CommandReply>(&mut self, command: &Command) -> Result<R, PulseError> {
        let number = self.asked;
        self.asked += 1;
        write_command_message(self.reader.get_mut(), number, command, self.version)?;
        self.answer(number)
    }

    fn answer<R: CommandReply>(&mut self, number: u32) -> Result<R, PulseError> {
        let (answered, reply) = read_reply_message(&mut self.reader, self.version)?;
        if answered == number {
            Ok(reply)
        } else {
            Err(PulseError::Confused)
        }
    }

    /// Gives the connection away: where messages are read, the protocol's version, and the number of
    /// the next question.
    pub(super) fn into_parts(self) -> (BufReader<UnixStream>, u16, u32) {
        (self.reader, self.version, self.asked)
    }
}

/// Sends the first message together with who we are: a server that does not accept the cookie accepts
/// its own user. The system would add that by itself, but only once the server has asked it to.
fn introduce(mut socket: &UnixStream, message: &[u8]) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmCredentials(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    control.push(SendAncillaryMessage::ScmCredentials(UCred {
        pid: getpid(),
        uid: getuid(),
        gid: getgid(),
    }));
    let bytes = [IoSlice::new(message)];
    // Where the system forbids to say it, the cookie has to do.
    let sent = sendmsg(socket, &bytes, &mut control, SendFlags::empty()).unwrap_or(0);
    socket.write_all(&message[sent..])
}
