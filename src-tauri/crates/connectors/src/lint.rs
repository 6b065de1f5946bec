//! Lint over the list: what every connector's table must keep to, without naming any.

use std::{collections::HashSet, path::PathBuf};

use patchbay_connector_kit::{AskIds, BaseUrl, ConnectorSpec, Counts, FieldKind, Paging, RowsAt};
use patchbay_model::{CLOSED_STATUSES, RecordKind};

use super::ALL;

fn each_spec(check: impl Fn(&'static ConnectorSpec)) {
    assert!(!ALL.is_empty());
    ALL.iter().for_each(|spec| check(spec));
}

fn unique<'a>(what: &str, names: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    for name in names {
        assert!(!name.trim().is_empty(), "{what}: empty");
        assert!(seen.insert(name), "{what}: {name} twice");
    }
}

fn is_key(text: &str) -> bool {
    text.chars()
        .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

#[test]
fn ids_and_labels_are_unique() {
    unique("connectors", ALL.iter().map(|spec| spec.id));
    unique("names", ALL.iter().map(|spec| spec.name));
    each_spec(|spec| {
        unique("fields", spec.fields.iter().map(|field| field.id));
        unique("field labels", spec.fields.iter().map(|field| field.label));
        unique("streams", spec.streams.iter().map(|stream| stream.name));
        unique("stream labels", spec.streams.iter().map(|stream| stream.label));
        unique("areas", spec.areas.iter().map(|area| area.id));
        let toggles = spec.toggles.iter().map(|toggle| toggle.id);
        unique("settings", toggles.chain(spec.filters.iter().map(|filter| filter.id)));
        let toggles = spec.toggles.iter().map(|toggle| toggle.label);
        unique("settings' labels", toggles.chain(spec.filters.iter().map(|filter| filter.label)));
        let ids = spec.fields.iter().map(|field| field.id);
        let ids = ids.chain(spec.streams.iter().map(|stream| stream.name));
        let ids = ids.chain(spec.filters.iter().map(|filter| filter.id));
        let mut ids = ids.chain(spec.areas.iter().map(|area| area.id));
        assert!(ids.all(is_key));
    });
}

#[test]
fn everything_that_is_named_exists() {
    each_spec(|spec| {
        for stream in spec.streams {
            let name = stream.name;
            assert!(spec.areas.iter().any(|area| area.id == stream.area), "{name}: area");
            if let Some(toggle) = stream.toggle {
                assert!(spec.toggles.iter().any(|known| known.id == toggle), "{name}: toggle");
            }
            assert!(stream.path.starts_with('/'), "{name}: path");
            assert_eq!(stream.path.contains("{parent}"), stream.each.is_some(), "{name}: parent");
            if let Some(other) = stream.path_when_forbidden {
                assert_eq!(other.contains("{parent}"), stream.each.is_some(), "{name}: parent");
            }
            assert!(stream.every_minutes >= 5, "{name}: interval");
        }
        for filter in spec.filters {
            assert!(spec.stream(filter.stream).is_some(), "{}: stream", filter.id);
            let of = spec.stream(filter.choice.of()).unwrap();
            assert_eq!(of.kind, RecordKind::Reference, "{}: choice", filter.id);
        }
        for toggle in spec.toggles {
            let used = spec.streams.iter().any(|stream| stream.toggle == Some(toggle.id));
            assert!(used, "{} switches nothing", toggle.id);
        }
        for choice in spec.choices {
            assert!(spec.stream(choice.of).is_some(), "{}: choice", choice.id);
            let known = |toggle| spec.toggles.iter().any(|known| known.id == toggle);
            assert!(choice.toggle.is_none_or(known), "{}: toggle", choice.id);
        }
        if let BaseUrl::Template(template) = spec.base_url {
            let field = spec.address_field().and_then(|id| spec.field(id)).unwrap();
            assert_eq!((field.kind, field.optional), (FieldKind::Text, false), "{template}");
            assert!(template.starts_with("https://") && field.clean.is_some(), "{template}");
        }
        if let Some(same) = spec.quirks.same_refusal {
            assert!(same.ask.starts_with('/'));
            assert_eq!(spec.probe.steps[0].path, same.ask, "the test begins with what tells apart");
        }
        assert!(!spec.probe.steps.is_empty());
        assert!(spec.areas.iter().any(|area| area.required));
        assert!(spec.areas.iter().all(|area| !area.streams.is_empty() && !area.grant.is_empty()));
        for name in spec.areas.iter().flat_map(|area| area.streams) {
            assert!(spec.stream(name).is_some(), "areas: there is no stream {name}");
        }
    });
}

#[test]
fn streams_come_after_what_they_depend_on() {
    each_spec(|spec| {
        for (place, stream) in spec.streams.iter().enumerate() {
            if let Some(each) = stream.each {
                let parent = spec.streams[..place].iter().find(|other| other.name == each.stream);
                assert!(parent.is_some_and(|parent| parent.each.is_none()), "{}", stream.name);
            }
        }
        for filter in spec.filters {
            let place = |name| spec.streams.iter().position(|stream| stream.name == name);
            assert!(place(filter.choice.of()) < place(filter.stream), "{}", filter.id);
        }
        let first_record =
            spec.streams.iter().position(|s| s.kind != RecordKind::Reference).unwrap();
        let rest = &spec.streams[first_record..];
        assert!(rest.iter().all(|stream| stream.kind != RecordKind::Reference));
    });
}

#[test]
fn pages_can_be_halved_and_resumed() {
    each_spec(|spec| {
        for stream in spec.streams {
            if let Paging::Number { size, order, .. } = stream.paging {
                assert!((50..=1000).contains(&size), "{}: {size}", stream.name);
                assert!(size.is_multiple_of(4), "{}: {size} cannot be halved twice", stream.name);
                assert!(order.is_some(), "{}: numbered pages need an order", stream.name);
            }
            if stream.after_id.is_some() {
                assert!(matches!(stream.paging, Paging::Number { order: Some(_), .. }));
            }
            if let Some(by_ids) = stream.by_ids {
                assert!((1..=200).contains(&by_ids.at_most), "{}", stream.name);
                let is_asked_in_pages = by_ids.clause(&[]).is_some();
                if let Some(size) = stream.paging.size().filter(|_| is_asked_in_pages) {
                    // What is asked for by id has to come in one page.
                    assert!(by_ids.at_most <= size as usize, "{}", stream.name);
                }
                if let AskIds::OneByOne { path, row_at } = by_ids.ask {
                    assert!(path.starts_with('/') && path.matches("{id}").count() == 1, "{path}");
                    assert!(matches!(row_at, RowsAt::Single(_)), "{}", stream.name);
                }
            }
            // Only a sweep may fall back to numbered pages: the page of a read is stored with its place.
            let needs_link = matches!(stream.paging, Paging::AfterLastRow { needs_link: true, .. });
            assert!(!needs_link, "{}: only a sweep may need the link", stream.name);
            if matches!(stream.sweep, Some(Paging::AfterLastRow { needs_link: true, .. })) {
                let has_numbers = matches!(stream.paging, Paging::Number { .. });
                assert!(has_numbers, "{}: nothing to fall back to", stream.name);
            }
            if let Paging::Page { param, total } = stream.paging {
                assert!(!param.is_empty() && !total.is_empty(), "{}", stream.name);
            }
            if let RowsAt::Named { path, .. } = stream.rows_at {
                assert!(path.starts_with('/') && path.matches("{id}").count() == 1, "{path}");
            }
            if !stream.fields.is_empty() {
                unique(stream.name, stream.fields.iter().copied());
                assert!(stream.fields.contains(&"id"), "{}", stream.name);
                let query = stream.fields.join("%2C").len();
                assert!(
                    query + 300 < spec.max_url,
                    "{}: {query} characters of fields",
                    stream.name
                );
            }
        }
    });
}

#[test]
fn notes_and_fixtures_are_there() {
    each_spec(|spec| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src").join(spec.id);
        let notes = std::fs::read_to_string(folder.join("NOTES.md")).unwrap();
        assert!(notes.len() > 500, "{}: NOTES.md", spec.id);
        let files: Vec<String> = std::fs::read_dir(folder.join("fixtures"))
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        for stream in spec.streams.iter().filter(|stream| stream.kind != RecordKind::Reference) {
            assert!(files.contains(&format!("{}.json", stream.name)), "{}: fixture", stream.name);
        }
        assert!(files.contains(&"reference.json".to_owned()));
    });
}

#[test]
fn connectors_are_found_by_id() {
    each_spec(|spec| {
        assert!(super::find(spec.id).is_some_and(|found| std::ptr::eq(found, spec)));
        assert!(is_key(spec.id));
    });
    assert!(super::find("nobody").is_none());
}

#[test]
fn a_choice_that_counts_at_once_is_one_that_lists_go_by() {
    each_spec(|spec| {
        for choice in spec.choices {
            let at_once = choice.counts == Counts::AtOnce;
            assert_eq!(at_once, choice.id == CLOSED_STATUSES, "{}: {}", spec.id, choice.id);
        }
    });
}
