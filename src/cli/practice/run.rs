//! The verb `practice`: what is to be sat, and then sitting it.

use super::super::args::PracticeArgs;
use super::super::context::Context;
use super::super::defaults;
use super::super::stories;
use super::day;
use super::ready::Begin;
use super::seat::Seat;
use super::target::{self, Target};
use crate::clock;
use crate::domain::{Narrow, Sitting};

/// Sits a session, or a loop of them.
pub(in crate::cli) fn run(context: &Context, args: &PracticeArgs) -> anyhow::Result<u8> {
    // First of all: with a mistake in them nothing is touched.
    let settings = context.settings()?;
    let bank = stories::with_target(context, context.bank(), args.target.as_deref())?;
    let draw = defaults::draw(args.narrow.draw, &settings);
    if args.resume {
        return day::resume(
            context,
            &args.sitting,
            &settings,
            &bank,
            args.target.as_deref(),
            args.narrow.draw,
        );
    }
    let history = context.history()?;
    let past = history.past(clock::wall())?;
    let seed = args.narrow.seed.unwrap_or_else(new_seed);
    let used: Vec<String> = history.sessions()?.into_iter().map(|s| s.round).collect();
    let target = target::choose(context, args, &bank, &past, &used, (seed, draw))?;
    let (mut round, narrows) = match target {
        Target::Round(round) => (round, true),
        Target::Prompts(round) => (round, false),
        Target::Loop(loop_) => {
            drop(history);
            return day::begin(context, args, &settings, &bank, &loop_, (seed, draw));
        }
        Target::Nothing => return Ok(0),
    };
    round.policy = args.sitting.policy.unwrap_or(round.policy);
    let sitting = Sitting {
        seed,
        draw,
        narrow: if narrows {
            args.narrow.narrow()
        } else {
            Narrow::default()
        },
        count: args.narrow.count().filter(|_| narrows),
        scale: args.sitting.scale.unwrap_or(1.0),
        follow_ups: args.sitting.follow_ups(),
        time: args.narrow.time(),
    };
    let seat = Seat {
        context,
        args: &args.sitting,
        settings: &settings,
        bank: &bank,
        round: &round,
        sitting: &sitting,
        day: None,
        earlier: None,
        begin: Begin::usual(context, &args.sitting),
    };
    Ok(seat.take(history, &past)?.exit_code())
}

/// Small enough to be noted down by hand.
pub(in crate::cli) fn new_seed() -> u64 {
    rand::random_range(0..1_000_000)
}
