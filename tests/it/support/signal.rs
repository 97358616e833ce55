//! A signal in which every sample says where it belongs: 65,536 samples, each value once, every
//! step between neighbours the same. A lost, doubled or altered frame is a step that is not.
//!
//! `i * 40503` walks through all values because 40503 is odd; it is near 65536 divided by the
//! golden ratio, so that neighbours lie far apart and nobody's smoothing goes unseen.

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
