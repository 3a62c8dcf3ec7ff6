use proptest::prelude::*;

use super::*;

fn line(model: &str, kind: &str, tier: &str, tokens: i128, price: i128) -> Line {
    let side = if kind == "output" { "output" } else { "input" };
    Line {
        model: model.to_owned(),
        side: side.to_owned(),
        kind: kind.to_owned(),
        tier: tier.to_owned(),
        tokens,
        amount: tokens * price,
    }
}

#[test]
fn each_cause_alone() {
    let before = [line("a", "input", "standard", 100, 3), line("a", "read", "standard", 100, 1)];
    let is = |after: &[Line], expected: Effects| assert_eq!(decompose(&before, after), expected);
    is(&before, Effects::default());
    let more = [line("a", "input", "standard", 150, 3), line("a", "read", "standard", 150, 1)];
    is(&more, Effects { volume: 200, ..Effects::default() });
    let other_model = [line("b", "input", "standard", 100, 9), line("b", "read", "standard", 100, 3)];
    is(&other_model, Effects { model_mix: 800, ..Effects::default() });
    let no_cache = [line("a", "input", "standard", 200, 3)];
    is(&no_cache, Effects { cache: 200, ..Effects::default() });
    let talks = [
        line("a", "input", "standard", 50, 3),
        line("a", "read", "standard", 50, 1),
        line("a", "output", "standard", 100, 9),
    ];
    is(&talks, Effects { output: 700, ..Effects::default() });
    let tier = [line("a", "input", "priority", 100, 6), line("a", "read", "standard", 100, 1)];
    is(&tier, Effects { tier: 300, ..Effects::default() });
    let dearer = [line("a", "input", "standard", 100, 4), line("a", "read", "standard", 100, 1)];
    is(&dearer, Effects { price: 100, ..Effects::default() });
    is(&[], Effects { volume: -400, ..Effects::default() });
    assert_eq!(decompose(&[], &before), Effects { volume: 400, ..Effects::default() });
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    // Up to 10^13 tokens and 10^9 dollars in units of 10^-18.
    let one = (0..4_u8, 0..4_u8, 0..3_u8, 0..10_000_000_000_000_i128, 0..1_000_000_000_000_000_000_000_000_000_i128);
    let line = |(model, kind, tier, tokens, amount): (u8, u8, u8, i128, i128)| Line {
        model: model.to_string(),
        side: (kind / 3).to_string(),
        kind: kind.to_string(),
        tier: tier.to_string(),
        tokens,
        amount,
    };
    prop::collection::vec(one.prop_map(line), 0..24)
}

proptest! {
    #[test]
    fn the_effects_are_the_change(before in lines(), after in lines()) {
        let change = |lines: &[Line]| lines.iter().map(|line| line.amount).sum::<i128>();
        prop_assert_eq!(decompose(&before, &after).sum(), change(&after) - change(&before));
    }

    #[test]
    fn nothing_but_more_of_the_same_is_volume(lines in lines(), times in 2..9_i128) {
        let more: Vec<Line> = lines
            .iter()
            .map(|line| Line { tokens: times * line.tokens, amount: times * line.amount, ..line.clone() })
            .collect();
        let effects = decompose(&lines, &more);
        // Each division may lose less than a unit a token sort; amounts without tokens have no price.
        let priced = lines.iter().all(|line| line.tokens > 0);
        let lost = [effects.model_mix, effects.output, effects.cache, effects.tier, effects.price];
        prop_assert!(!priced || lost.iter().all(|effect| effect.abs() <= 64));
    }
}
