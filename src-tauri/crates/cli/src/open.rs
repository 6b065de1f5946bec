//! Opens Patchbay for a command: data folder, safe, log. A command that needs no secret opens no safe.

use std::{io::IsTerminal, path::PathBuf, sync::Arc, time::Duration};

use clap::ValueEnum;
use patchbay_app::{
    App, AppError, AppOptions, ChosenSafe, LogFormat, LogOptions, LoggingGuard, Paths, SafePlan,
    Tuning, VaultChoice, safe_plan, start_logging,
};
use patchbay_model::{Secret, SystemClock};

use crate::args::{GlobalArgs, VaultArg};

/// Environment variable of the data folder.
const DATA_DIR: &str = "PATCHBAY_DATA_DIR";
/// Environment variable of the choice of a safe.
const VAULT: &str = "PATCHBAY_VAULT";
/// Environment variable of the passphrase of `--vault file`.
const PASSPHRASE: &str = "PATCHBAY_PASSPHRASE";

/// Patchbay, open. Log lines are written out when it is dropped.
pub(crate) struct Opened {
    /// The counter.
    pub(crate) app: Arc<App>,
    _log: LoggingGuard,
}

/// The data folder that was named, if one was.
pub(crate) fn data_dir(global: &GlobalArgs) -> Option<PathBuf> {
    let from_environment = || std::env::var_os(DATA_DIR).filter(|text| !text.is_empty());
    global.data_dir.clone().or_else(|| from_environment().map(PathBuf::from))
}

/// The safe that was named with the command or in the environment.
pub(crate) fn named_vault(global: &GlobalArgs) -> Result<Option<VaultArg>, AppError> {
    let from_environment = std::env::var(VAULT).ok().filter(|text| !text.is_empty());
    match (global.vault, from_environment) {
        (Some(vault), _) => Ok(Some(vault)),
        (None, None) => Ok(None),
        (None, Some(text)) => VaultArg::from_str(&text, true).map(Some).map_err(|_| {
            let say = format!("{VAULT} is “{text}”, which is no safe.");
            AppError::you("unknown_vault", say, "It may be keyring, file or env.").field(VAULT)
        }),
    }
}

/// Opens Patchbay. `needs_secrets`: whether the command reads or changes secrets; the safe is opened
/// (and may ask the person) only then.
pub(crate) async fn open(global: &GlobalArgs, needs_secrets: bool) -> Result<Opened, AppError> {
    let folder = data_dir(global);
    let paths = Paths::new(folder.as_deref())?;
    let vault = match named_vault(global)? {
        // Reads the environment, which costs nothing, and holds nothing.
        _ if !needs_secrets => VaultChoice::Env,
        Some(VaultArg::Env) => VaultChoice::Env,
        Some(VaultArg::Keyring) => VaultChoice::Keyring,
        Some(VaultArg::File) => VaultChoice::File { passphrase: passphrase(&paths)? },
        None => chosen_vault(&paths)?,
    };
    open_with(global, folder, vault, tuning(global)).await
}

/// The safe that was chosen in the window: the keys are there, and nowhere else.
fn chosen_vault(paths: &Paths) -> Result<VaultChoice, AppError> {
    let chosen = ChosenSafe::read(paths);
    match safe_plan(chosen, paths.vault_file().exists()) {
        SafePlan::OpenKeyring => Ok(VaultChoice::Keyring),
        SafePlan::FileIsGone => {
            let say = "The encrypted file of your keys is not there any more.";
            let hint =
                format!("Put {} back, or name a safe with --vault.", paths.vault_file().display());
            Err(AppError::you("vault", say, hint))
        }
        SafePlan::AskPassphrase => {
            let passphrase = passphrase(paths).map_err(|mut error| {
                error.say = format!("Your keys are in an encrypted file. {}", error.say);
                error.hint = format!("{} --vault names another safe.", error.hint);
                error
            })?;
            Ok(match chosen {
                Some(ChosenSafe::File { keys_in_keyring: true }) => {
                    VaultChoice::FileAfterKeyring { passphrase }
                }
                _ => VaultChoice::File { passphrase },
            })
        }
    }
}

/// What the advanced options turn.
pub(crate) fn tuning(global: &GlobalArgs) -> Tuning {
    let milliseconds = |number: usize| Duration::from_millis(number as u64);
    Tuning {
        timeout: global.timeout_ms.map(milliseconds),
        backoff: global.backoff_ms.map(milliseconds),
        at_once: global.connections,
        per_minute: global.per_minute,
        ..Tuning::default()
    }
}

/// Opens Patchbay in a folder, with a safe that is chosen already.
pub(crate) async fn open_with(
    global: &GlobalArgs,
    folder: Option<PathBuf>,
    vault: VaultChoice,
    tuning: Tuning,
) -> Result<Opened, AppError> {
    let paths = Paths::new(folder.as_deref())?;
    let log = start_logging(&paths, &log_options(global))?;
    let app = App::open(AppOptions {
        data_dir: folder,
        vault,
        clock: Arc::new(SystemClock),
        product: App::product_values_from(|name| std::env::var(name).ok()),
        tuning,
        actor: "command line",
        work: None,
    })
    .await?;
    Ok(Opened { app, _log: log })
}

fn log_options(global: &GlobalArgs) -> LogOptions {
    // What fails is told as an error; its log lines are for the file unless somebody wants to see more.
    let filter = match global.verbose {
        0 => "error",
        1 => {
            "warn,patchbay=info,patchbay_app=info,patchbay_engine=info,patchbay_connector_kit=info"
        }
        _ => {
            "info,patchbay=debug,patchbay_app=debug,patchbay_engine=debug,patchbay_connector_kit=debug"
        }
    };
    LogOptions {
        stderr_filter: if global.quiet { "off".to_owned() } else { filter.to_owned() },
        format: if global.json { LogFormat::Json } else { LogFormat::Text },
    }
}

fn passphrase(paths: &Paths) -> Result<Secret, AppError> {
    if let Some(text) = std::env::var(PASSPHRASE).ok().filter(|text| !text.is_empty()) {
        return Ok(Secret::new(text));
    }
    if !std::io::stdin().is_terminal() {
        let hint = format!("Set {PASSPHRASE}, or run the command in a terminal.");
        return Err(AppError::you("no_passphrase", "The passphrase of the safe is missing.", hint));
    }
    let is_new = !paths.vault_file().exists();
    let first =
        prompt(if is_new { "New passphrase of the safe: " } else { "Passphrase of the safe: " })?;
    if first.is_empty() {
        return Err(AppError::you("no_passphrase", "The passphrase is empty.", "Type one."));
    }
    if is_new && prompt("The same again: ")? != first {
        let hint = "Run the command again. Without the passphrase the safe cannot be opened later.";
        return Err(AppError::you("passphrases_differ", "The two passphrases differ.", hint));
    }
    Ok(first)
}

/// Asks on the terminal, without echo.
pub(crate) fn prompt(question: &str) -> Result<Secret, AppError> {
    rpassword::prompt_password(question).map(Secret::new).map_err(|error| {
        let say = format!("Nothing could be asked: {error}.");
        AppError::you("no_terminal", say, "Run the command in a terminal.")
    })
}
