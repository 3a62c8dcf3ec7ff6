//! The kinds of keys that an organization has, and what their days cost.

use crate::organization::{Key, MODELS, Organization};
use crate::random::Random;

/// What a key is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Users by day, calm or not.
    Service,
    /// The same, and more every week.
    Growing,
    /// Its level wanders.
    Wandering,
    /// A batch a day, always alike.
    Steady,
    /// Claude Code of one person.
    Developer,
    /// Tried now and then, a little or a lot.
    Sandbox,
    /// Use without a key.
    Workbench,
    /// One weekday.
    WeeklyJob,
    /// The last days of a month.
    MonthEnd,
    /// A key for each month's end.
    MonthlyKey,
    /// Begins, at once or slowly.
    Launch,
    /// Ends, at once or slowly.
    Ending,
    /// Handed over to a new key.
    Rotated,
    /// The key it was handed over to.
    Successor,
    /// Traffic of one goes over to another, and may come back.
    Moving,
}

impl Kind {
    /// Bursts by nature.
    pub(crate) const fn bursts(self) -> bool {
        matches!(self, Self::Sandbox | Self::Workbench | Self::Developer)
    }

    /// An event of its own that nobody needs to hear of: nothing is planted next to it.
    pub(crate) const fn is_episode(self) -> bool {
        matches!(self, Self::MonthlyKey | Self::Launch | Self::Ending | Self::Rotated | Self::Successor | Self::Moving)
    }
}

/// How often each kind is met.
const SHARES: [(Kind, f64); 13] = [
    (Kind::Service, 0.26),
    (Kind::Growing, 0.07),
    (Kind::Wandering, 0.05),
    (Kind::Steady, 0.08),
    (Kind::Developer, 0.18),
    (Kind::Sandbox, 0.08),
    (Kind::Workbench, 0.03),
    (Kind::WeeklyJob, 0.06),
    (Kind::MonthEnd, 0.04),
    (Kind::MonthlyKey, 0.02),
    (Kind::Launch, 0.05),
    (Kind::Ending, 0.03),
    (Kind::Rotated, 0.05),
];

/// Adds one key to the organization, or two that belong together.
pub(crate) fn add(random: &mut Random, one: &mut Organization) {
    let mut draw = random.unit();
    let drawn = SHARES.iter().find(|(_, share)| {
        draw -= share;
        draw < 0.0
    });
    let kind = drawn.map_or(Kind::Rotated, |(kind, _)| *kind);
    let (workspace, model) = (random.pick(0, one.workspaces), random.pick(0, MODELS));
    let noise = match kind {
        Kind::Developer => random.between(0.4, 0.8),
        Kind::Sandbox | Kind::Workbench => random.between(0.5, 1.0),
        Kind::Steady => random.between(0.03, 0.08),
        Kind::WeeklyJob => random.between(0.1, 0.3),
        _ => random.between(0.06, 0.28),
    };
    let level = match kind {
        Kind::Developer => random.between(1.5, 4.0).exp(),
        Kind::Sandbox | Kind::Workbench => random.between(1.0, 5.0).exp(),
        _ => random.between(1.5, 7.0).exp(),
    };
    let mut key = Key { kind, workspace, model, values: vec![0.0; one.days], labels: Vec::new(), level, noise };
    key.values = days(random, one, kind, level, noise);
    match kind {
        Kind::MonthlyKey => {
            // A key of its own for each month end.
            let (height, width) = (level * random.between(2.0, 6.0), random.pick(1, 4));
            for end in one.month_ends() {
                let mut values = vec![0.0; one.days];
                for value in &mut values[(end + 1).saturating_sub(width)..=end] {
                    *value = height * (0.2 * random.normal()).exp();
                }
                one.keys.push(Key { kind, workspace, model, values, labels: Vec::new(), level, noise });
            }
        }
        Kind::Rotated => turn_over(random, one, key),
        _ => one.keys.push(key),
    }
}

