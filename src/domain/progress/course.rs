//! Whether a row of values goes anywhere.
//!
//! The rule: of the newest twenty values, five at least, the test of Mann and Kendall has to say at
//! the level of 10 % (two-sided) that they do not come in any order. It asks only which of two values
//! is the higher one, so it fits scores of 1 to 5, and it takes ties into account. Fewer than five
//! values have no course, whatever they are. How steep a course is, is told by the median of the
//! slopes between all pairs, after Theil and Sen, which one odd value does not move.
//!
//! H. B. Mann, "Nonparametric tests against trend", Econometrica 13 (1945); M. G. Kendall, "Rank
//! Correlation Methods" (1975), for ties; P. K. Sen, "Estimates of the regression coefficient based
//! on Kendall's tau", Journal of the American Statistical Association 63 (1968).

use serde::Serialize;

/// Fewer values have no course.
pub const LEAST: usize = 5;

/// Older values say nothing of where one is going now.
pub const NEWEST: usize = 20;

/// Of the normal distribution, for 10 % on both sides together.
const CRITICAL: f64 = 1.645;

/// Where values are going, good or bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    Rising,
    Steady,
    Falling,
}

/// Where scores are going: more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    Improving,
    Steady,
    Slipping,
}

impl Course {
    /// The course of values that stand oldest first; none of fewer than [`LEAST`].
    pub fn of(values: &[f64]) -> Option<Self> {
        let values = newest(values);
        if values.len() < LEAST {
            return None;
        }
        let z = z(values);
        Some(if z >= CRITICAL {
            Course::Rising
        } else if z <= -CRITICAL {
            Course::Falling
        } else {
            Course::Steady
        })
    }
}

impl Direction {
    /// The direction of scores that stand oldest first; none of fewer than [`LEAST`].
    pub fn of(values: &[f64]) -> Option<Self> {
        Course::of(values).map(|course| match course {
            Course::Rising => Direction::Improving,
            Course::Steady => Direction::Steady,
            Course::Falling => Direction::Slipping,
        })
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Improving => "improving",
            Direction::Steady => "steady",
            Direction::Slipping => "slipping",
        }
    }
}

/// By how much one value usually differs from the one before it; none of fewer than [`LEAST`].
pub fn slope(values: &[f64]) -> Option<f64> {
    let values = newest(values);
    if values.len() < LEAST {
        return None;
    }
    let mut slopes: Vec<f64> = pairs(values)
        .map(|(apart, earlier, later)| (later - earlier) / apart)
        .collect();
    slopes.sort_by(f64::total_cmp);
    let middle = slopes.len() / 2;
    Some(if slopes.len().is_multiple_of(2) {
        f64::midpoint(slopes[middle - 1], slopes[middle])
    } else {
        slopes[middle]
    })
}

fn newest(values: &[f64]) -> &[f64] {
    &values[values.len().saturating_sub(NEWEST)..]
}

/// Every two values, with how many places they are apart.
fn pairs(values: &[f64]) -> impl Iterator<Item = (f64, f64, f64)> {
    let numbered = values.iter().enumerate();
    numbered.flat_map(move |(place, earlier)| {
        let later = values[place + 1..].iter().zip(1_u32..);
        later.map(move |(later, apart)| (f64::from(apart), *earlier, *later))
    })
}

/// Kendall's S in units of its deviation, drawn one step towards nothing.
fn z(values: &[f64]) -> f64 {
    let signs = pairs(values).map(|(_, earlier, later)| later.total_cmp(&earlier) as i32);
    let s = f64::from(signs.sum::<i32>());
    let spread = |count: f64| count * (count - 1.0) * (2.0 * count + 5.0);
    let variance = (spread(values.len() as f64) - ties(values).map(spread).sum::<f64>()) / 18.0;
    if variance <= 0.0 {
        // All values are the same.
        return 0.0;
    }
    (s - s.signum() * f64::from(u8::from(s != 0.0))) / variance.sqrt()
}

/// How many values there are of each that stands there more than once.
fn ties(values: &[f64]) -> impl Iterator<Item = f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let groups: Vec<f64> = sorted
        .chunk_by(|a, b| a.total_cmp(b).is_eq())
        .map(|group| group.len() as f64)
        .collect();
    groups.into_iter().filter(|count| *count > 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_takes_five_values_that_mostly_agree() {
        use Course::{Falling, Rising, Steady};
        let cases: [(&[f64], Option<Course>); 11] = [
            (&[], None),
            (&[1.0, 2.0], None),
            (&[1.0, 2.0, 3.0, 4.0], None),
            (&[1.0, 2.0, 3.0, 4.0, 5.0], Some(Rising)),
            (&[5.0, 4.0, 3.0, 2.0, 1.0], Some(Falling)),
            (&[2.0, 3.0, 3.0, 4.0, 4.0], Some(Rising)),
            // One step up among five values is no trend yet.
            (&[3.0, 3.0, 3.0, 4.0, 4.0], Some(Steady)),
            (&[3.0, 3.0, 3.0, 3.0, 3.0], Some(Steady)),
            (&[2.0, 4.0, 3.0, 2.0, 4.0], Some(Steady)),
            (&[4.0, 4.0, 3.0, 3.0, 2.0, 2.0], Some(Falling)),
            (&[1.0, 5.0, 1.0, 5.0, 1.0, 5.0], Some(Steady)),
        ];
        for (values, expected) in cases {
            assert_eq!(Course::of(values), expected, "{values:?}");
        }
        assert_eq!(
            Direction::of(&[1.0, 2.0, 3.0, 4.0, 5.0]),
            Some(Direction::Improving)
        );
    }

    #[test]
    fn what_lies_more_than_twenty_back_counts_no_more() {
        let mut values = vec![1.0; 20];
        values.extend([3.0; 20]);
        assert_eq!(Course::of(&values), Some(Course::Steady));
        assert_eq!(slope(&values), Some(0.0));
    }

    #[test]
    fn one_odd_value_does_not_move_the_slope() {
        assert_eq!(slope(&[1.0, 2.0, 3.0, 4.0]), None);
        assert_eq!(slope(&[1.0, 2.0, 3.0, 4.0, 5.0]), Some(1.0));
        assert_eq!(slope(&[1.0, 2.0, 90.0, 4.0, 5.0, 6.0, 7.0]), Some(1.0));
    }
}
