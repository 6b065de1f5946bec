//! What fuzzing begins with, and how it is changed.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{dice::Dice, targets::SECRET};

/// Words that have broken readers before.
const WORDS: [&[u8]; 34] = [
    b"null",
    b"true",
    b"{}",
    b"[]",
    b"[[[[[[[[",
    b"{\"a\":",
    b"\"\"",
    b"\\ud83d",
    b"\\u0000",
    b"\\",
    b"\"id\":",
    b"\"id\":null",
    b"-1",
    b"0",
    b"1e999",
    b"9223372036854775808",
    b"-0.0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"<html>",
    b"; rel=\"next\"",
    b"rel=next",
    b"<//evil.example/>",
    b"https://a:b@psa.example.com:8443/",
    b"9999-12-31T23:59:59Z",
    b"0000-01-01",
    b"+24:00",
    b"Thu, 01 Jan 1970 00:00:00 GMT",
    b"\"",
    b"'",
    b"{\"message\":\"",
    b"security permission",
    b"\r\n",
];

/// Inputs that are as they should be: rows and answers of the connectors, links, dates, addresses.
pub fn corpus() -> Vec<Vec<u8>> {
    let mut inputs: Vec<Vec<u8>> = [
        r#"<https://psa.example.com:8443/api/list?page=2>; rel="next", <?page=9>; rel="last""#,
        "<?page=2&conditions=id%20in%20(1,2)>;rel=next",
        "2026-08-20T18:04:26Z",
        "2026-08-20T18:04:26.987+02:00",
        "2026-08-20",
        "Sun, 01 Mar 2026 12:00:42 GMT",
        "120",
        "https://na.myconnectwise.net/v4_6_release/services",
        "https://acme.syncromsp.com/",
        "http://127.0.0.1:18081",
        r#"Fix O'Neil's 15" panel [VIP]"#,
        "",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec();
    inputs.push(format!(r#"{{"code":"Unauthorized","message":"no {SECRET}"}}"#).into_bytes());
    for file in fixtures() {
        let bytes = std::fs::read(file).unwrap();
        if let Ok(json) = serde_json::from_slice::<Value>(&bytes) {
            add_parts(&json, 2, &mut inputs);
        }
    }
    assert!(inputs.len() > 50, "the fixtures of the connectors are not found");
    inputs
}

/// The value and what it consists of, so deep.
fn add_parts(value: &Value, depth: u32, inputs: &mut Vec<Vec<u8>>) {
    let text = value.to_string().into_bytes();
    if text.len() < 20_000 && !matches!(value, Value::Null | Value::Bool(_) | Value::Number(_)) {
        inputs.push(text);
    }
    if depth > 0 {
        match value {
            Value::Array(items) => items.iter().for_each(|item| add_parts(item, depth - 1, inputs)),
            Value::Object(fields) => {
                fields.values().for_each(|item| add_parts(item, depth - 1, inputs))
            }
            _ => {}
        }
    }
}

fn fixtures() -> Vec<PathBuf> {
    let vendors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates/connectors/src");
    let entries = |folder: &Path| {
        let read = std::fs::read_dir(folder).into_iter().flatten();
        read.map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    };
    let folders = entries(&vendors);
    let mut files: Vec<_> =
        folders.iter().flat_map(|folder| entries(&folder.join("fixtures"))).collect();
    // The order of a folder is that of the disk.
    files.sort();
    files
}

/// An input near one of the corpus, behind two bytes of any kind.
pub fn input(dice: &mut Dice, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut data = dice.pick(corpus).clone();
    for _ in 0..dice.below(6) {
        change(dice, &mut data, corpus);
    }
    data.truncate(40_000);
    if dice.below(4) > 0 {
        let told = dice.roll().to_le_bytes();
        data.splice(0..0, [told[0], told[1]]);
    }
    data
}

fn change(dice: &mut Dice, data: &mut Vec<u8>, corpus: &[Vec<u8>]) {
    let length = data.len() as u64;
    let from = dice.below(length + 1) as usize;
    let until = from + dice.below((length - from as u64).min(64) + 1) as usize;
    match dice.below(8) {
        0 if from < data.len() => data[from] ^= 1 << dice.below(8),
        1 if from < data.len() => data[from] = dice.roll() as u8,
        2 => drop(data.drain(from..until)),
        3 => {
            let part = data[from..until].to_vec();
            data.splice(from..from, part);
        }
        4 => data.truncate(from),
        5 => {
            let other = dice.pick(corpus);
            let start = dice.below(other.len() as u64 + 1) as usize;
            data.splice(from..until, other[start..].iter().copied());
        }
        _ => {
            let word = dice.pick(&WORDS);
            data.splice(from..until, word.iter().copied());
        }
    }
}
