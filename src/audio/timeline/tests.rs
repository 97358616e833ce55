use super::*;
use crate::clock;

const RATE: u32 = 48_000;

fn ms(millis: f64) -> Duration {
    Duration::from_secs_f64(millis / 1000.0)
}

/// Ten-millisecond blocks from `from` on; block n is captured at n * 10 ms plus what `late` says.
fn feed(
    timeline: &mut Timeline,
    epoch: Instant,
    blocks: std::ops::Range<u32>,
    late: impl Fn(u32) -> f64,
) -> Vec<Loss> {
    blocks
        .filter_map(|n| timeline.push(epoch + ms(f64::from(n) * 10.0 + 1.0 + late(n)), 480))
        .collect()
}

#[test]
fn jitter_is_seen_through() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Coarse, epoch);
    // One block in three is up to 6 ms late.
    let losses = feed(&mut timeline, epoch, 0..600, |n| {
        f64::from(n % 3 / 2 * (n % 7))
    });
    assert_eq!(losses, []);
    let off = timeline.frame_at(epoch + ms(3001.0)).abs_diff(144_000);
    assert!(off <= 2, "{off} frames");
}

#[test]
fn slow_drift_is_followed_and_is_no_loss() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Coarse, epoch);
    // The device is 200 parts in a million slow: after ten minutes it is 120 ms behind.
    let losses = feed(&mut timeline, epoch, 0..60_000, |n| {
        f64::from(n) * 10.0 * 200e-6
    });
    assert_eq!(losses, []);
    let true_frame = 60_000 * 480;
    let at = epoch + ms(600_000.0 * (1.0 + 200e-6) + 1.0);
    let off = timeline.frame_at(at).abs_diff(true_frame);
    assert!(off <= 1, "{off} frames");
}

#[test]
fn a_lasting_jump_is_a_loss_of_that_many_frames() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Coarse, epoch);
    let losses = feed(&mut timeline, epoch, 0..300, |n| {
        if n < 200 { 0.0 } else { 1000.0 }
    });
    let expected = Loss {
        at_frame: 96_000,
        frames: 48_000,
    };
    assert_eq!(losses, [expected]);
    // Afterwards everything is where it belongs.
    assert_eq!(
        timeline.frame_at(epoch + ms(3991.0)),
        48_000 + 300 * 480 - 480
    );
}

#[test]
fn a_small_loss_shows_where_capture_times_are_fine() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Fine, epoch);
    // 10 ms are lost; four times of five are late by up to 28 ms.
    let losses = feed(&mut timeline, epoch, 0..600, |n| {
        f64::from(n % 5 * 7) + if n < 200 { 0.0 } else { 10.0 }
    });
    let [loss] = losses[..] else {
        panic!("{losses:?}")
    };
    assert!(loss.at_frame.abs_diff(96_000) <= 5 * 480, "{loss:?}");
    assert_eq!(loss.frames, 480);
}

#[test]
fn a_server_loses_whole_cycles() {
    for (millis, cycle, frames) in [
        (42.62, 1024, 2048),
        (42.62, 0, 2046),
        // Too far from any multiple, or too short to be one.
        (40.0, 1024, 1920),
        (42.62, 5, 2046),
    ] {
        let epoch = clock::now();
        let mut timeline = Timeline::new(RATE, Trust::Fine, epoch);
        timeline.lose_in_cycles_of(cycle);
        let losses = feed(&mut timeline, epoch, 0..600, |n| {
            if n < 200 { 0.0 } else { millis }
        });
        assert_eq!(losses.len(), 1, "{losses:?}");
        assert_eq!(losses[0].frames, frames, "{millis} ms, cycles of {cycle}");
    }
}

#[test]
fn a_server_that_is_kept_from_answering_loses_nothing() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Fine, epoch);
    // For a second and a half every answer is late, by 20 ms and more; then one in ten is right.
    let late = |n: u32| match n {
        0..300 => 0.0,
        300..450 => 20.0 + f64::from(n % 40),
        _ => f64::from(n % 10 * 3),
    };
    assert_eq!(feed(&mut timeline, epoch, 0..1000, late), []);
    let off = timeline.frame_at(epoch + ms(9991.0)).abs_diff(999 * 480);
    assert!(off <= 5, "{off} frames");
}

