//! Signing in, and what else every request carries.

use patchbay_connector_kit::{Auth, ConnectorSpec, ErrorKind, StaticHeader};

use crate::{
    server::{Answer, Server},
    vendor::{KEY, SPEC, read, source},
};

async fn headers_with(auth: Auth, name: &str) -> Option<String> {
    let server = Server::answering(|_| Answer::rows([])).await;
    read(&source(&server, ConnectorSpec { auth, ..SPEC })).await.unwrap();
    server.asked()[0].header(name).map(str::to_owned)
}

#[tokio::test]
async fn each_way_to_sign_in_reaches_the_server() {
    let basic = Auth::Basic {
        username: |account| Ok(format!("acorn+{}", account.field("user")?)),
        password: "key",
    };
    // printf 'acorn+ann+bob:k3y-of-acorn-0042' | base64
    let expected = "Basic YWNvcm4rYW5uK2JvYjprM3ktb2YtYWNvcm4tMDA0Mg==";
    assert_eq!(headers_with(basic, "authorization").await.unwrap(), expected);
    let bearer = headers_with(Auth::Bearer("key"), "authorization").await;
    assert_eq!(bearer.unwrap(), format!("Bearer {KEY}"));
    let own = Auth::Headers(&[("x-first", "key"), ("x-second", "second")]);
    assert_eq!(headers_with(own, "x-first").await.unwrap(), KEY);
    assert_eq!(headers_with(own, "x-second").await.unwrap(), "s3cond-of-acorn");
    assert_eq!(headers_with(own, "authorization").await, None);
}

#[tokio::test]
async fn a_missing_secret_is_named_and_nothing_is_sent() {
    let server = Server::answering(|_| Answer::rows([])).await;
    let spec = ConnectorSpec { auth: Auth::Bearer("nothing"), ..SPEC };
    let error = read(&source(&server, spec)).await.unwrap_err();
    assert_eq!((error.kind, error.field), (ErrorKind::BadConfig, Some("nothing")));
    assert_eq!(server.load().arrived, 0);
}

#[tokio::test]
async fn the_product_says_who_it_is() {
    let server = Server::answering(|_| Answer::rows([])).await;
    let product_headers = &[StaticHeader {
        name: "x-product",
        product_value: "acorn_id",
        default: "patchbay-default",
    }];
    let spec = ConnectorSpec { product_headers, ..SPEC };
    read(&source(&server, spec)).await.unwrap();
    let asked = &server.asked()[0];
    assert_eq!(asked.header("x-product"), Some("patchbay-default"));
    assert_eq!(asked.header("user-agent"), Some("Kit/1"));
    assert_eq!(asked.header("accept"), Some("application/json"));
}

#[tokio::test]
async fn a_server_that_repeats_our_secret_does_not_put_it_into_an_error() {
    for auth in [
        Auth::Bearer("key"),
        Auth::Basic { username: |_| Ok("acorn".to_owned()), password: "key" },
        Auth::Basic { username: |_| Ok("acorns".to_owned()), password: "key" },
        Auth::Basic { username: |_| Ok("acorned".to_owned()), password: "key" },
    ] {
        let server = Server::answering(|asked| {
            let sent = asked.header("authorization").unwrap().to_owned();
            let body = format!(r#"{{"message":"invalid header {sent}"}}"#);
            Answer::body(body).with_status(401)
        })
        .await;
        let error = read(&source(&server, ConnectorSpec { auth, ..SPEC })).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unauthorized);
        let told = format!("{error:?} {error}");
        let sent = server.asked()[0].header("authorization").unwrap().to_owned();
        let credential = sent.split(' ').nth(1).unwrap().to_owned();
        assert!(told.contains("invalid header"), "{told}");
        assert!(!told.contains(KEY), "the key is told");
        assert!(!told.contains(&credential), "the credential is told");
        // Nor the part of it that is the key.
        let tail: String =
            credential.trim_end_matches('=').chars().rev().skip(2).take(12).collect();
        let tail: String = tail.chars().rev().collect();
        assert!(!told.contains(&tail), "the end of the credential is told");
    }
}
