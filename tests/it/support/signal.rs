//! A signal in which every sample says where it belongs: 65,536 samples, each value once, every
//! step between neighbours the same. A lost, doubled or altered frame is a step that is not.
//!
//! `i * 40503` walks through all values because 40503 is odd; it is near 65536 divided by the
//! golden ratio, so that neighbours lie far apart and nobody's smoothing goes unseen.

use std::ops::Range;

const STEP: u16 = 40_503;

/// The number that undoes the step: `STEP * UNSTEP = 1` modulo 65536, by Newton's iteration.
const UNSTEP: u16 = {
    let mut inverse = STEP;
    let mut round = 0;
    while round < 4 {
        inverse = inverse.wrapping_mul(2u16.wrapping_sub(STEP.wrapping_mul(inverse)));
        round += 1;
    }
    inverse
};

/// Sample `i`: `(i * 40503) mod 65536 - 32768`.
pub(crate) fn sample(i: usize) -> i16 {
    // Taking 32768 off is flipping the highest bit and reading it as a sign.
    ((i as u16).wrapping_mul(STEP) ^ 0x8000).cast_signed()
}

/// The first `count` samples.
pub(crate) fn samples(count: usize) -> Vec<i16> {
    (0..count).map(sample).collect()
}

/// Where in the signal a sample of this value stands: 0 to 65535.
pub(crate) fn index(value: i16) -> u16 {
    (value.cast_unsigned() ^ 0x8000).wrapping_mul(UNSTEP)
}

/// The index in the signal (modulo 65536) of the first sample, if `heard` is one piece of it.
///
/// # Errors
/// The place in `heard` of the first sample that does not follow the one before it; 0 where there
/// is no sample at all.
pub(crate) fn run(heard: &[i16]) -> Result<u16, usize> {
    let first = index(*heard.first().ok_or(0usize)?);
    let follows = |place: usize| heard[place] == sample(usize::from(first) + place);
    match (0..heard.len()).find(|&place| !follows(place)) {
        Some(place) => Err(place),
        None => Ok(first),
    }
}

/// A place where what was heard is not the signal, or not the part of it that belongs there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Break {
    /// Where the signal stops.
    pub(crate) at: usize,
    /// Where it goes on; the end where it does not.
    pub(crate) until: usize,
    /// How many frames of it are missing beyond those in whose place something else stands; fewer
    /// than 0 where too much stands there. Modulo 65536, and so between half of that and its
    /// negative.
    pub(crate) missing: i32,
    /// It begins with a hole that was known.
    pub(crate) listed: bool,
}

/// How many samples must follow each other to be the signal again.
const AGAIN: usize = 16;

/// Walks through `heard`, and finds every place where the signal does not go on as it should, after
/// a hole as after any other sample: a hole is as long as what is missing.
pub(crate) fn walk(heard: &[i16], holes: &[Range<usize>]) -> Vec<Break> {
    let mut breaks = Vec::new();
    // Index in the signal minus place, of what was heard last.
    let mut offset: Option<u16> = None;
    let mut at = 0;
    while at < heard.len() {
        let from = at;
        while let Some(hole) = holes.iter().find(|hole| hole.contains(&at)) {
            at = hole.end;
        }
        if at >= heard.len() {
            break;
        }
        let belongs = |offset: u16| heard[at] == sample(at + usize::from(offset));
        if offset.is_some_and(belongs) {
            at += 1;
            continue;
        }
        let again = (at..heard.len()).find(|&place| goes_on(heard, place, holes));
        let found = again.map(|place| index(heard[place]).wrapping_sub(place as u16));
        if offset.is_some() || again != Some(at) {
            let moved = found
                .zip(offset)
                .map_or(0, |(to, from)| to.wrapping_sub(from));
            breaks.push(Break {
                at: from,
                until: again.unwrap_or(heard.len()),
                missing: i32::from(moved.cast_signed()),
                listed: from < at,
            });
        }
        offset = found;
        at = again.unwrap_or(heard.len());
    }
    breaks
}

/// Whether the signal, any part of it, goes on from here for a while.
fn goes_on(heard: &[i16], place: usize, holes: &[Range<usize>]) -> bool {
    let end = place + AGAIN;
    let is_clear = |hole: &Range<usize>| hole.end <= place || hole.start >= end;
    end <= heard.len() && run(&heard[place..end]).is_ok() && holes.iter().all(is_clear)
}

