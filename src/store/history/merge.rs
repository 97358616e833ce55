//! What becomes of scorecards, marks and attached files when a session is written again.
//!
//! A session that is being scored may be scored in another terminal too; an import brings a copy
//! that was made before the last replay. Neither copy knows of the other's cards and marks, and
//! neither may remove them.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::domain::{Answer, Attachment, Scorecard, SectionRecord, Session, is_same_file};

/// `new`, with the cards and marks that only `old` has after its own. A card that both have is as
/// it was, for a card never changes, and retracted if either says so.
///
/// Answers and sections are told by their place. Those that only `old` has go, unless cards or
/// marks would go with them.
pub(super) fn merge(mut old: Session, mut new: Session) -> Session {
    let sections = new.answers.iter().flat_map(|answer| &answer.sections);
    let marks = sections.flat_map(|section| &section.marks);
    let known: HashSet<Uuid> = marks.map(|mark| mark.id).collect();
    for section in old.answers.iter_mut().flat_map(|a| &mut a.sections) {
        section.marks.retain(|mark| !known.contains(&mark.id));
    }
    let before = cards(&mut old).flatten();
    let before: HashMap<Uuid, Scorecard> = before.map(|card| (card.id, card.clone())).collect();
    for card in cards(&mut new).flatten() {
        if let Some(was) = before.get(&card.id) {
            let retracted = card.retracted || was.retracted;
            *card = Scorecard {
                retracted,
                ..was.clone()
            };
        }
    }
    let known: HashSet<Uuid> = cards(&mut new).flatten().map(|card| card.id).collect();
    for all in cards(&mut old) {
        all.retain(|card| !known.contains(&card.id));
    }

    let lost = std::mem::take(&mut old.attachments);
    for file in lost {
        let is_it = |known: &Attachment| known.path == file.path || is_same_file(known, &file);
        if !new.attachments.iter().any(is_it) {
            new.attachments.push(file);
        }
    }
    // What was said later whether it counts, which a copy that was read before does not know.
    if old.rehearsal_at > new.rehearsal_at {
        new.rehearsal = old.rehearsal;
        new.rehearsal_at = old.rehearsal_at;
    }
    new.scorecards.append(&mut old.scorecards);
    let gone = old
        .answers
        .split_off(new.answers.len().min(old.answers.len()));
    for (kept, was) in new.answers.iter_mut().zip(old.answers) {
        carry_over(kept, was);
    }
    if gone.iter().any(holds_anything) {
        new.answers.extend(gone);
    }
    new
}

fn carry_over(kept: &mut Answer, mut was: Answer) {
    kept.scorecards.append(&mut was.scorecards);
    let gone = was
        .sections
        .split_off(kept.sections.len().min(was.sections.len()));
    for (kept, mut was) in kept.sections.iter_mut().zip(was.sections) {
        kept.marks.append(&mut was.marks);
        // A copy from before the take was analysed knows nothing of it.
        if kept.speech.is_none() && kept.take == was.take {
            kept.speech = was.speech;
        }
    }
    if gone.iter().any(has_marks) {
        kept.sections.extend(gone);
    }
}

fn holds_anything(answer: &Answer) -> bool {
    !answer.scorecards.is_empty() || answer.sections.iter().any(has_marks)
}

fn has_marks(section: &SectionRecord) -> bool {
    !section.marks.is_empty()
}

/// The lists of cards: of the session as a whole, and of each answer.
fn cards(session: &mut Session) -> impl Iterator<Item = &mut Vec<Scorecard>> {
    let answers = session.answers.iter_mut();
    std::iter::once(&mut session.scorecards).chain(answers.map(|answer| &mut answer.scorecards))
}
