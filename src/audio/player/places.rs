//! Which frame of the source a frame of the ring was made of.

use std::collections::VecDeque;

use super::super::stretch::Piece;

/// What was made since the last jump.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The ring's frame with which it begins.
    begin: u64,
    /// Of the source, and of the ring.
    rates: (u64, u64),
    /// In their order. Frames that were made are of the source's rate.
    pieces: VecDeque<Piece>,
    /// The ring's frame with which all is over.
    end: Option<u64>,
}

impl Places {
    /// Nothing is made yet; the ring's frame `begin` will be the source's frame `source`.
    pub(super) fn restart(&mut self, begin: u64, source: u64, rates: (u32, u32)) {
        self.begin = begin;
        self.rates = (rates.0.max(1).into(), rates.1.max(1).into());
        self.pieces.clear();
        self.pieces.push_back(Piece { made: 0, source });
        self.end = None;
    }

    /// A hop was made of these, with the frame `made` as its first.
    pub(super) fn add(&mut self, made: u64, pieces: &[Piece]) {
        for piece in pieces {
            let piece = Piece {
                made: made + piece.made,
                source: piece.source,
            };
            let goes_on = |last: &Piece| last.source + (piece.made - last.made) == piece.source;
            if !self.pieces.back().is_some_and(goes_on) {
                self.pieces.push_back(piece);
            }
        }
    }

    /// All is over `tail` frames of the ring after the frame `made`.
    pub(super) fn end_at(&mut self, made: u64, tail: u64) {
        let (from, to) = self.rates;
        self.end = Some(self.begin + made * to / from + tail);
    }

    pub(super) fn begin(&self) -> u64 {
        self.begin
    }

    pub(super) fn end(&self) -> Option<u64> {
        self.end
    }

    pub(super) fn source_at(&self, ring: u64) -> u64 {
        let made = self.made_at(ring);
        let later = self.pieces.partition_point(|piece| piece.made <= made);
        let piece = later.checked_sub(1).and_then(|n| self.pieces.get(n));
        piece.map_or(0, |piece| piece.source + (made - piece.made))
    }

    /// What is before this frame of the ring is not asked for any more.
    pub(super) fn forget_before(&mut self, ring: u64) {
        let made = self.made_at(ring);
        while self.pieces.get(1).is_some_and(|next| next.made <= made) {
            self.pieces.pop_front();
        }
    }

    fn made_at(&self, ring: u64) -> u64 {
        let (from, to) = self.rates;
        // To the nearest: the ring's frames lie between the source's.
        let doubled = ring.saturating_sub(self.begin) * from * 2 + to;
        doubled / (2 * to).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(made: u64, source: u64) -> Piece {
        Piece { made, source }
    }

    #[test]
    fn a_frame_of_the_ring_leads_to_its_frame_of_the_source() {
        let mut places = Places::default();
        assert_eq!(places.source_at(77), 0);
        places.restart(1_000, 5_000, (48_000, 48_000));
        places.add(0, &[piece(0, 5_000), piece(50, 5_080)]);
        places.add(100, &[piece(0, 5_130), piece(50, 5_230)]);
        for (ring, source) in [
            (0, 5_000),
            (1_000, 5_000),
            (1_049, 5_049),
            (1_050, 5_080),
            (1_149, 5_179),
            (1_150, 5_230),
            (1_999, 6_079),
        ] {
            assert_eq!(places.source_at(ring), source, "{ring}");
        }
        places.forget_before(1_100);
        assert_eq!((places.pieces.len(), places.source_at(1_100)), (2, 5_130));
        places.end_at(200, 30);
        assert_eq!(places.end(), Some(1_230));
        places.restart(9_000, 7, (48_000, 48_000));
        assert_eq!((places.source_at(9_003), places.end()), (10, None));
    }

    #[test]
    fn what_goes_on_as_before_takes_no_room() {
        let mut places = Places::default();
        places.restart(0, 0, (44_100, 44_100));
        for hop in 0..1_000 {
            places.add(hop * 100, &[piece(0, hop * 100), piece(50, hop * 100 + 50)]);
        }
        assert_eq!(places.pieces.len(), 1);
    }

    #[test]
    fn another_rate_of_the_speaker_changes_no_place() {
        let mut places = Places::default();
        places.restart(500, 10_000, (48_000, 44_100));
        assert_eq!(places.source_at(500 + 44_100), 10_000 + 48_000);
        places.end_at(48_000, 0);
        assert_eq!(places.end(), Some(500 + 44_100));
    }
}
