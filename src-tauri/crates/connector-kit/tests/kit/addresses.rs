//! Where the API lives: fixed, from a field, or asked from the vendor; and second addresses.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use patchbay_connector_kit::{
    Account, BaseUrl, BoxFuture, ConnectorError, ConnectorSpec, ErrorKind, Http, Source, StreamSpec,
};
use url::Url;

use crate::{
    server::{Answer, Gate, Server},
    vendor::{SPEC, STREAM, first, ids, of, options, read, source, source_at},
};

#[tokio::test]
async fn a_fixed_address_is_used_as_it_is() {
    let server = Server::answering(|_| Answer::rows([7])).await;
    let base: &'static str = Box::leak(format!("{}/fixed/v3/", server.url).into_boxed_str());
    let spec = ConnectorSpec { base_url: BaseUrl::Fixed(base), ..SPEC };
    read(&source_at("http://unused.example.com", spec, options())).await.unwrap();
    assert_eq!(server.asked()[0].path, "/fixed/v3/parts");
}

#[tokio::test]
async fn the_host_may_come_from_a_field() {
    let server = Server::answering(|_| Answer::rows([7])).await;
    let source = source_at(&format!("{}/", server.url), SPEC, options());
    assert_eq!(ids(&[read(&source).await.unwrap()]), [7]);
    assert_eq!(server.asked()[0].path, "/api/parts");
    let error = read(&source_at("", SPEC, options())).await.unwrap_err();
    assert_eq!((error.kind, error.field), (ErrorKind::BadConfig, Some("host")));
}

#[tokio::test]
async fn a_template_holds_the_name_of_the_account_or_a_server_on_loopback() {
    let server = Server::answering(|_| Answer::rows([7])).await;
    let base_url = BaseUrl::Template("https://{host}.vendor.example/api/v3");
    let spec = ConnectorSpec { base_url, ..SPEC };
    assert_eq!(spec.address_field(), Some("host"));
    read(&source_at(&server.url, spec, options())).await.unwrap();
    assert_eq!(server.asked()[0].path, "/api/v3/parts");
    for value in ["", "evil.example/x?", "https://evil.example"] {
        let error = read(&source_at(value, spec, options())).await.unwrap_err();
        assert_eq!((error.kind, error.field), (ErrorKind::BadConfig, Some("host")), "{value}");
    }
    assert_eq!(server.load().arrived, 1, "nothing else was sent");
}

/// Asks `/where` for the path of the API.
fn look_up<'a>(http: &'a Http, account: &'a Account) -> BoxFuture<'a, Result<Url, ConnectorError>> {
    Box::pin(async move {
        let host = account.field("host")?;
        let reply = http.get_plain(Url::parse(&format!("{host}/where")).unwrap(), account).await?;
        Ok(Url::parse(&format!("{host}{}", reply.text())).unwrap())
    })
}

const LOOKED_UP: ConnectorSpec = ConnectorSpec { base_url: BaseUrl::Discover(look_up), ..SPEC };

fn paths(server: &Server) -> Vec<String> {
    server.asked().into_iter().map(|asked| asked.path).collect()
}

#[tokio::test]
async fn an_address_that_moved_is_looked_up_once_more() {
    let moved = Arc::new(AtomicUsize::new(0));
    let lookups = Arc::clone(&moved);
    let server = Server::answering(move |asked| match asked.path.as_str() {
        "/where" if lookups.fetch_add(1, Ordering::SeqCst) == 0 => Answer::body("/v1"),
        "/where" => Answer::body("/v2"),
        "/v2/parts" => Answer::rows([7]),
        _ => Answer::status(404),
    })
    .await;
    let source = source(&server, LOOKED_UP);
    assert_eq!(ids(&[read(&source).await.unwrap()]), [7]);
    read(&source).await.unwrap();
    assert_eq!(paths(&server), ["/where", "/v1/parts", "/where", "/v2/parts", "/v2/parts"]);
    let asked = server.asked();
    assert!(asked[0].header("authorization").is_none(), "the look-up carries no credential");
    assert!(asked[3].header("authorization").is_some());
}

