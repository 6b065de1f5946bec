//! The first window: the program answers its page, and the page is kept in its bounds.

use std::process::Command;
use std::time::Duration;

use fantoccini::Locator;
use serde_json::json;

use crate::screen::{Screen, program};

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn says_its_version_and_looks_like_itself() {
    let screen = Screen::open("Adwaita").await;
    let version = Locator::Css("[data-testid=version]");
    let patience = Duration::from_secs(30);
    let text =
        screen.client.wait().at_most(patience).for_element(version).await.unwrap().text().await;
    assert_eq!(text.unwrap(), concat!("Version ", env!("CARGO_PKG_VERSION")));
    let page = screen.client.find(Locator::Css("main")).await.unwrap().text().await.unwrap();
    let home = screen.home().to_str().unwrap();
    assert!(page.contains(home), "the data folder lies in this start's own home: {page}");
    let script = "return document.fonts.check('16px \"Inter Variable\"') && \
                  [...document.fonts].some((font) => font.status === 'loaded')";
    assert_eq!(screen.client.execute(script, vec![]).await.unwrap(), json!(true), "our typeface");
    screen.keep_picture("first-window-light").await;
    screen.close().await;
}

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn follows_the_dark_desktop_and_stays_in_its_bounds() {
    let screen = Screen::open("Adwaita:dark").await;
    let version = Locator::Css("[data-testid=version]");
    screen.client.wait().at_most(Duration::from_secs(30)).for_element(version).await.unwrap();
    let scheme = "return document.documentElement.dataset.mantineColorScheme";
    assert_eq!(screen.client.execute(scheme, vec![]).await.unwrap(), json!("dark"));
    screen.keep_picture("first-window-dark").await;

    // A command that no capability names is refused.
    let refused = "const done = arguments[arguments.length - 1];
        window.__TAURI_INTERNALS__.invoke('plugin:app|version').then(() => done('allowed'), String)
            .then(done)";
    let answer = screen.client.execute_async(refused, vec![]).await.unwrap();
    assert!(answer.as_str().unwrap().contains("not allowed"), "{answer}");

    // The page reaches no network, not even a listener on this computer.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let reach = "const done = arguments[arguments.length - 1];
        document.addEventListener('securitypolicyviolation',
            (event) => done(event.effectiveDirective));
        fetch(arguments[0]).then(() => done('reached'), () => undefined)";
    let answer = screen.client.execute_async(reach, vec![json!(address)]).await.unwrap();
    assert_eq!(answer, json!("connect-src"));
    assert!(listener.accept().is_err(), "nobody knocked");
    screen.close().await;
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
