//! A desktop without a keyring: a passphrase takes its place.

use crate::desktop::{Desktop, Equipment};
use crate::integration::{connect_sandbox, resync};

const PASSPHRASE: &str = "seven sorry sailors";

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn a_passphrase_opens_what_no_keyring_keeps() {
    let desktop = Desktop::open(Equipment { keyring: false, ..Equipment::default() }).await;
    let window = desktop.start().await;
    window.see_heading("Choose a passphrase").await;
    window.press("Try the keyring again").await;
    window.fill("Passphrase", PASSPHRASE).await;
    window.fill("The same once more", "seven sorry tailors").await;
    window.see("The two differ.").await;
    window.fill("The same once more", PASSPHRASE).await;
    window.press("Create").await;
    window.see_heading("Welcome to Patchbay").await;
    connect_sandbox(&window).await;
    resync(&window).await;
    window.quit().await;

    let window = desktop.start().await;
    window.see_heading("Unlock Patchbay").await;
    window.fill("Passphrase", "seven sorry tailors").await;
    window.press("Unlock").await;
    window.see("The passphrase does not open").await;
    window.fill("Passphrase", PASSPHRASE).await;
    window.press("Unlock").await;
    window.see_heading("Integrations").await;
    resync(&window).await;
    window.see("Connected").await;
    window.quit().await;
}
