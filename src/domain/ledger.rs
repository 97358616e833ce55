//! What each section of an answer had of time, as its record tells it afterwards.

use super::record::{Role, SectionRecord};
use super::round::Policy;

/// What every section had under the policy: its budget, and where sections borrow from each other
/// what those before it have left of it, or saved for it.
pub fn had_ms(policy: Policy, sections: &[SectionRecord]) -> Vec<u64> {
    let (mut planned, mut used) = (0_u64, 0_u64);
    let had = |section: &SectionRecord| {
        if policy != Policy::Borrow || section.role == Role::FollowUp {
            return section.budget_ms;
        }
        planned = planned.saturating_add(section.budget_ms);
        let had = planned.saturating_sub(used);
        used = used.saturating_add(section.used_ms);
        had
    };
    sections.iter().map(had).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::End;

    fn section(role: Role, budget_ms: u64, used_ms: u64) -> SectionRecord {
        SectionRecord {
            role,
            id: "s".to_owned(),
            title: "S".to_owned(),
            ask: None,
            cues: vec![],
            budget_ms,
            min_ms: 0,
            started_ms: 0,
            used_ms,
            over_ms: used_ms.saturating_sub(budget_ms),
            paused_ms: 0,
            end: End::Next,
            take: None,
            marks: vec![],
            speech: None,
        }
    }

    #[test]
    fn only_where_sections_borrow_one_bears_on_the_next() {
        let own = |budget, used| section(Role::Section, budget, used);
        let sections = [
            own(100, 160),
            own(50, 0),
            own(30, 10),
            own(30, 20),
            section(Role::FollowUp, 20, 20),
        ];
        let budgets = [100, 50, 30, 30, 20];
        assert_eq!(had_ms(Policy::Strict, &sections), budgets);
        assert_eq!(had_ms(Policy::Open, &sections), budgets);
        assert_eq!(had_ms(Policy::Borrow, &sections), [100, 0, 20, 40, 20]);
    }
}
