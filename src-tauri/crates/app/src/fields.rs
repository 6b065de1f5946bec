//! What was typed into the credential form: cleaned, or refused with the field and the reason.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use patchbay_connector_kit::{ConnectorSpec, FieldKind};
use patchbay_model::Secret;

use crate::AppError;

/// Cleans the non-secret fields and says what was changed.
pub(crate) fn check_fields(
    spec: &'static ConnectorSpec,
    typed: &BTreeMap<String, String>,
) -> Result<(BTreeMap<String, String>, Vec<String>), AppError> {
    for id in typed.keys() {
        match spec.field(id) {
            None => {
                let known: Vec<_> = spec.fields.iter().map(|field| field.id).collect();
                let hint = format!("Fields of {}: {}.", spec.name, known.join(", "));
                let say = format!("{} has no field “{id}”.", spec.name);
                return Err(AppError::you("unknown_field", say, hint).field(id.clone()));
            }
            Some(field) if field.kind == FieldKind::Secret => {
                let say = format!("{} is a secret and no plain field.", field.label);
                let hint = "Enter it where secrets are asked for.";
                return Err(AppError::you("secret_in_fields", say, hint).field(field.id));
            }
            Some(_) => {}
        }
    }
    let (mut fields, mut notes) = (BTreeMap::new(), Vec::new());
    for field in spec.fields.iter().filter(|field| field.kind != FieldKind::Secret) {
        let text = typed.get(field.id).map_or("", |text| text.trim());
        if text.is_empty() {
            if field.optional {
                continue;
            }
            let say = format!("{} is missing.", field.label);
            let hint = format!("{} For example: {}={}.", field.help, field.id, field.example);
            return Err(AppError::you("missing_field", say, hint).field(field.id));
        }
        let clean = match field.clean {
            Some(clean) => {
                let (clean, note) = clean(text).map_err(|why| {
                    let hint = format!("For example: {}={}.", field.id, field.example);
                    AppError::you("bad_field", format!("{}: {why}", field.label), hint)
                        .field(field.id)
                })?;
                notes.extend(note);
                clean
            }
            None => text.to_owned(),
        };
        if field.kind == FieldKind::Flag && !matches!(clean.as_str(), "true" | "false") {
            let say = format!("{} takes true or false.", field.label);
            let hint = format!("For example: {}=true.", field.id);
            return Err(AppError::you("bad_field", say, hint).field(field.id));
        }
        if field.kind == FieldKind::Expiry && clean.parse::<NaiveDate>().is_err() {
            let say = format!("{}: “{clean}” is no date.", field.label);
            let hint = format!("For example: {}=2027-04-30.", field.id);
            return Err(AppError::you("bad_field", say, hint).field(field.id));
        }
        fields.insert(field.id.to_owned(), clean);
    }
    Ok((fields, notes))
}

/// Checks that only known secret fields were given, and cleans them; an error never quotes them.
pub(crate) fn check_secrets(
    spec: &'static ConnectorSpec,
    given: BTreeMap<String, Secret>,
) -> Result<BTreeMap<String, Secret>, AppError> {
    let mut secrets = BTreeMap::new();
    for (id, secret) in given {
        let Some(field) = spec.field(&id).filter(|field| field.kind == FieldKind::Secret) else {
            let say = format!("{} has no secret field “{id}”.", spec.name);
            return Err(AppError::you("unknown_field", say, "").field(id));
        };
        if secret.is_empty() {
            continue;
        }
        let clean = match field.clean {
            Some(clean) => {
                let (clean, _) = clean(secret.expose()).map_err(|why| {
                    let say = format!("{}: {why}", field.label);
                    AppError::you("bad_field", say, field.help).field(field.id)
                })?;
                Secret::new(clean)
            }
            None => secret,
        };
        secrets.insert(id, clean);
    }
    Ok(secrets)
}

/// The day on which the credentials expire, where the form asks for it and somebody said it.
pub(crate) fn expiry(
    spec: &'static ConnectorSpec,
    fields: &BTreeMap<String, String>,
) -> Option<NaiveDate> {
    let mut dates = spec.fields.iter().filter(|field| field.kind == FieldKind::Expiry);
    dates.find_map(|field| fields.get(field.id)?.parse().ok())
}

/// Days before the end of the credentials at which people are reminded, each time once.
const REMINDERS: [u32; 4] = [1, 7, 14, 30];

/// Which reminder stands on `today` for credentials whose last day is `expiry`: 30, 14, 7 or 1 days
/// before. `None`: it is too early, or too late. Between two of them the earlier one stands, so that a
/// computer that was off does not miss it; who reminds remembers which ones were given.
pub(crate) fn reminder(today: NaiveDate, expiry: NaiveDate) -> Option<u32> {
    let left = u32::try_from((expiry - today).num_days()).ok()?;
    REMINDERS.into_iter().find(|days| left <= *days)
}

#[cfg(test)]
mod tests {
    use patchbay_connector_kit::Field;

    use super::*;

    static SPEC: ConnectorSpec = ConnectorSpec {
        fields: &[Field {
            id: "expires",
            label: "Expires",
            help: "The last day of the token.",
            example: "2027-04-30",
            kind: FieldKind::Expiry,
            optional: true,
            clean: None,
        }],
        ..*patchbay_connectors::ALL[0]
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn four_reminders_before_the_end_and_none_after() {
        let expiry = day("2027-04-30");
        for (today, reminded) in [
            ("2027-03-30", None),
            ("2027-03-31", Some(30)),
            ("2027-04-15", Some(30)),
            ("2027-04-16", Some(14)),
            ("2027-04-23", Some(7)),
            ("2027-04-28", Some(7)),
            ("2027-04-29", Some(1)),
            ("2027-04-30", Some(1)),
            ("2027-05-01", None),
        ] {
            assert_eq!(reminder(day(today), expiry), reminded, "{today}");
        }
    }

    #[test]
    fn an_expiry_is_a_date() {
        let typed = |text: &str| BTreeMap::from([("expires".to_owned(), text.to_owned())]);
        let (clean, _) = check_fields(&SPEC, &typed(" 2027-04-30 ")).unwrap();
        assert_eq!(expiry(&SPEC, &clean), Some(day("2027-04-30")));
        for wrong in ["30.4.2027", "2027-02-30", "soon", "2027-04"] {
            let error = check_fields(&SPEC, &typed(wrong)).unwrap_err();
            assert_eq!(
                (error.code.as_str(), error.field.as_deref()),
                ("bad_field", Some("expires"))
            );
        }
        assert_eq!(expiry(&SPEC, &check_fields(&SPEC, &typed("")).unwrap().0), None);
    }
}
