//! What is put into a page: recordings as FLAC, pictures as they are.
//!
//! All of it is packed before the page is written, so that its size can be said; into files that
//! have no name, since an hour of speech is a hundred megabytes.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderWriter;

use crate::audio;

/// What is to be packed.
pub(super) enum Want {
    Sound { path: PathBuf, bits: u16 },
    Whole { path: PathBuf, mime: &'static str },
}

/// What is packed, and what it is.
pub(super) struct Packed {
    mime: &'static str,
    /// None where it could not be read.
    file: Option<File>,
    bytes: u64,
}

impl Packed {
    /// Packs it, and says what went otherwise than wanted.
    pub(super) fn pack(want: &Want) -> (Self, Option<String>) {
        let (path, mime, flac) = match want {
            Want::Sound { path, bits } => (path, "audio/wav", Some(squeezed(path, *bits))),
            Want::Whole { path, mime } => (path, *mime, None),
        };
        let trouble = match flac {
            Some(Ok(file)) => match of("audio/flac", file) {
                Ok(packed) => return (packed, None),
                Err(error) => Some(error.to_string()),
            },
            Some(Err(error)) => Some(format!("{error}; it is put in as it is")),
            None => None,
        };
        match File::open(path).and_then(|file| of(mime, file)) {
            Ok(packed) => (packed, trouble.map(|why| format!("warning: {why}"))),
            Err(error) => {
                let nothing = Packed {
                    mime,
                    file: None,
                    bytes: 0,
                };
                let said = format!("warning: {} cannot be read: {error}", path.display());
                (nothing, Some(said))
            }
        }
    }

    /// How much of a page it is.
    pub(super) fn size(&self) -> u64 {
        let head = self.head().len() as u64;
        head + self.bytes.div_ceil(3) * 4
    }

    fn head(&self) -> String {
        format!("data:{};base64,", self.mime)
    }

    /// Writes it as an address that holds it.
    pub(super) fn put(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.head().as_bytes())?;
        let mut encoder = EncoderWriter::new(out, &STANDARD);
        if let Some(file) = &self.file {
            let mut file = file;
            file.seek(SeekFrom::Start(0))?;
            io::copy(&mut BufReader::new(file), &mut encoder)?;
        }
        encoder.finish()?;
        Ok(())
    }
}

fn of(mime: &'static str, file: File) -> io::Result<Packed> {
    let bytes = file.metadata()?.len();
    Ok(Packed {
        mime,
        file: Some(file),
        bytes,
    })
}

fn squeezed(path: &Path, bits: u16) -> Result<File, audio::AudioError> {
    let unwritable = |source| audio::AudioError::File {
        path: std::env::temp_dir(),
        source,
    };
    let mut out = BufWriter::new(tempfile::tempfile().map_err(unwritable)?);
    audio::flac(path, bits, &mut out)?;
    out.into_inner()
        .map_err(|error| unwritable(error.into_error()))
}

/// What kind of picture a browser takes a file of this name for; none if for no picture.
pub(super) fn picture(name: &str) -> Option<&'static str> {
    let extension = Path::new(name).extension()?.to_str()?.to_lowercase();
    Some(match extension.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "bmp" => "image/bmp",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_has_the_size_that_was_said() {
        let folder = tempfile::tempdir().unwrap();
        for length in [0, 1, 2, 3, 1000] {
            let path = folder.path().join("a.png");
            std::fs::write(&path, vec![7; length]).unwrap();
            let mime = picture("a.PNG").unwrap();
            let (packed, said) = Packed::pack(&Want::Whole { path, mime });
            let mut out = Vec::new();
            packed.put(&mut out).unwrap();
            assert_eq!((out.len() as u64, said), (packed.size(), None), "{length}");
            assert!(out.starts_with(b"data:image/png;base64,"));
        }
    }
}
