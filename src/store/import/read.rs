//! Reads sessions ahead of whoever keeps them: parsing takes as long as writing, and there is more
//! than one core.

use std::sync::mpsc::sync_channel;
use std::thread::Builder;

use rayon::prelude::*;

use super::Source;
use crate::domain::Session;
use crate::store::running::{is_running, is_unfinished};
use crate::store::{StoreError, sidecar};

/// Sessions that are read at a time; twice as many wait at most, whatever their number.
const AT_A_TIME: usize = 64;

/// Reads all of `sources`, and hands each to `take` in their order, until one is an error to it.
///
/// # Errors
/// Those of `take`, and of a system that has no thread left.
pub fn read_ahead<E: From<std::io::Error>>(
    sources: &[Source],
    mut take: impl FnMut(&Source, Result<Session, StoreError>) -> Result<(), E>,
) -> Result<(), E> {
    std::thread::scope(|scope| {
        let (send, read) = sync_channel::<Vec<Result<Session, StoreError>>>(2);
        Builder::new()
            .name("import".to_owned())
            .spawn_scoped(scope, move || {
                for some in sources.chunks(AT_A_TIME) {
                    let some: Vec<_> = some.par_iter().map(session).collect();
                    // Nobody wants the rest.
                    if send.send(some).is_err() {
                        break;
                    }
                }
            })?;
        let sessions = read.into_iter().flatten();
        sources
            .iter()
            .zip(sessions)
            .try_for_each(|(source, session)| take(source, session))
    })
}

fn session(source: &Source) -> Result<Session, StoreError> {
    let path = || source.file.clone();
    if is_running(&source.folder) {
        return Err(StoreError::BeingRecorded { path: path() });
    }
    if is_unfinished(&source.folder) {
        return Err(StoreError::Unfinished { path: path() });
    }
    sidecar::read(&source.file)
}
