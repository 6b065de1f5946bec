//! What a view promises: the same customers, told differently, and the truth about them.

use std::collections::BTreeMap;

use super::*;

fn world() -> World {
    World::new(5, "2026-09-01T08:00:00Z".parse().unwrap(), 300, 400)
}

const HABITS: Habits = Habits {
    active: 88,
    prospects: 40,
    former: 50,
    vendors: 10,
    branches: 8,
    doubles: 4,
    extras: 12,
    people: 85,
    devices: 85,
};

#[test]
fn the_books_differ_in_every_way_that_books_differ() {
    let (world, view) = (world(), View::of(&world(), "somebody", HABITS));
    let seats: Vec<Seat> =
        (0..view.count(Kind::Customer)).map(|index| view.seat(Kind::Customer, index)).collect();
    let mut times: BTreeMap<Who, usize> = BTreeMap::new();
    for seat in seats.iter().filter(|seat| seat.branch.is_none()) {
        *times.entry(seat.who).or_default() += 1;
    }
    assert!(times.values().any(|times| *times > 1), "a double");
    assert!(seats.iter().any(|seat| seat.branch.is_some()), "a branch");
    assert!(seats.iter().any(|seat| matches!(seat.who, Who::Only(..))), "a stranger");
    let missing = (0..300).filter(|index| {
        world.customer_kind(*index) == CustomerKind::Active
            && !seats.iter().any(|seat| seat.who == Who::Known(*index))
    });
    assert!(missing.count() > 5);
    let names = seats.iter().zip(0..).filter_map(|(seat, index)| match seat.who {
        Who::Known(known) if seat.branch.is_none() => {
            Some(view.company(index).name.unwrap() == world.customer(known).name)
        }
        _ => None,
    });
    let (same, other): (Vec<bool>, Vec<bool>) = names.partition(|same| *same);
    assert!(same.len() > 60 && other.len() > 60, "{} {}", same.len(), other.len());
    let all = 0..view.count(Kind::Customer);
    assert!(all.clone().any(|index| view.company(index).name.is_none()), "a private person");
    assert!(all.clone().any(|index| view.company(index).inactive));
}

#[test]
fn lookalikes_are_nobody_the_world_knows() {
    let (world, view) = (world(), View::of(&world(), "somebody", HABITS));
    let names: Vec<String> = (0..300).map(|index| world.customer(index).name).collect();
    for index in 0..view.count(Kind::Customer) {
        if let Who::Only(..) = view.seat(Kind::Customer, index).who
            && let Some(name) = view.company(index).name
        {
            assert!(!names.contains(&name), "{name}");
        }
    }
}

#[test]
fn people_keep_their_company_and_mostly_their_mail() {
    let (world, view) = (world(), View::of(&world(), "somebody", HABITS));
    let (mut same, mut all) = (0, 0);
    for index in 0..view.count(Kind::Person) {
        let seen = view.person(index);
        let Who::Known(known) = view.seat(Kind::Person, index).who else { continue };
        let company = seen.company.map(|at| view.seat(Kind::Customer, at).who);
        assert_eq!(company, world.customer_of(known).map(Who::Known));
        if let Some(email) = world.person(known).email {
            all += 1;
            same += u32::from(seen.email == Some(email));
        }
    }
    assert!(all > 300 && same * 100 > all * 75 && same < all, "{same} of {all}");
    let company = (0..view.count(Kind::Customer)).find(|at| view.person_of(*at, 0).is_some());
    let person = view.person_of(company.unwrap(), 5).unwrap();
    assert_eq!(view.person(person).company, company);
}

#[test]
fn other_vendors_see_it_differently_and_the_same_one_the_same() {
    let (one, same) = (View::of(&world(), "one", HABITS), View::of(&world(), "one", HABITS));
    let other = View::of(&world(), "other", HABITS);
    assert_eq!(one.companies, same.companies);
    assert_ne!(one.companies, other.companies);
    assert_eq!(one.company(9), same.company(9));
    assert_eq!(one.company(99_999), same.company(99_999), "beyond the beginning too");
}
