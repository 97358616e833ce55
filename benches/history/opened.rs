//! How long a browser takes over the page that a report is.

use std::path::Path;

use crate::support::browser::Browser;

const RUNS: usize = 5;

/// When all of the page is there, its scripts have run and something of it is painted, by the
/// browser's own clock: <https://www.w3.org/TR/navigation-timing-2/#dom-performancenavigationtiming-loadeventend>.
const WHEN: &str = "(() => {
    const loaded = performance.getEntriesByType('navigation')[0].loadEventEnd;
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    return loaded > 0 && painted > 0 ? Math.max(loaded, painted) : null;
})()";

/// Seconds from the wish for the page until it is there, the median of some runs; none where there
/// is no Chromium.
pub(crate) fn seconds(page: &Path) -> Option<f64> {
    let mut browser = Browser::start(1_280, 800)?;
    let mut times: Vec<f64> = (0..RUNS).map(|_| once(&mut browser, page)).collect();
    times.sort_by(f64::total_cmp);
    Some(times[times.len() / 2])
}

fn once(browser: &mut Browser, page: &Path) -> f64 {
    browser.open(page);
    browser.wait_for(&format!("{WHEN} !== null"));
    browser.eval(WHEN).as_f64().expect("a time") / 1e3
}
