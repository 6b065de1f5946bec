//! The first window: the program answers its page, and the page is kept in its bounds.

use std::process::Command;

use serde_json::json;

use crate::desktop::{Desktop, Equipment, program};

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn says_its_version_and_stays_in_its_bounds() {
    let desktop = Desktop::open(Equipment { theme: "Adwaita:dark", ..Equipment::default() }).await;
    let window = desktop.start().await;
    window.see_heading("Welcome to Patchbay").await;
    let scheme = "return document.documentElement.dataset.mantineColorScheme === 'dark'";
    assert_eq!(window.is(scheme).await, Some(()), "it follows the dark desktop");
    let typeface = "return document.fonts.check('16px \"Inter Variable\"') && \
                    [...document.fonts].some((font) => font.status === 'loaded')";
    assert_eq!(window.is(typeface).await, Some(()), "our typeface");
    window.run("location.hash = '/settings'", vec![]).await.unwrap();
    window.see(concat!("Patchbay ", env!("CARGO_PKG_VERSION"))).await;
    window.see(desktop.home().to_str().unwrap()).await;

    // A command that no capability names is refused.
    let refused = "const done = arguments[arguments.length - 1];
        window.__TAURI_INTERNALS__.invoke('plugin:app|version').then(() => done('allowed'), String)
            .then(done)";
    let answer = window.client.execute_async(refused, vec![]).await.unwrap();
    assert!(answer.as_str().unwrap().contains("not allowed"), "{answer}");

    // The page reaches no network, not even a listener on this computer.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let reach = "const done = arguments[arguments.length - 1];
        document.addEventListener('securitypolicyviolation',
            (event) => done(event.effectiveDirective));
        fetch(arguments[0]).then(() => done('reached'), () => undefined)";
    let answer = window.client.execute_async(reach, vec![json!(address)]).await.unwrap();
    assert_eq!(answer, json!("connect-src"));
    assert!(listener.accept().is_err(), "nobody knocked");
    window.quit().await;
}

#[test]
#[ignore = "starts the built program: make test"]
fn says_plainly_that_there_is_no_screen() {
    let output = Command::new(program())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("patchbay: there is no screen here"), "{said}");
    assert_eq!(said.lines().count(), 1, "one sentence, no trace: {said}");
}
