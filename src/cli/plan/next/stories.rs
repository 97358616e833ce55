//! The stories that a block is about: what each lacks, and which five there are.

use super::super::super::stories::{NONE_YET, sound};
use super::Running;
use crate::domain::fill_slots;
use crate::ui::stories::{five, lacks};

impl Running<'_> {
    /// What is to be worked on, before the clock starts.
    pub(super) fn show_what_stories_lack(&self) -> anyhow::Result<()> {
        let terminal = self.context.terminal;
        let stories = sound(self.context, self.bank)?;
        if stories.is_empty() {
            terminal.say(NONE_YET);
            return Ok(());
        }
        for story in &stories {
            let framework = self.bank.framework(&story.framework);
            let page = lacks(story, framework, terminal.width());
            terminal.say(&format!("\n{page}"));
        }
        self.show_the_five()
    }

    pub(super) fn show_the_five(&self) -> anyhow::Result<()> {
        let terminal = self.context.terminal;
        let stories = sound(self.context, self.bank)?;
        let slots = fill_slots(&stories, self.bank);
        let page = five(&slots, &self.bank.frameworks, terminal.width());
        terminal.say(&format!("\n{page}\n"));
        Ok(())
    }
}
