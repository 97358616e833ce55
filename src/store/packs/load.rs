//! Packs in, bank and problems out.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::PackError;
use super::bank::{bank, measures};
use super::cross;
use super::files::{Found, add_given, add_home, built_in};
use super::pack::Pack;
use crate::domain::Bank;
use crate::store::document::Problem;

/// What all packs together hold.
#[derive(Debug, Default)]
pub struct Loaded {
    /// All that is sound. An item with an error is missing, and so is a round or loop that cannot
    /// be sat without it; what merely names something missing has forgotten it.
    pub bank: Bank,
    /// Errors and warnings of all packs, pack by pack in the order of their places.
    pub problems: Vec<Problem>,
}

/// Reads the built-in packs and, over them, those in `dir` (the home's folder; there may be none).
pub fn load(dir: Option<&Path>) -> Loaded {
    load_over(built_in(), dir)
}

/// The rubrics and rounds of [`load`], which are all that scores and times are measured by; whether
/// anything else is there is not said. Prompts are nearly all of the packs, and take as much of the
/// time that reading them takes.
pub fn load_measures(dir: Option<&Path>) -> Loaded {
    let mut found = built_in();
    let theirs = found.len();
    if let Some(dir) = dir {
        add_home(dir, &mut found);
    }
    if found.len() > theirs {
        // What these change can be told when everything is read.
        return loaded(found);
    }
    found.retain(Found::has_measures);
    // Built-in packs have no problem that would have to be looked for.
    let packs = read_each(found).into_iter().map(Pack::split);
    Loaded {
        bank: measures(packs.map(|(_, items)| items).collect()),
        problems: Vec::new(),
    }
}

/// As `load`, with other packs in place of the built-in ones.
pub(super) fn load_over(mut found: Vec<Found>, dir: Option<&Path>) -> Loaded {
    if let Some(dir) = dir {
        add_home(dir, &mut found);
    }
    loaded(found)
}

fn loaded(found: Vec<Found>) -> Loaded {
    // The problems first: with them goes the text of the packs, before the bank is made.
    let (problems, items): (Vec<_>, Vec<_>) = read(found).into_iter().map(Pack::split).unzip();
    Loaded {
        bank: bank(items),
        problems: problems.into_iter().flatten().collect(),
    }
}

/// Checks the packs at `paths`, files or folders, together with the built-in ones and those in
/// `dir`, and returns their problems only; those of all packs where no path is given.
///
/// Fails on a path that does not exist or cannot be read.
pub fn check(paths: &[PathBuf], dir: Option<&Path>) -> Result<Vec<Problem>, PackError> {
    check_over(built_in(), paths, dir)
}

/// As `check`, with other packs in place of the built-in ones.
pub(super) fn check_over(
    mut found: Vec<Found>,
    paths: &[PathBuf],
    dir: Option<&Path>,
) -> Result<Vec<Problem>, PackError> {
    if paths.is_empty() {
        return Ok(load_over(found, dir).problems);
    }
    if let Some(dir) = dir {
        add_home(dir, &mut found);
    }
    add_given(paths, &mut found)?;
    let asked: Vec<bool> = found.iter().map(|pack| pack.asked).collect();
    let packs = read(found).into_iter().zip(asked);
    let packs = packs.filter_map(|(pack, asked)| asked.then_some(pack));
    Ok(packs.flat_map(|pack| pack.split().0).collect())
}

fn read(found: Vec<Found>) -> Vec<Pack> {
    let mut packs = read_each(found);
    cross::check(&mut packs);
    packs
}

/// Each by itself.
fn read_each(found: Vec<Found>) -> Vec<Pack> {
    // Parsing is most of what a start takes, and no pack needs another for it.
    let files = found.into_par_iter().map(Found::decode);
    let packs = files.map(|(layer, file)| Pack::read(layer, file));
    packs.collect()
}