#[test]
fn a_loss_over_many_blocks_is_one_loss() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Coarse, epoch);
    // 30 ms more with every block, until 300 ms are missing.
    let late = |n: u32| f64::from(n.saturating_sub(200).min(10)) * 30.0;
    let losses = feed(&mut timeline, epoch, 0..300, late);
    assert_eq!(losses.len(), 1, "{losses:?}");
    assert_eq!(losses[0].frames, 14_400);
    assert_eq!(timeline.doubtful_from(), None);
}

#[test]
fn a_late_callback_that_catches_up_is_no_loss() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Coarse, epoch);
    // A stall of 120 ms, its blocks delivered late in a burst.
    let late = |n: u32| {
        if (200..212).contains(&n) {
            f64::from(212 - n) * 10.0
        } else {
            0.0
        }
    };
    assert_eq!(feed(&mut timeline, epoch, 0..400, late), []);
}

#[test]
fn a_burst_after_a_stop_of_the_program_is_no_loss() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Coarse, epoch);
    // 1.2 s of blocks come within milliseconds, each stamped when it came: a server that tells
    // the delay of the last block for all of them.
    let late = |n: u32| {
        if (200..320).contains(&n) {
            f64::from(320 - n) * 9.9
        } else {
            0.0
        }
    };
    assert_eq!(feed(&mut timeline, epoch, 0..600, late), []);
    assert_eq!(timeline.frame_at(epoch + ms(5991.0)), 600 * 480 - 480);
}

#[test]
fn rough_timestamps_at_the_start_are_forgotten() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Coarse, epoch);
    // 30 ms early, getting better over the first second.
    let late = |n: u32| 40.0 - f64::from(100u32.saturating_sub(n)) * 0.3;
    assert_eq!(feed(&mut timeline, epoch, 0..130, late), []);
    let off = timeline
        .frame_at(epoch + ms(1290.0 + 41.0))
        .abs_diff(129 * 480);
    assert!(off <= 2, "{off} frames");
}

#[test]
fn frames_after_a_jump_are_in_doubt_until_it_is_judged() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Coarse, epoch);
    feed(&mut timeline, epoch, 0..200, |_| 0.0);
    assert_eq!(timeline.doubtful_from(), None);
    feed(&mut timeline, epoch, 200..210, |_| 500.0);
    assert_eq!(timeline.doubtful_from(), Some(96_000));
    assert_eq!(feed(&mut timeline, epoch, 210..260, |_| 500.0).len(), 1);
    assert_eq!(timeline.doubtful_from(), None);
}

#[test]
fn an_exact_clock_is_exact() {
    let epoch = clock::now();
    let rate = 44_100;
    let mut timeline = Timeline::new(rate, Trust::Exact, epoch);
    let start = epoch + Duration::from_nanos(12_345);
    timeline.push(start, 441);
    for seconds in [0, 1, 6, 21, 3600] {
        let frame = timeline.frame_at(start + Duration::from_secs(seconds));
        assert_eq!(frame, seconds * u64::from(rate));
    }
    assert_eq!(timeline.frame_at(epoch), 0, "before the stream");
}

#[test]
fn a_server_is_believed_from_its_first_answer() {
    let epoch = clock::now();
    let mut timeline = Timeline::new(RATE, Trust::Fair, epoch);
    // One time in eight is right, on a machine that is busy from the start.
    let late = |n: u32| if n % 8 == 3 { 0.0 } else { 8.0 };
    for seconds in 0..3u32 {
        feed(
            &mut timeline,
            epoch,
            seconds * 100..seconds * 100 + 100,
            late,
        );
        let last = f64::from(seconds * 1000 + 991);
        let off = timeline
            .frame_at(epoch + ms(last))
            .abs_diff(u64::from(seconds * 100 + 99) * 480);
        assert!(off <= 1, "{off} frames in second {seconds}");
    }
}
