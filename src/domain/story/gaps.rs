//! What is not written yet of a story, by the steps of its framework.

use super::merit::has_figure;
use super::{Framework, FrameworkStep, Story};

/// Something that a story lacks to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoryGap<'f> {
    /// No heading has the name of this step.
    NoHeading(&'f FrameworkStep),
    /// Nothing stands below its heading.
    Empty(&'f FrameworkStep),
    /// It tells what came of it, without a number.
    NoFigure(&'f FrameworkStep),
}

impl<'f> StoryGap<'f> {
    pub fn step(self) -> &'f FrameworkStep {
        match self {
            StoryGap::NoHeading(step) | StoryGap::Empty(step) | StoryGap::NoFigure(step) => step,
        }
    }

    /// Whether a part of the story is not there at all.
    pub fn is_missing_part(self) -> bool {
        !matches!(self, StoryGap::NoFigure(_))
    }
}

impl Story {
    /// In the order of the framework.
    pub fn gaps<'f>(&self, framework: &'f Framework) -> Vec<StoryGap<'f>> {
        let steps = framework.steps.iter().zip(0..);
        steps
            .filter_map(|(step, index)| match self.part(step) {
                None => Some(StoryGap::NoHeading(step)),
                Some(part) if part.text.is_empty() => Some(StoryGap::Empty(step)),
                Some(part) if index == framework.result && !has_figure(&part.text) => {
                    Some(StoryGap::NoFigure(step))
                }
                Some(_) => None,
            })
            .collect()
    }

    /// Whether every step of its framework is written down.
    pub fn is_whole(&self, framework: &Framework) -> bool {
        !self.gaps(framework).iter().any(|gap| gap.is_missing_part())
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{framework, story, told};
    use super::*;

    type Parts<'t> = &'t [(&'t str, &'t str)];

    #[test]
    fn each_step_needs_text_and_the_result_a_number() {
        let framework = framework("f");
        let [start, end] = &framework.steps[..] else {
            panic!("two steps");
        };
        let cases: [(Parts<'_>, &[StoryGap<'_>]); 6] = [
            (&[], &[StoryGap::NoHeading(start), StoryGap::NoHeading(end)]),
            (&[("Start", "Once."), ("End", "12 % more.")], &[]),
            (&[("START:", "Once."), ("  end ", "12 %")], &[]),
            (&[("Start", ""), ("End", "12 %")], &[StoryGap::Empty(start)]),
            (
                &[("Start", "In 3 days."), ("End", "It was good.")],
                &[StoryGap::NoFigure(end)],
            ),
            (
                &[("Start", "Once."), ("Ende", "12 %")],
                &[StoryGap::NoHeading(end)],
            ),
        ];
        for (parts, gaps) in cases {
            let story = told(story("a"), parts);
            assert_eq!(story.gaps(&framework), gaps, "{parts:?}");
            let missing = gaps.iter().any(|gap| gap.is_missing_part());
            assert_eq!(story.is_whole(&framework), !missing, "{parts:?}");
        }
    }
}
