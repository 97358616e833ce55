//! Practice on the calendar: where competencies stood week by week, and on which days one sat.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::practice::SatAnswer;

/// Competencies by week, the newest week last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weeks<'a> {
    /// The Mondays.
    pub mondays: Vec<Date>,
    /// By the competency's id.
    pub rows: Vec<(&'a str, Vec<Option<WeekStanding>>)>,
}

/// What the answers of one week scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekStanding {
    /// Their mean, in percent of their scales.
    pub share: u8,
    /// Of how many answers.
    pub n: usize,
}

/// Sessions by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The Monday of the first week.
    pub from: Date,
    /// Of each day from then on to today, how many.
    pub days: Vec<usize>,
    /// How many there were before.
    pub earlier: usize,
}

/// The scored answers of the last `count` weeks, that of `today` included; a competency that none
/// of them is of is left out.
pub fn weeks<'a>(
    answers: &'a [SatAnswer],
    zone: &TimeZone,
    today: Date,
    count: usize,
) -> Weeks<'a> {
    let first = first_monday(today, count);
    let mut sums: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for SatAnswer { past, .. } in answers {
        let Some(share) = past.share else { continue };
        let Some(week) = days_from(first, past.at, zone).map(|days| days / 7) else {
            continue;
        };
        for competency in &past.competencies {
            let row = sums.entry(competency);
            let row = row.or_insert_with(|| vec![(0, 0); count]);
            if let Some((sum, n)) = row.get_mut(week) {
                *sum += usize::from(share);
                *n += 1;
            }
        }
    }
    let standing = |(sum, n): (usize, usize)| {
        let share = (sum + n / 2).checked_div(n)?;
        Some(WeekStanding {
            share: share.min(100) as u8,
            n,
        })
    };
    Weeks {
        mondays: (0..count)
            .map(|week| later(first, days(week * 7)))
            .collect(),
        rows: sums
            .into_iter()
            .filter(|(_, row)| row.iter().any(|(_, n)| *n > 0))
            .map(|(competency, row)| (competency, row.into_iter().map(standing).collect()))
            .collect(),
    }
}

/// When the sessions started that there were in the last `count` weeks, that of `today` included.
pub fn calendar(
    starts: impl IntoIterator<Item = Timestamp>,
    zone: &TimeZone,
    today: Date,
    count: usize,
) -> Calendar {
    let from = first_monday(today, count);
    let length = from.until(today).map_or(0, |span| span.get_days()) + 1;
    let mut days = vec![0; usize::try_from(length).unwrap_or_default()];
    let mut earlier = 0;
    for at in starts {
        match days_from(from, at, zone) {
            None => earlier += 1,
            // A clock that was ahead may have made sessions of days that are still to come.
            Some(day) => {
                if let Some(sat) = days.get_mut(day) {
                    *sat += 1;
                }
            }
        }
    }
    Calendar {
        from,
        days,
        earlier,
    }
}

fn first_monday(today: Date, count: usize) -> Date {
    let into_week = i64::from(today.weekday().to_monday_zero_offset());
    later(today, -into_week - days(7 * (count.max(1) - 1)))
}

fn days(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn later(day: Date, days: i64) -> Date {
    // No calendar reaches so far.
    let span = Span::new().try_days(days);
    span.and_then(|span| day.checked_add(span)).unwrap_or(day)
}

/// None of what lies before.
fn days_from(first: Date, at: Timestamp, zone: &TimeZone) -> Option<usize> {
    let day = at.to_zoned(zone.clone()).date();
    let span = first.until(day).ok()?;
    usize::try_from(span.get_days()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::super::super::past::PastAnswer;
    use super::*;

    fn sat(at: &str, competencies: &[&str], share: Option<u8>) -> SatAnswer {
        SatAnswer {
            session: Uuid::nil(),
            number: 1,
            past: PastAnswer {
                prompt: "p".to_owned(),
                competencies: competencies.iter().map(|&id| id.to_owned()).collect(),
                at: at.parse().unwrap(),
                share,
            },
        }
    }

    #[test]
    fn a_competency_stands_by_the_answers_of_each_week() {
        let answers = [
            sat("2026-11-01T12:00:00Z", &["a"], Some(10)),
            sat("2026-11-16T00:30:00Z", &["a", "b"], Some(50)),
            sat("2026-11-20T12:00:00Z", &["a"], Some(75)),
            sat("2026-11-20T13:00:00Z", &["a"], None),
            // Sunday night in UTC, and Monday where it was sat.
            sat("2026-11-22T23:30:00Z", &["b"], Some(80)),
            sat("2026-12-24T12:00:00Z", &["c"], Some(80)),
        ];
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let told = weeks(&answers, &zone, date(2026, 11, 24), 2);
        assert_eq!(told.mondays, [date(2026, 11, 16), date(2026, 11, 23)]);
        let standing = |share, n| Some(WeekStanding { share, n });
        let expected = vec![
            ("a", vec![standing(63, 2), None]),
            ("b", vec![standing(50, 1), standing(80, 1)]),
        ];
        assert_eq!(told.rows, expected);
    }

    #[test]
    fn sessions_lie_on_their_days() {
        let starts = [
            "2026-11-15T12:00:00Z",
            "2026-11-16T12:00:00Z",
            "2026-11-24T08:00:00Z",
            "2026-11-24T12:00:00Z",
            "2026-11-25T12:00:00Z",
        ];
        let starts = starts.map(|at| at.parse().unwrap());
        let told = calendar(starts, &TimeZone::UTC, date(2026, 11, 24), 2);
        let expected = Calendar {
            from: date(2026, 11, 16),
            days: vec![1, 0, 0, 0, 0, 0, 0, 0, 2],
            earlier: 1,
        };
        assert_eq!(told, expected);
    }
}