/// A key whose traffic goes to another one: to a new key, to one that has traffic of its own, or for some days only.
fn turn_over(random: &mut Random, one: &mut Organization, mut key: Key) {
    let start = random.pick(5, one.days.saturating_sub(2).max(6));
    let other = if random.unit() < 0.8 { key.workspace } else { random.pick(0, one.workspaces) };
    let mut second = Key { workspace: other, values: vec![0.0; one.days], labels: Vec::new(), ..key };
    let sort = random.pick(0, 3);
    let end = if sort == 2 { (start + random.pick(1, 4)).min(one.days) } else { one.days };
    let over = if random.unit() < 0.5 { 0 } else { random.pick(1, 4) };
    for day in start..end {
        let share = if sort == 2 { 1.0 } else { ((day - start + 1) as f64 / (over + 1) as f64).min(1.0) };
        second.values[day] = share * key.values[day];
        key.values[day] -= second.values[day];
    }
    if sort > 0 {
        let share = random.between(0.2, 1.0);
        let own = days(random, one, Kind::Service, share * key.level, key.noise);
        second.values.iter_mut().zip(own).for_each(|(value, own)| *value += own);
        (key.kind, second.kind) = (Kind::Moving, Kind::Moving);
    } else {
        second.kind = Kind::Successor;
    }
    one.keys.extend([key, second]);
}

/// Dollars a day of a kind.
fn days(random: &mut Random, one: &Organization, kind: Kind, level: f64, noise: f64) -> Vec<f64> {
    let weekend = match kind {
        Kind::Developer => random.between(0.0, 0.2),
        Kind::Steady => 1.0,
        _ if random.unit() < 0.7 => random.between(0.05, 0.8),
        _ => 1.0,
    };
    let sticky = if random.unit() < 0.4 { random.between(0.2, 0.6) } else { 0.0 };
    let is_heavy = random.unit() < 0.3;
    let daily = match kind {
        Kind::Growing => random.between(1.003, 1.02),
        _ => random.between(0.999, 1.002),
    };
    let share = match kind {
        Kind::Developer => random.between(0.6, 0.95),
        Kind::Sandbox => random.between(0.06, 0.35),
        Kind::Workbench => random.between(0.2, 0.6),
        _ => 1.0,
    };
    let own_weekday = random.pick(0, 7);
    let (mut previous, mut wander) = (0.0, 0.0);
    let shape = (random.pick(1, one.days), random.between(0.0, 40.0), random.pick(1, 4), random.between(2.5, 9.0));
    let mut values = Vec::with_capacity(one.days);
    for day in 0..one.days {
        // What is farther out by chance would be an event for whoever looks.
        let most = if kind.bursts() { 2.2 } else { 3.0 };
        let fresh = if is_heavy { random.heavy() } else { random.normal() }.clamp(-3.5, most);
        previous = sticky * previous + (1.0_f64 - sticky * sticky).sqrt() * fresh;
        wander += if kind == Kind::Wandering { 0.04 * random.normal() } else { 0.0 };
        let of_week = if one.weekday(day) >= 5 { weekend } else { 1.0 };
        let usual = level * of_week * (noise * previous + wander).exp() * daily.powi(day as i32);
        let is_used = random.unit() < share;
        let since = (day as f64 - shape.0 as f64) / shape.1.max(1.0);
        values.push(match kind {
            Kind::Developer if !is_used => 0.0,
            Kind::Sandbox | Kind::Workbench => {
                if is_used {
                    level * (noise * previous).exp()
                } else {
                    0.0
                }
            }
            Kind::WeeklyJob => {
                if one.weekday(day) == own_weekday {
                    level * (noise * previous).exp()
                } else {
                    0.0
                }
            }
            Kind::MonthEnd => {
                let is_end = (0..shape.2).any(|ahead| one.month_end_distance(day + ahead) == 0);
                if is_end { shape.3 * usual } else { usual }
            }
            Kind::Launch => usual * (since + 1.0 / shape.1.max(1.0)).clamp(0.0, 1.0),
            Kind::Ending => usual * (1.0 - since.max(0.0)).clamp(0.0, 1.0),
            _ => usual,
        });
    }
    values
}