#[tokio::test]
async fn an_address_that_has_not_moved_is_not_looked_up_each_time() {
    let server = Server::answering(|asked| match asked.path.as_str() {
        "/where" => Answer::body("/v1"),
        _ => Answer::status(404),
    })
    .await;
    let source = source(&server, LOOKED_UP);
    for _ in 0..3 {
        assert_eq!(read(&source).await.unwrap_err().kind, ErrorKind::NotFound);
    }
    assert_eq!(paths(&server), ["/where", "/v1/parts", "/where", "/v1/parts", "/v1/parts"]);
}

#[tokio::test]
async fn a_look_up_that_fails_does_not_hide_what_was_refused() {
    let lookups = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&lookups);
    let server = Server::answering(move |asked| match asked.path.as_str() {
        "/where" if count.fetch_add(1, Ordering::SeqCst) == 0 => Answer::body("/v1"),
        "/where" => Answer::status(500),
        _ => Answer::status(404),
    })
    .await;
    let source = source(&server, LOOKED_UP);
    for requests in [3, 1] {
        let error = read(&source).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound, "{error}");
        assert_eq!(error.http.as_ref().unwrap().path, "/v1/parts");
        assert_eq!(error.requests, requests, "what the look-up cost is counted");
    }
    assert_eq!(paths(&server), ["/where", "/v1/parts", "/where", "/where", "/v1/parts"]);
}

#[tokio::test]
async fn nobody_waits_for_a_look_up_that_somebody_else_needs() {
    let gate = Gate::shut();
    let (held, lookups) = (gate.clone(), Arc::new(AtomicUsize::new(0)));
    let server = Server::start(move |asked| {
        let (gate, lookups) = (held.clone(), Arc::clone(&lookups));
        async move {
            match asked.path.as_str() {
                "/where" => {
                    if lookups.fetch_add(1, Ordering::SeqCst) > 0 {
                        gate.pass(1).await;
                    }
                    Answer::body("/v1")
                }
                "/v1/parts" => Answer::rows([7]),
                _ => Answer::status(404),
            }
        }
    })
    .await;
    let source = source(&server, LOOKED_UP);
    read(&source).await.unwrap();
    let lost = tokio::spawn({
        let source = Arc::clone(&source);
        async move { source.get("/lost", &[]).await }
    });
    server.until(|load| load.arrived == 4 && load.open == 1).await;
    assert_eq!(ids(&[read(&source).await.unwrap()]), [7], "while the look-up is under way");
    gate.open(1);
    assert_eq!(lost.await.unwrap().unwrap_err().kind, ErrorKind::NotFound);
}

#[tokio::test]
async fn a_refused_address_gives_way_to_the_second_one_for_good() {
    let server = Server::answering(|asked| match asked.path.as_str() {
        "/api/parts" => Answer::status(403),
        "/api/parts/info" => Answer::rows([7]),
        _ => Answer::status(404),
    })
    .await;
    let stream =
        StreamSpec { path_when_forbidden: Some("/parts/info"), fields: &["id", "name"], ..STREAM };
    let source = source(&server, ConnectorSpec { fields_param: Some("fields"), ..of(stream) });
    assert_eq!(ids(&[read(&source).await.unwrap()]), [7]);
    read(&source).await.unwrap();
    assert_eq!(paths(&server), ["/api/parts", "/api/parts/info", "/api/parts/info"]);
    let asked = server.asked();
    assert_eq!(asked[0].parameter("fields").unwrap(), "id,name");
    assert_eq!(asked[1].parameter("fields"), None, "the second address knows fewer fields");
}

#[tokio::test]
async fn when_both_addresses_are_refused_that_is_told() {
    let server = Server::answering(|_| Answer::status(403)).await;
    let stream = StreamSpec { path_when_forbidden: Some("/parts/info"), ..STREAM };
    let error = read(&source(&server, of(stream))).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Forbidden);
    assert_eq!(paths(&server), ["/api/parts", "/api/parts/info"]);
}

#[tokio::test]
async fn the_parent_stands_in_the_path_encoded() {
    let server = Server::answering(|_| Answer::rows([7])).await;
    let source = source(&server, of(StreamSpec { path: "/shelves/{parent}/parts", ..STREAM }));
    let mut request = first(&source);
    request.scope.parent = Some("a/b?c#d é".into());
    source.page(request).await.unwrap();
    assert_eq!(paths(&server), ["/api/shelves/a%2Fb%3Fc%23d%20%C3%A9/parts"]);
}
