//! Many measurements as the few figures that stand in the table.

/// The figure in the middle; 0 of none.
pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

/// The figure farthest from zero, without its sign.
pub(crate) fn worst(figures: &[f64]) -> f64 {
    figures.iter().fold(0.0, |worst, one| one.abs().max(worst))
}

/// Without signs.
pub(crate) fn sizes(figures: &[f64]) -> Vec<f64> {
    figures.iter().map(|figure| figure.abs()).collect()
}

/// `worst X ms, median Y ms of N`, by size.
pub(crate) fn told(figures: &[f64]) -> String {
    if figures.is_empty() {
        return "nothing measured".to_owned();
    }
    format!(
        "{:.2} ms, median {:.2}, of {}",
        worst(figures),
        median(&sizes(figures)),
        figures.len()
    )
}
