//! What makes a story worth telling at the highest levels: four criteria, each with what speaks for
//! it or what is missing.

use super::Story;

/// From so many people on, a story is about an organization.
const PEOPLE: u64 = 50;
/// Or from so many business units on.
const BUSINESS_UNITS: u64 = 2;
/// From so many years on, it is about a strategy.
const YEARS: f64 = 3.0;

/// What a story is chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merit {
    /// It reached an organization, not only a team.
    OrganizationalImpact,
    /// It reached over years, or into the industry.
    StrategicScope,
    /// Something in it was new.
    Innovation,
    /// What came of it has figures.
    BusinessOutcomes,
}

/// Whether a merit is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeritSeen {
    /// With what speaks for it.
    Holds(String),
    /// With what would have to be there.
    Missing(String),
}

impl MeritSeen {
    pub fn holds(&self) -> bool {
        matches!(self, MeritSeen::Holds(_))
    }
}

impl Merit {
    pub const ALL: [Merit; 4] = [
        Merit::OrganizationalImpact,
        Merit::StrategicScope,
        Merit::Innovation,
        Merit::BusinessOutcomes,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Merit::OrganizationalImpact => "organizational-impact",
            Merit::StrategicScope => "strategic-scope",
            Merit::Innovation => "innovation",
            Merit::BusinessOutcomes => "business-outcomes",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Merit::OrganizationalImpact => "Organizational reach",
            Merit::StrategicScope => "Strategic reach",
            Merit::Innovation => "Something novel",
            Merit::BusinessOutcomes => "Result in figures",
        }
    }

    /// Whether `story` has it, and why or why not.
    pub fn seen(self, story: &Story) -> MeritSeen {
        match self {
            Merit::OrganizationalImpact => organizational_impact(story),
            Merit::StrategicScope => strategic_scope(story),
            Merit::Innovation => match &story.novelty {
                Some(novelty) => MeritSeen::Holds(novelty.clone()),
                None => missing("`novelty`: what nobody there had done before"),
            },
            Merit::BusinessOutcomes => business_outcomes(story),
        }
    }
}

impl Story {
    pub fn has(&self, merit: Merit) -> bool {
        merit.seen(self).holds()
    }

    /// How many of the four it has.
    pub fn merits(&self) -> usize {
        Merit::ALL
            .into_iter()
            .filter(|merit| self.has(*merit))
            .count()
    }
}

fn missing(what: impl Into<String>) -> MeritSeen {
    MeritSeen::Missing(what.into())
}

fn organizational_impact(story: &Story) -> MeritSeen {
    if let Some(people) = story.people.filter(|people| *people >= PEOPLE) {
        return MeritSeen::Holds(format!("{people} people"));
    }
    if let Some(units) = story
        .business_units
        .filter(|units| *units >= BUSINESS_UNITS)
    {
        return MeritSeen::Holds(format!("{units} business units"));
    }
    let people = story.people.map(|people| match people {
        1 => "it says one person".to_owned(),
        people => format!("it says {people} people"),
    });
    let units = story.business_units.map(|_| "one business unit".to_owned());
    let says: Vec<String> = people.into_iter().chain(units).collect();
    let wanted =
        format!("`people`, {PEOPLE} or more, or `business_units`, {BUSINESS_UNITS} or more");
    missing(if says.is_empty() {
        wanted
    } else {
        format!("{wanted}; {}", says.join(", "))
    })
}

fn strategic_scope(story: &Story) -> MeritSeen {
    if let Some(years) = story.years.filter(|years| *years >= YEARS) {
        return MeritSeen::Holds(in_years(years));
    }
    if let Some(influence) = &story.industry_influence {
        return MeritSeen::Holds(influence.clone());
    }
    let wanted = format!("`years`, {YEARS} or more, or `industry_influence`");
    missing(match story.years {
        Some(years) => format!("{wanted}; it says {}", in_years(years)),
        None => wanted,
    })
}

fn in_years(years: f64) -> String {
    if (years - 1.0).abs() < f64::EPSILON {
        "1 year".to_owned()
    } else {
        format!("{years} years")
    }
}

fn business_outcomes(story: &Story) -> MeritSeen {
    if let Some(metric) = story.metrics.iter().find(|metric| has_figure(metric)) {
        return MeritSeen::Holds(metric.clone());
    }
    missing(if story.metrics.is_empty() {
        "`metrics`: revenue, efficiency or an advantage, from what to what"
    } else {
        "a number in one of the `metrics`: from what, to what"
    })
}

/// Whether a text holds a number that measures something. A year says when, and not how much.
pub(super) fn has_figure(text: &str) -> bool {
    let is_part = |c: char| c.is_numeric() || matches!(c, '.' | ',' | '\'');
    let numbers = text.split(|c: char| !is_part(c));
    let mut numbers = numbers.map(|number| number.trim_matches(['.', ',', '\'']));
    numbers.any(|number| !number.is_empty() && !is_year(number))
}

fn is_year(number: &str) -> bool {
    number
        .parse()
        .is_ok_and(|number| (1900..2100).contains(&number))
        && number.len() == 4
}

#[cfg(test)]
mod tests {
    use super::super::samples::story;
    use super::*;

    #[test]
    fn an_organization_is_fifty_people_or_two_business_units() {
        let cases = [
            (None, None, false),
            (Some(49), None, false),
            (Some(50), None, true),
            (Some(49), Some(1), false),
            (Some(3), Some(2), true),
            (None, Some(2), true),
        ];
        for (people, business_units, holds) in cases {
            let story = Story {
                people,
                business_units,
                ..story("a")
            };
            let seen = Merit::OrganizationalImpact.seen(&story);
            assert_eq!(seen.holds(), holds, "{people:?} {business_units:?}");
        }
    }

    #[test]
    fn a_strategy_is_three_years_or_felt_in_the_industry() {
        let cases = [
            (None, None, false),
            (Some(2.9), None, false),
            (Some(3.0), None, true),
            (Some(0.5), Some("two rivals copied it"), true),
        ];
        for (years, influence, holds) in cases {
            let industry_influence = influence.map(str::to_owned);
            let story = Story {
                years,
                industry_influence,
                ..story("a")
            };
            assert_eq!(
                Merit::StrategicScope.seen(&story).holds(),
                holds,
                "{years:?}"
            );
        }
    }

    #[test]
    fn what_is_missing_says_what_is_there_instead() {
        let story = Story {
            people: Some(12),
            business_units: Some(1),
            years: Some(1.5),
            metrics: vec!["a happier team".to_owned()],
            ..story("a")
        };
        let told = Merit::ALL.map(|merit| match merit.seen(&story) {
            MeritSeen::Missing(what) => what,
            MeritSeen::Holds(what) => panic!("{what}"),
        });
        assert_eq!(
            told,
            [
                "`people`, 50 or more, or `business_units`, 2 or more; it says 12 people, one business unit",
                "`years`, 3 or more, or `industry_influence`; it says 1.5 years",
                "`novelty`: what nobody there had done before",
                "a number in one of the `metrics`: from what, to what",
            ]
        );
        assert_eq!(story.merits(), 0);
    }

    #[test]
    fn a_figure_is_a_number_that_is_no_year() {
        for figure in [
            "from 6 days to 9 hours",
            "+12%",
            "$4.2M",
            "in 2023 we saved 3 people",
            "1,900 teams",
            "19000",
            "½ of it",
        ] {
            assert!(has_figure(figure), "{figure}");
        }
        for none in ["", "a lot", "in 2023.", "since 1999, and until 2004", "..."] {
            assert!(!has_figure(none), "{none}");
        }
    }
}
