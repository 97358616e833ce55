//! A connection to the sound server: the handshake, and questions with their answers.

use std::ffi::CString;
use std::io::BufReader;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use pulseaudio::protocol::{
    AuthParams, AuthReply, Command, CommandReply, MAX_VERSION, Prop, Props, SetClientNameReply,
    read_reply_message, write_command_message,
};
use pulseaudio::{cookie_path_from_env, socket_path_from_env};

use super::PulseError;

/// How long a hung server may keep us waiting for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Holds some tenths of a second of sound, so that a message seldom takes more than one read.
const BUFFER: usize = 1 << 16;

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
        let cookie = cookie_path_from_env().and_then(|path| std::fs::read(path).ok());
        let auth: AuthReply = connection.ask(&Command::Auth(AuthParams {
            version: MAX_VERSION,
            supports_shm: false,
            supports_memfd: false,
            // A server that wants one refuses an empty one.
            cookie: cookie.unwrap_or_default(),
        }))?;
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