/// Without the exact silence before and after. (One sample of the signal is 0 too, number 32768: a
/// piece that begins or ends there comes out one shorter.)
pub(crate) fn without_silence(heard: &[i16]) -> &[i16] {
    let Some(first) = heard.iter().position(|&value| value != 0) else {
        return &[];
    };
    let last = heard.iter().rposition(|&value| value != 0).unwrap_or(first);
    &heard[first..=last]
}

#[test]
fn every_value_comes_once_and_says_where() {
    assert_eq!(samples(4), [-32_768, 7_735, -17_298, 23_205]);
    for i in 0..65_536usize {
        assert_eq!(usize::from(index(sample(i))), i);
        assert_eq!(sample(i), sample(i + 65_536));
    }
    assert_eq!(sample(32_768), 0);
}

#[test]
fn a_run_is_told_from_everything_else() {
    let signal = samples(200_000);
    assert_eq!(run(&signal), Ok(0));
    assert_eq!(run(&signal[70_000..150_000]), Ok(4_464));
    assert_eq!(run(&signal[7..8]), Ok(7));

    let mut lost = signal.clone();
    lost.remove(100_000);
    assert_eq!(run(&lost), Err(100_000));
    let mut doubled = signal.clone();
    doubled.insert(500, signal[500]);
    assert_eq!(run(&doubled), Err(501));
    let mut altered = signal.clone();
    altered[66_000] += 1;
    assert_eq!(run(&altered), Err(66_000));
    // A whole period lost shows in nothing but the length.
    let mut cut = signal.clone();
    cut.drain(1_000..1_000 + 65_536);
    assert_eq!((run(&cut), cut.len()), (Ok(0), 200_000 - 65_536));
    assert_eq!(run(&[]), Err(0));
    assert_eq!(run(&[0, 0]), Err(1));
}

#[test]
fn silence_around_a_piece_is_taken_off() {
    assert_eq!(without_silence(&[0, 0, 5, 0, -1, 0]), [5, 0, -1]);
    assert_eq!(without_silence(&[7]), [7]);
    assert_eq!(without_silence(&[0, 0]), [0i16; 0]);
}

#[test]
fn a_walk_finds_what_is_missing_and_not_listed() {
    let signal = samples(200_000);
    assert_eq!(walk(&signal, &[]), []);
    assert_eq!(walk(&[], &[]), []);
    let hole = |hole: Range<usize>| vec![hole; 1];
    let a_break = |at, until, missing, listed| Break {
        at,
        until,
        missing,
        listed,
    };

    // 500 frames are lost, and silence stands in their place.
    let mut filled = signal.clone();
    filled[1_000..1_500].fill(0);
    assert_eq!(walk(&filled, &hole(1_000..1_500)), []);
    assert_eq!(walk(&filled, &[1_000..1_200, 1_200..1_500]), []);
    assert_eq!(walk(&filled, &[]), [a_break(1_000, 1_500, 0, false)]);
    // The gap is listed, and lies a little beside.
    assert_eq!(
        walk(&filled, &hole(1_010..1_510)),
        [a_break(1_000, 1_510, 0, false)]
    );

    // Seven frames more are missing than stand there.
    let mut short = filled.clone();
    short.drain(1_500..1_507);
    let short_by = [a_break(1_000, 1_500, 7, true)];
    assert_eq!(walk(&short, &hole(1_000..1_500)), short_by);
    // Silence that nobody lost.
    let mut long = signal.clone();
    long.splice(60_000..60_000, [0; 9]);
    assert_eq!(walk(&long, &hole(60_000..60_009))[0].missing, -9);

    let mut lost = signal.clone();
    lost.remove(100_000);
    assert_eq!(walk(&lost, &[]), [a_break(100_000, 100_000, 1, false)]);
    let mut altered = signal.clone();
    altered[66_000] += 1;
    assert_eq!(walk(&altered, &[]), [a_break(66_000, 66_001, 0, false)]);

    // Silence before and after: of the last hole nobody can say what is missing.
    let late = [&[0; 50], &signal[..100], &[0; 50]].concat();
    let breaks = [a_break(0, 50, 0, false), a_break(150, 200, 0, false)];
    assert_eq!(walk(&late, &[]), breaks);
    assert_eq!(walk(&late, &[0..50, 150..200]), []);
}
