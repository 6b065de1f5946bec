//! The files that the rules read: this checkout, or a small tree made for a test.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A text file with its path from the top level, written with `/`.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    /// Whether the path lies in the folder or is the file named.
    pub(crate) fn is_in(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether the file name ends so, without the dot.
    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| extensions.contains(&ending))
    }

    /// The text without the `#[cfg(test)]` module at its end.
    pub(crate) fn shipped_text(&self) -> &str {
        self.text.split_once("#[cfg(test)]\nmod tests {").map_or(&self.text, |(before, _)| before)
    }

    /// The line number, from 1, of a byte offset in the text.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }
}

/// All text files that Git would see, and where they lie.
pub(crate) struct Tree {
    pub(crate) root: PathBuf,
    pub(crate) files: Vec<File>,
    /// Keeps the folder of a made tree until the tree is dropped.
    _made: Option<tempfile::TempDir>,
}

static CHECKOUT: LazyLock<Tree> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent");
    Tree { root: root.to_owned(), files: read(root), _made: None }
});

impl Tree {
    /// This checkout.
    pub(crate) fn checkout() -> &'static Self {
        &CHECKOUT
    }

    /// A tree of the given files, written to a folder of its own.
    pub(crate) fn made_of(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let root = folder.path().to_owned();
        Self { files: read(&root), root, _made: Some(folder) }
    }

    /// The file of that path.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Rust sources, except those of this test, which speak of what they forbid.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.has_extension(&["rs"]) && !file.is_in("tests/tidy"))
    }

    /// Sources of the page.
    pub(crate) fn face(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_in("ui/src") && file.has_extension(&["ts", "tsx"]))
    }
}

fn read(root: &Path) -> Vec<File> {
    let walk = ignore::WalkBuilder::new(root)
        .hidden(false)
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .sort_by_file_path(Ord::cmp)
        .build();
    walk.filter_map(|entry| {
        let entry = entry.expect("the tree can be walked");
        // What is not UTF-8 is a picture.
        let text = std::fs::read_to_string(entry.path()).ok()?;
        let path = entry.path().strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
        Some(File { path, text })
    })
    .collect()
}

/// Fails with one line per breach.
pub(crate) fn assert_kept(breaches: &[String]) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

/// Fails unless there is exactly one breach and it speaks of `about`.
pub(crate) fn assert_caught(breaches: &[String], about: &str) {
    assert_eq!(breaches.len(), 1, "one breach was made: {breaches:?}");
    assert!(breaches[0].contains(about), "{} does not speak of {about}", breaches[0]);
}

#[test]
fn the_checkout_is_read() {
    let tree = Tree::checkout();
    assert!(tree.file("Cargo.toml").is_some());
    assert!(tree.rust().count() > 10);
    assert!(tree.face().count() > 5);
    assert!(
        !tree.files.iter().any(|file| file.is_in("ui/node_modules")),
        "ignored files are not read"
    );
}
