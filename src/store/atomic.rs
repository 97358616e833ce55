//! JSON files that are replaced in one step: whoever reads one finds the old copy or the new one,
//! never half of one.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use super::StoreError;

/// At the end of the name of a copy on its way.
pub(super) const SUFFIX: &str = ".tmp";

/// Writes `value` as `name` into `folder`, and returns when it is on the disk. A copy on its way
/// has a name that begins with `prefix`.
pub(super) fn write(
    folder: &Path,
    name: &str,
    prefix: &str,
    value: &impl Serialize,
) -> Result<(), StoreError> {
    let path = folder.join(name);
    let failed = || StoreError::file("write", &path);
    // In the same folder, since a rename cannot cross file systems; made 0600 by its library.
    let file = tempfile::Builder::new()
        .prefix(prefix)
        .suffix(SUFFIX)
        .tempfile_in(folder)
        .map_err(failed())?;
    let mut out = BufWriter::new(&file);
    serde_json::to_writer_pretty(&mut out, value)
        .map_err(io::Error::from)
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush())
        // Without this, a power cut can leave the new name on an empty file.
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed())?;
    drop(out);
    file.persist(&path).map_err(|error| failed()(error.error))?;
    sync_folder(folder).map_err(failed())
}

/// A rename is on the disk when its folder is. Windows has no such call and needs none.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}
