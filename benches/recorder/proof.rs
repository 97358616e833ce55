//! A ruler is held against known lengths before it measures: recordings with known faults go through
//! the walk, and what it says of them must be so.

use crate::support::signal::samples;
use crate::walk::{Account, Break, Walk, account, lost};

fn breaks(recording: &[i16]) -> Vec<Break> {
    let mut walk = Walk::new(900);
    recording.chunks(77).for_each(|block| walk.push(block));
    walk.breaks()
}

/// # Panics
/// If the ruler is bent.
pub(crate) fn prove() {
    let signal = samples(200_000);
    let cut = |from: usize, to: usize| &signal[from..to];
    let quiet = |frames: usize| vec![0; frames];

    let whole = breaks(cut(1000, 180_000));
    assert_eq!(whole, [], "what is whole has no break");

    let holed = [cut(1000, 5000), cut(5100, 9000)].concat();
    let doubled = [cut(1000, 5000), cut(4950, 9000)].concat();
    let filled = [cut(1000, 5000), &quiet(100), cut(5100, 9000)].concat();
    let paused = [cut(1000, 5000), &quiet(300), cut(5000, 9000)].concat();
    let short = [cut(1000, 5000), &quiet(90), cut(5100, 9000)].concat();
    let table = [
        (&holed, 100, account_of(0, 0, 100)),
        (&doubled, 50, account_of(0, 0, 50)),
        (&filled, 100, account_of(100, 0, 0)),
        (&paused, 300, account_of(0, 300, 0)),
        (&short, 100, account_of(90, 0, 10)),
    ];
    for (recording, all, expected) in table {
        let found = breaks(recording);
        assert_eq!(found.len(), 1, "one fault is one break: {found:?}");
        assert_eq!(lost(&found), all, "{found:?}");
        let silence = found[0].silence;
        let gaps: &[_] = if silence > 0 { &[(4000, silence)] } else { &[] };
        assert_eq!(account(&found, gaps), expected, "{found:?}");
        let bare = account(&found, &[]);
        assert_ne!(bare.unlisted + bare.put_in, 0, "nothing is listed");
    }
    assert_eq!(account(&[], &[(7, 5)]), account_of(0, 0, 5), "a false list");
}

fn account_of(listed: u64, paused: u64, unlisted: u64) -> Account {
    Account {
        listed,
        paused,
        unlisted,
        put_in: 0,
    }
}
