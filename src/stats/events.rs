//! What happened to a series: spikes, moves and silence, each told once.

use super::shifts::{self, Shift};
use super::silence::{self, Silence};
use super::spikes::{self, Baseline, Daily, Spike};

/// The setting of all three tests.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Of spikes.
    pub spike: spikes::Gates,
    /// Of moves.
    pub shift: shifts::Gates,
    /// Of silence.
    pub silence: silence::Gates,
}

impl Setting {
    /// What ships: the defaults of the checks `spend-spike`, `spend-shift` and `spend-drop`.
    pub const SHIPPED: Self = Self {
        spike: spikes::Gates { score: 4.5, ratio: 2.0, excess: 25.0, history: 12 },
        shift: shifts::Gates { score: 4.5, ratio: 1.5, excess: 25.0, history: 12, persistence: 7 },
        silence: silence::Gates { silent: 7, missed: 5.0, history: 12 },
    };
}

/// One event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// Days far above.
    Spike(Spike),
    /// A level that moved.
    Shift(Shift),
    /// A series that stopped.
    Silence(Silence),
}

/// Every event of a daily series: a spike that begins a move is the move.
#[must_use]
pub fn events(series: &Daily, setting: &Setting) -> Vec<Event> {
    let Some(baseline) = Baseline::of(*series) else { return Vec::new() };
    let moves = shifts::shifts(&baseline, &setting.shift);
    let spikes = baseline.spikes(&setting.spike).into_iter().filter(|spike| !begins(spike, &moves)).map(Event::Spike);
    let silence = silence::silence(series.values, &setting.silence).map(Event::Silence);
    spikes.chain(moves.iter().copied().map(Event::Shift)).chain(silence).collect()
}

/// Whether days of a spike are the first of a move.
#[must_use]
pub fn begins(spike: &Spike, moves: &[Shift]) -> bool {
    moves.iter().any(|shift| shift.is_rise() && spike.start < shift.settled + 3 && shift.start < spike.end + 3)
}
