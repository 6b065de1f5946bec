//! Fuzzing in bounds: so many inputs near what vendors send, the same ones for the same seed. libFuzzer
//! goes on from here, see docs/TESTING.md.

// Marked as test code, so that the lints for test code hold in all of it.
#[cfg(test)]
mod corpus;
#[cfg(test)]
#[path = "../faults/dice.rs"]
mod dice;
#[cfg(test)]
mod grammar;
#[cfg(test)]
mod targets;

#[cfg(test)]
mod bounded {
    use std::panic::catch_unwind;

    use crate::{corpus, dice::Dice, targets};

    fn number(name: &str, usual: u64) -> u64 {
        let named = std::env::var(name).ok();
        named.map_or(usual, |text| text.parse().expect("a whole number"))
    }

    fn feed(name: &'static str) {
        let seed = number("PATCHBAY_SEED", 20_260_901);
        let corpus = corpus::corpus();
        let mut dice = Dice::of(seed);
        for count in 0..number("PATCHBAY_FUZZ_INPUTS", 20_000) {
            let data = corpus::input(&mut dice, &corpus);
            let fed = catch_unwind(|| targets::run(name, &data));
            let shown = data.escape_ascii();
            assert!(fed.is_ok(), "PATCHBAY_SEED={seed}, input {count} of {name}: b\"{shown}\"");
        }
    }

    macro_rules! feed_all {
        ($($name:ident),*) => {
            const FED: &[&str] = &[$(stringify!($name)),*];
            $(
                #[test]
                fn $name() {
                    feed(stringify!($name));
                }
            )*
        };
    }
    feed_all!(rows, pages, links, dates, refusals, forms, conditions);

    #[test]
    fn every_target_is_fed_here_and_by_libfuzzer() {
        let names: Vec<_> = targets::ALL.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, FED);
        let manifest = include_str!("libfuzzer/Cargo.toml");
        for name in names {
            assert!(manifest.contains(&format!("name = \"{name}\"\n")), "{name} is no program");
        }
    }
}
