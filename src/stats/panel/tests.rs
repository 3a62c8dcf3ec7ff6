use super::*;
use crate::stats::detect::Setting;
use crate::stats::random::Random;

const DAYS: usize = 92;

/// Series with the first day of what is found of each.
type Days = Vec<(usize, usize)>;

/// Weeks of keys that scatter, in workspaces of ten, with the sums of these and of all.
struct Organization {
    keys: Vec<(usize, Vec<f64>)>,
}

impl Organization {
    /// So many keys with a level, a weekend and scatter of their own.
    fn of(keys: usize) -> Self {
        let mut random = Random(77 + keys as u64);
        let key = |at: usize| {
            let (level, noise) = (random.between(2.5, 6.5).exp(), random.between(0.08, 0.3));
            let weekend = random.between(0.1, 1.0);
            let day = |t: usize| {
                level * if t % 7 >= 5 { weekend } else { 1.0 } * (noise * random.normal().clamp(-3.0, 3.0)).exp()
            };
            (at / 10, (0..DAYS).map(day).collect())
        };
        Self { keys: (0..keys).map(key).collect() }
    }

    /// Pairs of keys, one after the other, to which something is done: dollars a day of both.
    fn with_pairs(mut self, changes: &[Change]) -> Self {
        for (at, change) in changes.iter().enumerate() {
            let mut random = Random(5 + at as u64);
            for t in 0..DAYS {
                let (first, second) = change(t);
                let weekend = if t % 7 >= 5 { 0.5 } else { 1.0 };
                let mut day = |dollars: f64| dollars * weekend * (0.12 * random.normal().clamp(-3.0, 3.0)).exp();
                (self.keys[2 * at].1[t], self.keys[2 * at + 1].1[t]) = (day(first), day(second));
            }
        }
        self
    }

    fn members(&self) -> Vec<Member> {
        let sum = |values: &mut dyn Iterator<Item = &Vec<f64>>| {
            let mut sum = vec![0.0; DAYS];
            for one in values {
                sum.iter_mut().zip(one).for_each(|(sum, value)| *sum += value);
            }
            sum
        };
        let keys = self.keys.iter().map(|(at, values)| Member { whose: SeriesOwner::Key(*at), values: values.clone() });
        let last = self.keys.last().map_or(0, |(at, _)| *at);
        let workspace = |at: usize| {
            let own = &mut self.keys.iter().filter(|(one, _)| *one == at).map(|(_, values)| values);
            Member { whose: SeriesOwner::Workspace(at), values: sum(own) }
        };
        let whole = Member { whose: SeriesOwner::Whole, values: sum(&mut self.keys.iter().map(|(_, values)| values)) };
        keys.chain((0..=last).map(workspace)).chain([whole]).collect()
    }

    /// Jumps and moves: series and first day.
    fn found(&self) -> (Days, Days) {
        let (members, from_month_end) = (self.members(), [15; DAYS]);
        let panel = Panel::of(&members, 0, &from_month_end);
        let Setting { spike, shift, .. } = Setting::SHIPPED;
        let jumps = panel.jumps(&spike, &shift).into_iter().map(|(at, spike)| (at, spike.start)).collect();
        (jumps, panel.moves(&shift).into_iter().map(|(at, shift)| (at, shift.start)).collect())
    }
}

/// Two days.
fn is_on(t: usize, first: usize) -> bool {
    (first..first + 2).contains(&t)
}

/// Dollars of two keys on a day.
type Change = fn(usize) -> (f64, f64);

/// What is done to a pair of keys, each on days of its own, and the days on which a jump is to be found.
const CHANGES: [(&str, Change, &[usize]); 7] = [
    ("a jump of six times", |t| (if is_on(t, 50) { 600.0 } else { 100.0 }, 80.0), &[50]),
    ("half of what rose came over", |t| if is_on(t, 44) { (800.0, 100.0) } else { (100.0, 400.0) }, &[44]),
    ("all of it for two days", |t| if is_on(t, 37) { (480.0, 0.0) } else { (80.0, 400.0) }, &[]),
    ("most of it for two days", |t| if is_on(t, 64) { (300.0, 180.0) } else { (80.0, 400.0) }, &[]),
    ("a rotation to a key that was there", |t| if t >= 56 { (480.0, 0.0) } else { (80.0, 400.0) }, &[]),
    ("a migration", |t| if t >= 30 { (400.0, 80.0) } else { (80.0, 400.0) }, &[]),
    ("a rename", |t| if t >= 70 { (400.0, 0.0) } else { (0.0, 400.0) }, &[]),
];

