//! Whether there are as many prompts as a round draws.
//!
//! No prompt is asked twice in a round, so its draws compete: each alone may find enough, and all
//! together too few. Whether every draw can be given prompts of its own is a matching, and where one
//! cannot, the draws that it competes with are those that no exchange between them would help.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;
use std::rc::Rc;

use super::cross::Finding;
use super::pack::{Body, Pack};
use super::prompt::Facets;
use super::round::{Asks, PartSeen};
use crate::domain::{Narrow, nearest};
use crate::store::document::{quoted, visible};

/// A round with more draws than this is only looked at for those that come up empty: it was not
/// written by hand, and exchanges between so many take long.
const MOST_DRAWS: usize = 64;

/// So many prompts, and competencies of theirs, are looked at for draws, all in all. A bank of
/// thousands with hundreds of different draws stays below it; what does not would fill the memory
/// with what each draw finds, and is not looked at any further.
const PATIENCE: usize = 8 << 20;

/// What can be drawn: each prompt once, with all that a pack or the pack it replaces says of it.
pub(super) struct Pool<'p> {
    packs: &'p [Pack],
    prompts: Vec<Candidate<'p>>,
    /// What each draw that was looked for matches.
    found: HashMap<String, Rc<[usize]>>,
    /// How much there is to look at for one draw, and for all that are still to come.
    size: usize,
    patience: usize,
}

struct Candidate<'p> {
    id: Option<&'p str>,
    facets: Vec<Facets<'p>>,
}

/// One draw of a round, and the prompts that it could take.
struct Draw<'d> {
    narrow: &'d Narrow,
    count: usize,
    at: &'d Range<usize>,
    count_at: &'d Range<usize>,
    /// Numbers of prompts.
    matching: Vec<usize>,
    /// Whether the round names some that it would match too.
    names_some: bool,
    /// How many of them are known to be taken, from the first on.
    passed: usize,
}

