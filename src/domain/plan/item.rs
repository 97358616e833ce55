//! What of a plan can be ticked off: blocks, deliverables, and the items of checklists, which have
//! no ids of their own.

use super::{Activity, Block, Deliverable, Plan, PlanDay, PlanPart};
use crate::domain::slug;

/// One item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check<'p> {
    /// `BLOCK/SLUG`: made from its text, so that a tick stays with it when its pack is edited.
    pub id: String,
    /// Its place in the block, from 1: what is typed.
    pub number: usize,
    pub text: &'p str,
}

/// Something that can be ticked off.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanItem<'p> {
    Block(&'p Block),
    Deliverable(&'p Deliverable),
    Check(Check<'p>),
}

/// A block with the day and the part that it stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'p> {
    /// From 1.
    pub day: usize,
    pub of_day: &'p PlanDay,
    pub part: &'p PlanPart,
    pub block: &'p Block,
}

impl Block {
    /// The items of a checklist, in its order; none of any other block.
    pub fn checks(&self) -> Vec<Check<'_>> {
        let Activity::Checklist(groups) = &self.activity else {
            return Vec::new();
        };
        let mut checks: Vec<Check<'_>> = Vec::new();
        for text in groups.iter().flat_map(|group| &group.items) {
            let base = format!("{}/{}", self.id, slug(text));
            let mut id = base.clone();
            let mut copy = 1;
            while checks.iter().any(|known| known.id == id) {
                copy += 1;
                id = format!("{base}-{copy}");
            }
            let number = checks.len() + 1;
            checks.push(Check { id, number, text });
        }
        checks
    }
}

impl Plan {
    /// Every block, in order.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        (1..).zip(&self.days).flat_map(|(day, of_day)| {
            let parts = of_day.parts.iter();
            parts.flat_map(move |part| {
                let blocks = part.blocks.iter();
                blocks.map(move |block| Place {
                    day,
                    of_day,
                    part,
                    block,
                })
            })
        })
    }

    pub fn place(&self, block: &str) -> Option<Place<'_>> {
        self.places().find(|place| place.block.id == block)
    }

    /// What is meant by an id, or by `BLOCK/NUMBER` of a checklist.
    pub fn item(&self, typed: &str) -> Option<PlanItem<'_>> {
        let block = self.blocks().find(|block| block.id == typed);
        let deliverable = || self.deliverables().find(|item| item.id == typed);
        block
            .map(PlanItem::Block)
            .or_else(|| deliverable().map(PlanItem::Deliverable))
            .or_else(|| self.check(typed).map(PlanItem::Check))
    }

    fn check(&self, typed: &str) -> Option<Check<'_>> {
        let (block, rest) = typed.split_once('/')?;
        let checks = self.place(block)?.block.checks();
        let number = rest.parse::<usize>().ok();
        let mut checks = checks.into_iter();
        checks.find(|check| check.id == typed || Some(check.number) == number)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::CheckGroup;
    use super::*;

    fn list(items: &[&str]) -> Block {
        let texts = items.iter().map(|text| (*text).to_owned());
        let (first, rest): (Vec<_>, Vec<_>) = texts.enumerate().partition(|(n, _)| *n == 0);
        let group = |items: Vec<(usize, String)>| CheckGroup {
            title: None,
            items: items.into_iter().map(|(_, text)| text).collect(),
        };
        Block {
            id: "list".to_owned(),
            title: None,
            length: Duration::ZERO,
            activity: Activity::Checklist(vec![group(first), group(rest)]),
        }
    }

    fn plan(block: Block) -> Plan {
        let part = PlanPart {
            title: "Noon".to_owned(),
            length: Duration::ZERO,
            blocks: vec![block],
        };
        let deliverables = vec![Deliverable {
            id: "there".to_owned(),
            title: "There".to_owned(),
            evidence: None,
        }];
        Plan {
            id: "p".to_owned(),
            pack: "p".to_owned(),
            title: "P".to_owned(),
            about: None,
            prerequisites: Vec::new(),
            days: vec![PlanDay {
                title: "D".to_owned(),
                parts: vec![part],
                deliverables,
            }],
        }
    }

    #[test]
    fn items_of_a_checklist_are_numbered_through_and_keep_their_ids_when_others_move() {
        let block = list(&["I am calm.", "I listen", "I am calm", "?"]);
        let checks = block.checks();
        let ids: Vec<(usize, &str)> = checks.iter().map(|c| (c.number, &*c.id)).collect();
        let expected = [
            (1, "list/i-am-calm"),
            (2, "list/i-listen"),
            (3, "list/i-am-calm-2"),
            (4, "list/section"),
        ];
        assert_eq!(ids, expected);
        let moved = list(&["new", "I listen"]);
        assert_eq!(moved.checks()[1].id, "list/i-listen");
    }

    #[test]
    fn an_item_is_found_by_its_id_and_one_of_a_checklist_by_its_number_too() {
        let plan = plan(list(&["One", "Two"]));
        let found = |typed: &str| match plan.item(typed)? {
            PlanItem::Block(block) => Some(block.id.clone()),
            PlanItem::Deliverable(item) => Some(item.id.clone()),
            PlanItem::Check(check) => Some(check.id),
        };
        let cases = [
            ("list", Some("list")),
            ("there", Some("there")),
            ("list/2", Some("list/two")),
            ("list/two", Some("list/two")),
            ("list/3", None),
            ("list/0", None),
            ("there/1", None),
            ("two", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(found(typed).as_deref(), expected, "{typed}");
        }
    }
}
