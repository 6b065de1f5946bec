//! What holds in every text: no path of somebody's machine, and no link in a page to a file that is
//! not there.

use std::path::Path;

use regex::Regex;

use crate::tree::{File, Tree, assert_caught, assert_kept};

/// Home folders that stand for anybody's.
const ANYBODY: &[&str] = &["someone", "you", "user", "alice"];

fn machine_paths(tree: &Tree) -> Vec<String> {
    let absolute = Regex::new(concat!(
        r#"(?m)(?:^|[\s"'`=(<:])(?:/root/|/home/(?<unix>\w+)|/Users/(?<mac>\w+)|"#,
        r"[A-Z]:\\+Users\\+(?<windows>\w+))"
    ))
    .unwrap();
    let read = |file: &&File| !file.is_in("tests/tidy") && !file.path.ends_with(".lock");
    let mut breaches = Vec::new();
    for file in tree.files.iter().filter(read) {
        for found in absolute.captures_iter(&file.text) {
            let owner = ["unix", "mac", "windows"].iter().find_map(|name| found.name(name));
            if owner.is_some_and(|owner| ANYBODY.contains(&owner.as_str())) {
                continue;
            }
            let whole = found.get(0).unwrap();
            let line = file.line_of(whole.start());
            let path = whole.as_str().trim();
            breaches.push(format!("{}:{line}: `{path}` is a path of one machine", file.path));
        }
    }
    breaches
}

fn dead_links(tree: &Tree) -> Vec<String> {
    let link = Regex::new(r"\]\(([^)\s]+)(?:\s[^)]*)?\)").unwrap();
    let mut breaches = Vec::new();
    for file in tree.files.iter().filter(|file| file.has_extension(&["md"])) {
        let folder = Path::new(&file.path).parent().unwrap_or(Path::new(""));
        for target in link.captures_iter(&file.text).map(|found| found.get(1).unwrap().as_str()) {
            let outside = target.contains("://") || target.starts_with("mailto:");
            let path = target.split('#').next().unwrap_or_default();
            if outside || path.is_empty() {
                continue;
            }
            if !tree.root.join(folder).join(path).exists() {
                breaches.push(format!("{}: links to {target}, which is not there", file.path));
            }
        }
    }
    breaches
}

#[test]
fn no_text_names_a_machine() {
    assert_kept(&machine_paths(Tree::checkout()));
}

#[test]
fn every_link_leads_to_a_file() {
    assert_kept(&dead_links(Tree::checkout()));
}

#[test]
fn catches_a_path_of_one_machine() {
    for path in ["/root/.cache/x", "/home/carol/x", "/Users/carol/x", r"C:\Users\carol\x"] {
        let tree = Tree::made_of(&[("docs/how.md", &format!("see `{path}`\n"))]);
        assert_caught(&machine_paths(&tree), "docs/how.md:1");
    }
    let tree = Tree::made_of(&[("docs/how.md", "see /home/someone/x and ~/.cache/x\n")]);
    assert_kept(&machine_paths(&tree));
}

#[test]
fn catches_a_dead_link() {
    let page = "[a](b.md) [c](../README.md#top) [d](https://example.com/x) [e](#f)\n";
    let tree = Tree::made_of(&[("docs/a.md", page), ("README.md", "")]);
    assert_caught(&dead_links(&tree), "b.md");
}
