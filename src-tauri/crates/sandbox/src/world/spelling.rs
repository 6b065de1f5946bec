//! How the same name looks in another program: other legal forms, abbreviations, towns, typing mistakes.

use super::dice::Dice;

/// Legal forms, the longest first, each with its other spellings. The first of a group is the one told
/// apart at the end of a name.
const FORMS: &[(&str, &[&str])] = &[
    (", Inc.", &["", " Inc", " Inc.", ", Inc", " Incorporated"]),
    (" Inc.", &["", " Inc", ", Inc.", ", Inc", " INC"]),
    (" Inc", &["", " Inc.", ", Inc.", " Incorporated"]),
    (", LLC", &["", " LLC", " L.L.C.", " llc"]),
    (" PLLC", &["", ", PLLC", " P.L.L.C."]),
    (" LLC", &["", ", LLC", " L.L.C.", ", L.L.C."]),
    (" Co.", &["", " Co", " Company", ", Co."]),
    (" Ltd", &["", " Ltd.", " Limited", ", Ltd."]),
    (" Corp", &["", " Corp.", " Corporation"]),
    ("", &[" LLC", " Inc.", " Ltd."]),
];

/// Words and what people in a hurry make of them.
const SHORT: &[(&str, &str)] = &[
    ("Manufacturing", "Mfg"),
    ("Construction", "Constr."),
    ("Insurance Agency", "Ins. Agency"),
    ("Family Medicine", "Fam. Med."),
    ("Physical Therapy", "PT"),
    ("Accounting", "Acctg"),
    ("Engineering", "Eng."),
    ("Veterinary Clinic", "Vet Clinic"),
    ("Credit Union", "CU"),
    ("Energy Services", "Energy Svcs"),
    ("Landscaping", "Landscape"),
    ("Law Group", "Law"),
    ("Orthopedics", "Ortho"),
    ("Title Company", "Title Co"),
    ("Nonprofit Alliance", "Alliance"),
    ("Hospitality", "Hosp."),
    ("Summit Ridge", "Summit Rdg"),
    ("Granite Peak", "Granite Pk"),
];

/// The name without its legal form, and the form.
pub(super) fn split_form(name: &str) -> (&str, &'static str) {
    let found = FORMS.iter().find(|(form, _)| !form.is_empty() && name.ends_with(form));
    match found {
        Some((form, _)) => (&name[..name.len() - form.len()], form),
        None => (name, ""),
    }
}

/// The name as somebody typed it into another program. About a third stay as they are.
pub(super) fn respelled(name: &str, town: &str, dice: &mut Dice) -> String {
    if dice.chance(34) {
        return name.to_owned();
    }
    let (stem, form) = split_form(name);
    let mut stem = stem.to_owned();
    if dice.chance(50) {
        stem = stem.replace(" & ", " and ");
    }
    if dice.chance(50) {
        stem = stem.replace('ü', dice.pick(&["ue", "u"]));
    }
    if dice.chance(50) {
        stem = stem.replace('\'', dice.pick(&["", "\u{2019}"]));
    }
    if dice.chance(40)
        && let Some((long, short)) = SHORT.iter().find(|(long, _)| stem.contains(long))
    {
        stem = stem.replace(long, short);
    }
    match dice.below(100) {
        0..4 => stem = format!("The {stem}"),
        4..9 => stem = format!("{stem} - {town}"),
        9..12 => stem = format!("{stem} ({town})"),
        12..14 => stem = format!("{stem} of {town}"),
        14..22 => stem = mistyped(&stem, dice),
        22..26 => stem = stem.to_uppercase(),
        26..28 => stem = stem.to_lowercase(),
        28..31 => stem = stem.replacen(' ', "  ", 1),
        31..34 => stem = initials(&stem),
        34..36 => return format!("{stem} "),
        _ => {}
    }
    let others = FORMS.iter().find(|(known, _)| *known == form).map_or(&[""][..], |(_, list)| list);
    let keeps = if form.is_empty() { 80 } else { 35 };
    let form = if dice.chance(keeps) { form } else { dice.pick(others) };
    format!("{stem}{form}")
}

/// One typing mistake: two letters change places, one is doubled or one is missing.
fn mistyped(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    // Not at the ends of the name, where people look.
    let reach = (letters.len() as u64).saturating_sub(4);
    let place = 2 + usize::try_from(dice.below(reach)).unwrap_or(0);
    if place + 1 >= letters.len() {
        return name.to_owned();
    }
    match dice.below(3) {
        0 => letters.swap(place, place - 1),
        1 => letters.insert(place, letters[place]),
        _ => drop(letters.remove(place)),
    }
    letters.into_iter().collect()
}

/// `Summit Ridge Law Group` as `SRLG`; a name of fewer than three words stays.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() < 3 {
        return name.to_owned();
    }
    words.iter().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_from_names() {
        assert_eq!(split_form("Kestrel Foods, Inc."), ("Kestrel Foods", ", Inc."));
        assert_eq!(split_form("Kestrel Foods PLLC"), ("Kestrel Foods", " PLLC"));
        assert_eq!(split_form("Kestrel Foods"), ("Kestrel Foods", ""));
    }

    #[test]
    fn some_names_stay_and_the_others_differ_in_many_ways() {
        let all: Vec<String> = (0..400)
            .map(|index| {
                let mut dice = Dice::new(3, 9, index);
                respelled("O'Rourke & Sons Law Group, Inc.", "Tampa", &mut dice)
            })
            .collect();
        let same = all.iter().filter(|name| *name == "O'Rourke & Sons Law Group, Inc.").count();
        assert!((100..240).contains(&same), "{same}");
        for part in [" and ", "Tampa", "The ", "ORourke", "O\u{2019}Rourke", "O'ROURKE", "  "] {
            assert!(all.iter().any(|name| name.contains(part)), "{part}");
        }
        assert!(all.iter().any(|name| name.starts_with("O&SLG") || name.starts_with("OSLG")));
        assert!(all.iter().any(|name| name.ends_with("Law Group")));
    }
}
