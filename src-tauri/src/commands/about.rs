//! The command `about`: which version runs and where it keeps its data.

use serde::Serialize;
use specta::Type;

/// What the window says about the program itself.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct About {
    /// The version of this build, as `major.minor.patch`.
    version: String,
    /// The folder of the database and the logs, as an absolute path. It need not exist yet.
    data_folder: String,
}

/// Why a command did not do what it was asked to, in words for the person at the window.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CommandError {
    /// What happened, as one plain sentence.
    say: String,
    /// The one thing to do about it.
    hint: String,
}

/// Tells the version and the data folder.
#[tauri::command]
#[specta::specta]
pub(crate) fn about() -> Result<About, CommandError> {
    about_in(folders())
}

/// The platform's folders for Patchbay, the same that the command line uses.
fn folders() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("com", "Patchbay", "Patchbay")
}

fn about_in(folders: Option<directories::ProjectDirs>) -> Result<About, CommandError> {
    let folders = folders.ok_or_else(|| CommandError {
        say: "Patchbay found no home folder to keep its data in.".to_owned(),
        hint: "Set HOME to your home folder and start Patchbay again.".to_owned(),
    })?;
    Ok(About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_folder: folders.data_local_dir().display().to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_version_and_a_folder_of_its_own() {
        let about = about_in(folders()).expect("the test has a home folder");
        assert_eq!(about.version, env!("CARGO_PKG_VERSION"));
        assert!(about.data_folder.to_lowercase().contains("patchbay"), "{}", about.data_folder);
    }

    #[test]
    fn says_what_to_do_without_a_home_folder() {
        let error = about_in(None).expect_err("no folder, no answer");
        assert!(error.hint.contains("HOME"));
    }
}
