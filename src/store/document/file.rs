//! One file's text, and where in it something stands.

use std::borrow::Cow;
use std::fmt;
use std::fs::{self, File, FileType};
use std::io::{self, Read as _};
use std::iter;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

/// A file larger than this is refused, in bytes: the built-in packs are under 100 KB, so it is
/// something else, and reading it would only fill memory and screen.
pub(in crate::store) const LARGEST: usize = 4 * 1024 * 1024;

/// Why a file cannot even be taken for text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Flaw {
    /// With the offset of the first byte that is not UTF-8.
    NotUtf8(usize),
    TooLarge,
    /// It is a folder that has the name of a file.
    Folder,
    /// With the system's reason.
    Unreadable(String),
}

/// A file as text. Offsets count bytes from the start of the text, after any byte order mark.
pub(in crate::store) struct TextFile {
    /// As it is shown: a path, mostly.
    pub(in crate::store) name: String,
    pub(in crate::store) text: String,
    pub(in crate::store) flaw: Option<Flaw>,
    /// Offset of each line's first byte, once somebody asks for a place: in most files nobody does.
    starts: OnceLock<Vec<usize>>,
}

impl fmt::Debug for TextFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextFile")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl TextFile {
    pub(in crate::store) fn new(name: String, content: Result<Cow<'_, [u8]>, Flaw>) -> Self {
        let (text, flaw) = match content {
            Ok(bytes) => decode(bytes),
            Err(flaw) => (String::new(), Some(flaw)),
        };
        Self {
            name,
            text,
            flaw,
            starts: OnceLock::new(),
        }
    }

    /// Line and column of an offset, both from 1; the column counts characters, and is that of the
    /// line end wherever in a line end the offset is.
    pub(in crate::store) fn place(&self, offset: usize) -> (usize, usize) {
        let (number, start, line) = self.line_at(offset);
        let end = line.floor_char_boundary(offset.saturating_sub(start));
        (number, line[..end].chars().count() + 1)
    }

    /// The line on which a span begins, without its line end, and the part of the span on it.
    pub(in crate::store) fn excerpt(&self, span: &Range<usize>) -> (&str, Range<usize>) {
        let (_, start, line) = self.line_at(span.start);
        let on_line = |offset: usize| line.floor_char_boundary(offset.saturating_sub(start));
        (line, on_line(span.start)..on_line(span.end.max(span.start)))
    }

    /// The line that an offset is on, without its line end: its number from 1, its first byte.
    fn line_at(&self, offset: usize) -> (usize, usize, &str) {
        let offset = self.text.floor_char_boundary(offset);
        let starts = self.starts.get_or_init(|| starts(&self.text));
        let number = starts.partition_point(|start| *start <= offset);
        let start = starts[number - 1];
        let end = starts.get(number).map_or(self.text.len(), |next| next - 1);
        let line = &self.text[start..end];
        (number, start, line.strip_suffix('\r').unwrap_or(line))
    }
}

fn starts(text: &str) -> Vec<usize> {
    let ends = text.match_indices('\n');
    iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
}

/// What is in a file, up to one byte more than it may have.
///
/// Anything but a file is refused before it is opened: a pipe would keep us waiting for its other
/// end, and a device need not have an end at all.
pub(in crate::store) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let known = fs::metadata(path)?;
    let kind = known.file_type();
    if !kind.is_file() {
        let reason = format!("it is {}, not a file", called(kind));
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    let limit = LARGEST as u64 + 1;
    // It may have grown since.
    let room = usize::try_from(known.len().min(limit)).unwrap_or(LARGEST);
    let mut bytes = Vec::with_capacity(room);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What stands in a file's place, with its article.
fn called(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    if kind.is_dir() {
        "a folder"
    } else {
        "something else"
    }
}

fn decode(mut bytes: Cow<'_, [u8]>) -> (String, Option<Flaw>) {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    if bytes.len() > LARGEST {
        return (String::new(), Some(Flaw::TooLarge));
    }
    if bytes.starts_with(MARK) {
        bytes.to_mut().drain(..MARK.len());
    }
    String::from_utf8(bytes.into_owned()).map_or_else(
        |error| {
            // What comes before the first bad byte keeps its offsets, so the place stays true.
            let flaw = Flaw::NotUtf8(error.utf8_error().valid_up_to());
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, Some(flaw))
        },
        |text| (text, None),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> TextFile {
        TextFile::new("p.toml".to_owned(), Ok(bytes.into()))
    }

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let text = "äb = 1\r\n\tc = 2\n\nlast";
        let file = file(text.as_bytes());
        let cases = [
            ("äb", (1, 1)),
            ("b", (1, 2)),
            ("= 1", (1, 4)),
            ("\t", (2, 1)),
            ("c", (2, 2)),
            ("\nlast", (3, 1)),
            ("last", (4, 1)),
        ];
        for (needle, place) in cases {
            assert_eq!(file.place(text.find(needle).unwrap()), place, "{needle:?}");
        }
        assert_eq!(file.place(text.len()), (4, 5));
        assert_eq!(file.place(usize::MAX), (4, 5));
        // Within a line end it is before it, so that the mark has something to stand on.
        assert_eq!(file.place(text.find("\n\tc").unwrap()), (1, 7));
        assert_eq!(self::file(b"\r").place(1), (1, 1));
    }

    #[test]
    fn an_excerpt_is_one_line_without_its_end() {
        let file = file(b"one\r\ntwo = [\r\n]\r\n");
        assert_eq!(file.excerpt(&(0..3)), ("one", 0..3));
        assert_eq!(file.excerpt(&(11..15)), ("two = [", 6..7));
        assert_eq!(file.excerpt(&(17..17)), ("", 0..0));
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let file = file(b"\xef\xbb\xbfa = 1");
        assert_eq!(file.text, "a = 1");
        assert_eq!(file.flaw, None);
    }

    #[test]
    fn bytes_that_are_no_text_are_a_flaw_at_the_first_of_them() {
        let bad = file(b"ab\n\xff\xfe");
        assert_eq!(bad.flaw, Some(Flaw::NotUtf8(3)));
        assert_eq!(bad.place(3), (2, 1));
        assert_eq!(file(&vec![b' '; LARGEST]).flaw, None);
        assert_eq!(file(&vec![b' '; LARGEST + 1]).flaw, Some(Flaw::TooLarge));
    }
}