impl<'p> Pool<'p> {
    pub(super) fn of(packs: &'p [Pack]) -> Self {
        let mut prompts: Vec<Candidate<'p>> = Vec::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for item in packs.iter().flat_map(|pack| &pack.items) {
            let Body::Prompt { seen, .. } = &item.body else {
                continue;
            };
            let id = item.id.as_ref().map(|id| id.get_ref().as_str());
            let next = prompts.len();
            let number = id.map_or(next, |id| *numbers.entry(id).or_insert(next));
            if number == next {
                let facets = Vec::new();
                prompts.push(Candidate { id, facets });
            }
            prompts[number].facets.push(seen.facets());
        }
        let all = prompts.iter().flat_map(|prompt| &prompt.facets);
        let size = |facets: &Facets<'_>| 1 + facets.competencies.map_or(0, <[_]>::len);
        Self {
            packs,
            size: all.map(size).sum(),
            prompts,
            found: HashMap::new(),
            patience: PATIENCE,
        }
    }

    /// Whether all prompts may be looked at once more.
    fn has_patience(&mut self) -> bool {
        let left = self.patience.checked_sub(self.size);
        self.patience = left.unwrap_or_default();
        left.is_some()
    }

    /// Warns of draws of a round that come up empty, or short.
    pub(super) fn impossible(&mut self, pack: usize, parts: &[PartSeen]) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut named: HashSet<&str> = HashSet::new();
        let mut draws = Vec::new();
        for part in parts {
            let (narrow, count, at, count_at) = match &part.asks {
                Asks::These(ids) => {
                    named.extend(ids.iter().map(String::as_str));
                    continue;
                }
                Asks::Draw {
                    narrow,
                    count,
                    at,
                    count_at,
                } => (narrow, *count, at, count_at),
                Asks::Unknown => continue,
            };
            let Some(all) = self.matching(narrow) else {
                continue;
            };
            if all.is_empty() {
                findings.push(self.empty(pack, at, narrow));
            } else if draws.len() <= MOST_DRAWS {
                let is_named = |number: &usize| {
                    let id = self.prompts[*number].id;
                    id.is_some_and(|id| named.contains(id))
                };
                let free = all.iter().copied().filter(|number| !is_named(number));
                let matching: Vec<usize> = free.collect();
                draws.push(Draw {
                    narrow,
                    count,
                    at,
                    count_at,
                    names_some: matching.len() < all.len(),
                    matching,
                    passed: 0,
                });
            }
        }
        if draws.len() <= MOST_DRAWS {
            findings.extend(self.short(pack, &mut draws));
        }
        findings
    }

    /// The numbers of the prompts that a draw may find; none where it was not looked for.
    fn matching(&mut self, narrow: &Narrow) -> Option<Rc<[usize]>> {
        let described = narrow.to_string();
        if let Some(found) = self.found.get(&described) {
            return Some(Rc::clone(found));
        }
        if !self.has_patience() {
            return None;
        }
        let may = |candidate: &Candidate<'_>| {
            let mut facets = candidate.facets.iter();
            facets.any(|facets| facets.may_match(narrow))
        };
        let prompts = self.prompts.iter().enumerate();
        let matching = prompts.filter(|(_, candidate)| may(candidate));
        let matching: Rc<[usize]> = matching.map(|(number, _)| number).collect();
        self.found.insert(described, Rc::clone(&matching));
        Some(matching)
    }

    fn empty(&mut self, pack: usize, at: &Range<usize>, narrow: &Narrow) -> Finding {
        let with_help = self.has_patience();
        let described = visible(&narrow.to_string());
        let wanted = narrow.competency.as_deref().unwrap_or_default();
        let facets = self.prompts.iter().flat_map(|prompt| &prompt.facets);
        let competencies = facets.filter_map(|facets| facets.competencies);
        let competencies = competencies.flatten().map(String::as_str);
        let near = with_help.then(|| nearest(wanted, competencies)).flatten();
        let near = near.filter(|near| *near != wanted);
        let help = near.map_or_else(
            || "draw something else, or write such a prompt".to_owned(),
            |near| format!("did you mean the competency {}?", quoted(near)),
        );
        let message = format!("no prompt matches this draw: {described}");
        Finding::warning(pack, "empty-draw", at, message, help)
    }

    /// Gives each draw its prompts, one after another, and reports those that cannot have all.
    fn short(&self, pack: usize, draws: &mut [Draw<'_>]) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut owners: Vec<Option<usize>> = vec![None; self.prompts.len()];
        for number in 0..draws.len() {
            for _ in 0..draws[number].count {
                if let Err(rivals) = take_one(draws, number, &mut owners) {
                    findings.push(self.shortage(pack, draws, number, &rivals));
                    break;
                }
            }
        }
        findings
    }

    /// `rivals` are the draws that it competes with in vain, itself among them.
    fn shortage(
        &self,
        pack: usize,
        draws: &[Draw<'_>],
        number: usize,
        rivals: &[usize],
    ) -> Finding {
        let draw = &draws[number];
        let described = visible(&draw.narrow.to_string());
        let pool: HashSet<usize> = rivals
            .iter()
            .flat_map(|rival| draws[*rival].matching.iter().copied())
            .collect();
        let wanted: usize = rivals.iter().map(|rival| draws[*rival].count).sum();
        let beside = if draw.names_some {
            " beside those that the round names"
        } else {
            ""
        };
        let there_are = match pool.len() {
            0 => "there is none".to_owned(),
            1 => "there is only 1".to_owned(),
            count => format!("there are only {count}"),
        };
        let message = format!("the round draws {wanted} and {there_are}{beside}: {described}");
        let file = self.packs[pack].log.file();
        let mut lines: Vec<usize> = rivals
            .iter()
            .filter(|rival| **rival != number)
            .map(|rival| file.place(draws[*rival].at.start).0)
            .collect();
        lines.sort_unstable();
        lines.dedup();
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        let help = match &lines[..] {
            [] => "ask for fewer, or write more".to_owned(),
            [line] => format!("the draw on line {line} takes of the same prompts"),
            lines => format!(
                "the draws on lines {} take of the same prompts",
                lines.join(", ")
            ),
        };
        Finding::warning(pack, "short-draw", draw.count_at, message, help)
    }
}

/// Gives a draw one more prompt, if need be by having others exchange theirs. Where that is not
/// possible, returns all whose prompts it could have had.
fn take_one(
    draws: &mut [Draw<'_>],
    number: usize,
    owners: &mut [Option<usize>],
) -> Result<(), Vec<usize>> {
    // Breadth first, from draw to those that own what it could take.
    let mut via: HashMap<usize, (usize, usize)> = HashMap::new();
    let mut seen = vec![number];
    let mut queue = VecDeque::from([number]);
    while let Some(current) = queue.pop_front() {
        if let Some(free) = draws[current].free(owners) {
            let mut prompt = free;
            let mut taker = current;
            // Each hands the prompt that it has to the one that came asking.
            while let Some((asker, handed)) = via.get(&taker).copied() {
                owners[prompt] = Some(taker);
                prompt = handed;
                taker = asker;
            }
            owners[prompt] = Some(taker);
            return Ok(());
        }
        for prompt in draws[current].matching.clone() {
            if let Some(owner) = owners[prompt]
                && !seen.contains(&owner)
            {
                seen.push(owner);
                via.insert(owner, (current, prompt));
                queue.push_back(owner);
            }
        }
    }
    Err(seen)
}

impl Draw<'_> {
    /// A prompt that nobody has yet. Whatever has an owner keeps having one.
    fn free(&mut self, owners: &[Option<usize>]) -> Option<usize> {
        while let Some(prompt) = self.matching.get(self.passed) {
            if owners[*prompt].is_none() {
                return Some(*prompt);
            }
            self.passed += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Hall: all can be served if no group of draws wants more than there is for it.
    fn can_be_served(draws: &[(u8, usize)]) -> bool {
        (1_u32..1 << draws.len()).all(|group| {
            let members = draws.iter().enumerate();
            let members = members.filter(|(n, _)| group >> n & 1 == 1);
            let (masks, counts): (Vec<u8>, Vec<usize>) = members.map(|(_, draw)| *draw).unzip();
            let pool = masks.iter().fold(0, |pool, mask| pool | mask);
            counts.iter().sum::<usize>() <= pool.count_ones() as usize
        })
    }

    /// The first draw that gets too few, and those that it competes with.
    fn first_short(draws: &[(u8, usize)]) -> Option<(usize, Vec<usize>)> {
        let any = Narrow::default();
        let draw = |(mask, count): &(u8, usize)| Draw {
            narrow: &any,
            count: *count,
            at: &(0..0),
            count_at: &(0..0),
            names_some: false,
            matching: (0..8).filter(|n| mask >> n & 1 == 1).collect(),
            passed: 0,
        };
        let mut all: Vec<Draw<'_>> = draws.iter().map(draw).collect();
        let mut owners = vec![None; 8];
        for number in 0..all.len() {
            for _ in 0..all[number].count {
                if let Err(rivals) = take_one(&mut all, number, &mut owners) {
                    return Some((number, rivals));
                }
            }
        }
        None
    }

    proptest! {
        #[test]
        fn the_draw_that_is_reported_is_the_first_that_cannot_be_served(
            draws in proptest::collection::vec((any::<u8>(), 1..4_usize), 1..6)
        ) {
            let short = (0..draws.len()).find(|n| !can_be_served(&draws[..=*n]));
            let found = first_short(&draws);
            prop_assert_eq!(found.as_ref().map(|(number, _)| *number), short);
            if let Some((_, rivals)) = found {
                let rivals: Vec<_> = rivals.into_iter().map(|n| draws[n]).collect();
                prop_assert!(!can_be_served(&rivals));
            }
        }
    }
}