fn check(keys: usize) {
    // As many at once as there are pairs.
    for some in CHANGES.chunks((keys / 2).min(CHANGES.len())) {
        let changes: Vec<Change> = some.iter().map(|(_, change, _)| *change).collect();
        let (jumps, moves) = Organization::of(keys).with_pairs(&changes).found();
        for (at, (name, _, days)) in some.iter().enumerate() {
            let own = |all: &[(usize, usize)]| -> Vec<usize> {
                all.iter().filter(|(one, _)| one / 2 == at && *one < keys).map(|(_, day)| *day).collect()
            };
            assert_eq!((own(&jumps), own(&moves)), (days.to_vec(), vec![]), "{name} among {keys} keys");
        }
        // A false alarm on two thousand series-days.
        let others = jumps.iter().chain(&moves).filter(|(at, _)| (2 * some.len()..keys).contains(at)).count();
        assert!(others <= 1 + keys * DAYS / 2_000, "among {keys} keys: {others}");
    }
}

#[test]
fn the_number_of_other_keys_is_no_matter() {
    check(2);
    check(10);
    check(40);
}

#[test]
fn simulation_of_hundreds_and_thousands_of_keys() {
    check(100);
    check(300);
    check(2_000);
}

#[test]
fn a_day_on_which_everybody_rests_explains_nothing() {
    let mut all = Organization::of(60).with_pairs(&[CHANGES[0].1]);
    for (_, values) in &mut all.keys[1..] {
        values[49..53].iter_mut().for_each(|value| *value *= 0.1);
    }
    let (jumps, _) = all.found();
    assert!(jumps.contains(&(0, 50)), "{jumps:?}");
}

#[test]
fn a_model_against_all_others() {
    let noise = |t: usize, of: usize| 1.0 + 0.02 * ((t * 37 + of * 11) % 11) as f64;
    let one =
        |of: usize, level: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..DAYS).map(|t| level(t) * noise(t, of)).collect() };
    let reported = |new: &dyn Fn(usize) -> f64, old: &dyn Fn(usize) -> f64| {
        let (new, old) = (one(0, new), one(1, old));
        let whole = new.iter().zip(&old).map(|(a, b)| a + b).collect();
        let members = [(SeriesOwner::Whole, whole), (SeriesOwner::Model, new), (SeriesOwner::Model, old)];
        let members = members.map(|(whose, values)| Member { whose, values });
        let from_month_end = [15; DAYS];
        Panel::of(&members, 0, &from_month_end)
            .moves(&Setting::SHIPPED.shift)
            .into_iter()
            .map(|(at, _)| at)
            .collect::<Vec<_>>()
    };
    let step = |low: f64, high: f64| move |t: usize| if t < 50 { low } else { high };
    assert_eq!(reported(&step(100.0, 300.0), &step(900.0, 700.0)), [0; 0], "requests went from one to the other");
    assert!(reported(&step(100.0, 300.0), &step(300.0, 300.0)).contains(&1), "more requests");
}

#[test]
fn sixty_percent_over_two_calm_thousand_dollars_are_found_however_many_other_keys_there_are() {
    for keys in [2, 50, 500] {
        let mut all = Organization::of(keys);
        let mut random = Random(31);
        for (t, value) in all.keys[0].1.iter_mut().enumerate() {
            let rise = if t == 50 { 1.6 } else { 1.0 };
            *value = 2_000.0 * rise * (0.03 * random.normal()).exp();
        }
        let (jumps, _) = all.found();
        assert!(jumps.contains(&(0, 50)), "among {keys}: {jumps:?}");
    }
}

/// Moves of a key whose level rises by 300 dollars a working day on day 50, beside one that then loses three quarters of its own use.
fn moves_beside(giver: impl Fn(bool) -> f64) -> Vec<usize> {
    let mut all = Organization::of(40);
    let mut random = Random(8);
    for t in 0..DAYS {
        let is_weekend = t % 7 >= 5;
        let mut noise = || (0.06 * random.normal()).exp();
        let use_of_week = if is_weekend { 0.1 } else { 1.0 };
        let loses = if t < 50 { giver(is_weekend) } else { 0.25 * giver(is_weekend) };
        all.keys[0].1[t] = use_of_week * if t < 50 { 100.0 } else { 400.0 } * noise();
        // In another workspace.
        all.keys[15].1[t] = loses * noise();
    }
    all.found().1.into_iter().filter(|(at, _)| *at == 0).map(|(_, day)| day).collect()
}

#[test]
fn what_moved_has_the_weekends_that_it_had() {
    assert_eq!(moves_beside(|is_weekend| if is_weekend { 40.0 } else { 400.0 }), [0; 0], "from working days");
    // As many dollars a week, and other use.
    let elsewhere = moves_beside(|is_weekend| if is_weekend { 525.0 } else { 225.0 });
    assert_eq!(elsewhere, [50], "from weekends");
}

