//! A checklist, item by item. Each answer is kept at once.

use anyhow::Context as _;
use inquire::InquireError;

use super::super::super::failure::failure;
use super::super::super::practice::Came;
use super::super::super::signals::Signal;
use super::super::tick;
use super::Running;
use crate::domain::{Activity, Check, PlanProgress};
use crate::ui::asking;
use crate::ui::text::hanging;

/// What somebody typed at an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Tick(bool),
    Leave,
    Back,
}

impl Running<'_> {
    /// It is done when all of it was gone through, ticked or not.
    pub(super) fn check(&self, progress: &PlanProgress) -> anyhow::Result<Came> {
        let checks = self.place.block.checks();
        let id = &self.place.block.id;
        let terminal = self.context.terminal;
        if !terminal.is_interactive() {
            return Err(failure(
                "going through a checklist needs a terminal",
                format!(
                    "`hotseat plan done {id}/1` ticks its first item, and so on; `hotseat plan \
                     done {id}` all of it"
                ),
            ));
        }
        let mut ticked: Vec<bool> = checks
            .iter()
            .map(|check| self.is_ticked(progress, check))
            .collect();
        let groups = self.groups();
        let mut history = self.context.history_as_it_is()?;
        let mut at = 0;
        while let Some(check) = checks.get(at) {
            let question = self.question(check, (checks.len(), groups[at], ticked[at]));
            terminal.say(&question);
            let entry = match ask(self, ticked[at]) {
                Ok(entry) => entry,
                Err(InquireError::OperationCanceled) => return Ok(Came::left(0)),
                Err(InquireError::OperationInterrupted) => {
                    return Ok(Came::left(Signal::Interrupt.exit_code()));
                }
                Err(error) => return Err(error).context("the terminal cannot be used"),
            };
            match entry {
                Entry::Back => at = at.saturating_sub(1),
                Entry::Leave => at += 1,
                Entry::Tick(done) => {
                    let progress = history.plans(self.folder)?;
                    let item = (self.plan.id.as_str(), check.id.as_str());
                    tick::set(&mut history, self.folder, &progress, item, done)?;
                    ticked[at] = done;
                    at += 1;
                }
            }
        }
        self.tell_open(&checks, &ticked);
        Ok(Came {
            code: 0,
            is_through: true,
        })
    }

    fn is_ticked(&self, progress: &PlanProgress, check: &Check<'_>) -> bool {
        let tick = progress.tick(&self.plan.id, &check.id);
        tick.is_some_and(|tick| tick.done)
    }

    /// The title of the group of each item.
    fn groups(&self) -> Vec<Option<&str>> {
        let Activity::Checklist(groups) = &self.place.block.activity else {
            return Vec::new();
        };
        let of = groups.iter().flat_map(|group| {
            let title = group.title.as_deref();
            std::iter::repeat_n(title, group.items.len())
        });
        of.collect()
    }

    fn question(
        &self,
        check: &Check<'_>,
        (count, group, ticked): (usize, Option<&str>, bool),
    ) -> String {
        let group = group.map_or_else(String::new, |group| format!(" · {group}"));
        let mark = if ticked { "[x]" } else { "[ ]" };
        let width = self.context.terminal.width().min(100);
        let text = hanging(check.text, width, &format!("  {mark} "), "      ");
        format!("\n{}/{count}{group}\n{text}", check.number)
    }

    /// What is left open is no failure: it is what to look at again.
    fn tell_open(&self, checks: &[Check<'_>], ticked: &[bool]) {
        let open = checks.iter().zip(ticked).filter(|(_, ticked)| !**ticked);
        let open: Vec<&Check<'_>> = open.map(|(check, _)| check).collect();
        let terminal = self.context.terminal;
        if open.is_empty() {
            terminal.say("\nall of it is ticked");
            return;
        }
        let id = &self.place.block.id;
        let width = terminal.width().min(100);
        let lead = format!(
            "still open; the last day of the plan shows them once more, and `hotseat plan done \
             {id}/N` ticks one:"
        );
        terminal.say(&format!("\n{}", hanging(&lead, width, "", "  ")));
        for check in open {
            let first = format!("  {:>2} ", check.number);
            terminal.say(&hanging(check.text, width, &first, "     "));
        }
    }
}

/// Asks until the answer means something.
fn ask(running: &Running<'_>, ticked: bool) -> Result<Entry, InquireError> {
    let terminal = running.context.terminal;
    let is = if ticked { "ticked" } else { "open" };
    let help = format!("y ticks it · n opens it · Enter leaves it {is} · b goes back · Esc leaves");
    loop {
        let text = asking::text(terminal, "Is it so?", &help)?;
        match parse(&text) {
            Some(entry) => return Ok(entry),
            None => terminal.say(&format!("`{}` is neither y, n nor b", text.trim())),
        }
    }
}

fn parse(text: &str) -> Option<Entry> {
    match text.trim().to_lowercase().as_str() {
        "y" | "yes" | "x" => Some(Entry::Tick(true)),
        "n" | "no" => Some(Entry::Tick(false)),
        "b" | "back" => Some(Entry::Back),
        "" => Some(Entry::Leave),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_ticked_opened_left_or_gone_back_from() {
        let cases = [
            ("y", Some(Entry::Tick(true))),
            (" Yes ", Some(Entry::Tick(true))),
            ("n", Some(Entry::Tick(false))),
            ("", Some(Entry::Leave)),
            ("b", Some(Entry::Back)),
            ("maybe", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text:?}");
        }
    }
}
