//! Addresses of files as a page beside them has to name them.

use std::ffi::OsStr;
use std::path::{Component, Path};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands for itself in an address.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The address of `file` for a page in the folder `from`: relative, unless they share no root.
pub(super) fn link(from: &Path, file: &Path) -> String {
    // With every link on the way resolved, since `..` goes up from where a link leads.
    let from = from.canonicalize().unwrap_or_else(|_| from.to_owned());
    let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let from: Vec<Component<'_>> = from.components().collect();
    let to: Vec<Component<'_>> = file.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let escaped = |part: &Component<'_>| escaped(part.as_os_str());
    if shared == 0 {
        let parts: Vec<String> = to.iter().map(escaped).collect();
        return format!("file:///{}", parts.join("/"));
    }
    let up = from[shared..].iter().map(|_| "..".to_owned());
    let parts: Vec<String> = up.chain(to[shared..].iter().map(escaped)).collect();
    parts.join("/")
}

fn escaped(part: &OsStr) -> String {
    utf8_percent_encode(&part.to_string_lossy(), ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_named_from_where_the_page_is() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("recordings/2026 one");
        fs::create_dir_all(&folder).unwrap();
        fs::create_dir(root.path().join("out")).unwrap();
        for name in ["1-1-a.wav", "50% #1?.png", "<script>\"'.png"] {
            fs::write(folder.join(name), "").unwrap();
        }
        let cases = [
            ("recordings/2026 one", "1-1-a.wav", "1-1-a.wav"),
            ("", "1-1-a.wav", "recordings/2026%20one/1-1-a.wav"),
            ("out", "1-1-a.wav", "../recordings/2026%20one/1-1-a.wav"),
            ("recordings/2026 one", "50% #1?.png", "50%25%20%231%3F.png"),
            (
                "recordings/2026 one",
                "<script>\"'.png",
                "%3Cscript%3E%22%27.png",
            ),
        ];
        for (from, name, expected) in cases {
            assert_eq!(link(&root.path().join(from), &folder.join(name)), expected);
        }
    }
}