/// Whether a jump of the first key, so many times its 200 dollars for so many days, is found: as a jump or as a new level, with days that
/// overlap.
fn is_found(keys: usize, factor: f64, days: Range<usize>) -> bool {
    let mut all = Organization::of(keys);
    let mut random = Random(91 + (keys + days.start * 100) as u64);
    for (t, value) in all.keys[0].1.iter_mut().enumerate() {
        let (weekend, rise) = (if t % 7 >= 5 { 0.4 } else { 1.0 }, if days.contains(&t) { factor } else { 1.0 });
        *value = 200.0 * weekend * rise * (0.1 * random.normal().clamp(-2.5, 2.5)).exp();
    }
    let (members, from_month_end) = (all.members(), [15; DAYS]);
    let panel = Panel::of(&members, 0, &from_month_end);
    let Setting { spike, shift, .. } = Setting::SHIPPED;
    panel.jumps(&spike, &shift).iter().any(|(at, one)| *at == 0 && one.start < days.end && days.start <= one.end)
        || panel.moves(&shift).iter().any(|(at, one)| *at == 0 && one.is_rise() && one.start.abs_diff(days.start) <= 2)
}

#[test]
fn a_jump_of_one_day_and_of_any_of_two_weeks_is_told() {
    for (keys, length, factor) in [2, 20].into_iter().flat_map(|keys| (1..=14).map(move |length| (keys, length, 3.0))) {
        assert!(is_found(keys, factor, DAYS - length..DAYS), "{length} days at the end, among {keys} keys");
        // Of more days the four weeks around are most of what tells what to expect.
        assert!(length > 8 || is_found(keys, factor, 44..44 + length), "{length} days, among {keys} keys");
    }
    for length in [5, 10] {
        assert!(
            is_found(300, 6.0, 44..44 + length) && is_found(300, 6.0, DAYS - length..DAYS),
            "{length} days among 300"
        );
    }
}

/// Workspaces among two, a calm large key and one with a batch on day 30 in the first, in which a jump is found, with what the second key
/// has on day 60 as a factor.
fn wholes_beside_a_batch(second: f64) -> Vec<usize> {
    let mut all = Organization::of(20);
    let mut random = Random(12);
    for t in 0..DAYS {
        let mut day = |level: f64, noise: f64| level * (noise * random.normal().clamp(-2.0, 2.0)).exp();
        let batch = if t == 30 {
            4.0
        } else if t == 60 {
            second
        } else {
            1.0
        };
        (all.keys[0].1[t], all.keys[1].1[t]) = (day(6_000.0, 0.03), batch * day(1_500.0, 0.05));
        all.keys[2..10].iter_mut().for_each(|(_, values)| values[t] = 1.0);
    }
    let (members, from_month_end): (_, Vec<usize>) =
        (all.members(), (0..DAYS).map(|t| t.abs_diff(30).min(t.abs_diff(60))).collect());
    let Setting { spike, shift, .. } = Setting::SHIPPED;
    let jumps = Panel::of(&members, 0, &from_month_end).jumps(&spike, &shift);
    let is_of_first = |at: usize| at < 2 || members[at].whose == SeriesOwner::Workspace(0);
    jumps.iter().filter(|(at, _)| is_of_first(*at)).map(|(_, spike)| spike.start).collect()
}

#[test]
fn a_batch_of_one_key_that_returns_is_no_jump_of_its_workspace() {
    // The workspace rises to 1.6 times, and to 1.2 times the month before: by itself these are not alike.
    assert_eq!(wholes_beside_a_batch(2.2), [0; 0], "half as high on the logarithmic scale");
    assert!(!wholes_beside_a_batch(1.0).is_empty(), "no batch in the other month");
}

#[test]
fn larger_organizations_are_asked_for_more_and_more_where_days_are_few() {
    let all = [(2, 120), (15, 120), (50, 120), (500, 120), (500, 60), (500, 30)];
    let asked: Vec<f64> = all.iter().map(|(keys, days)| strictness(*keys, *days)).collect();
    assert!(asked.windows(2).all(|pair| pair[0] < pair[1]) && (asked[1] - 1.0).abs() < 1e-9, "{asked:?}");
    assert!(asked[5] < 1.35 && strictness(15, 30) < 1.000_001, "{asked:?}");
}

#[test]
fn what_rests_now_and_then_has_no_fall() {
    let falls = |rests: usize| {
        let mut all = Organization::of(20);
        for (t, value) in all.keys[0].1.iter_mut().enumerate() {
            let used = if t < 46 && t % 10 >= rests { 1.0 } else { 0.1 };
            *value = if t < 46 && t % 10 < rests { 0.0 } else { 200.0 * used };
        }
        all.found().1.contains(&(0, 46))
    };
    assert!(falls(0) && !falls(2));
}
