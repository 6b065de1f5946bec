//! Credentials stay where they belong: redirects and links to other hosts are not followed.

use patchbay_connector_kit::{Cursor, ErrorKind, PageReader, Paging, ReadAhead, Source};

use crate::{
    server::{Answer, Server},
    vendor::{first, ids, paged, read, source},
};

const LINKED: Paging = Paging::LinkHeader { size_param: "size", size: 2 };

#[tokio::test]
async fn a_redirect_is_never_followed() {
    let elsewhere = Server::answering(|_| Answer::rows([7])).await;
    for status in [301, 302, 303, 307, 308] {
        let target = format!("{}/api/parts", elsewhere.url);
        let server =
            Server::answering(move |_| Answer::status(status).with("location", target.clone()))
                .await;
        let error = read(&source(&server, paged(Paging::None))).await.unwrap_err();
        assert_eq!((error.kind.clone(), error.status()), (ErrorKind::BadAnswer, status));
        assert_eq!(server.load().arrived, 1);
    }
    assert_eq!(elsewhere.load().arrived, 0, "the credentials were sent to another server");
}

#[tokio::test]
async fn a_next_page_elsewhere_is_refused() {
    let elsewhere = Server::answering(|_| Answer::rows([9])).await;
    let port = elsewhere.url.rsplit(':').next().unwrap().to_owned();
    for foreign in [
        format!("{}/api/parts?page=2", elsewhere.url),
        format!("//127.0.0.1:{port}/api/parts?page=2"),
        format!("http://localhost:{port}/api/parts?page=2"),
    ] {
        let link = format!("<{foreign}>; rel=\"next\"");
        let server =
            Server::answering(move |_| Answer::rows([3, 7]).with("link", link.clone())).await;
        let source = source(&server, paged(LINKED));
        let request = first(&source);
        let mut pages = PageReader::start(source, request, ReadAhead { at_once: 2 }, |page| page);
        assert_eq!(ids(&[pages.next().await.unwrap().unwrap()]), [3, 7]);
        let error = pages.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind, ErrorKind::ForeignLink, "{foreign}");
        assert!(pages.next().await.is_none());
        assert_eq!(server.load().arrived, 1);
    }
    assert_eq!(elsewhere.load().arrived, 0, "the credentials were sent to another server");
}

#[tokio::test]
async fn a_stored_address_that_leads_elsewhere_is_refused() {
    let server = Server::answering(|_| Answer::rows([7])).await;
    let source = source(&server, paged(LINKED));
    let own = server.url.trim_start_matches("http://");
    for url in [
        format!("https://{own}/api/parts"),
        format!("http://{own}@example.com/api/parts"),
        format!("ftp://{own}/api/parts"),
        format!("http://someone@{own}/api/parts"),
        format!("http://:word@{own}/api/parts"),
        "nonsense".to_owned(),
    ] {
        let mut request = first(&source);
        request.cursor = Cursor::Url { url: url.clone() };
        let error = source.page(request).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::ForeignLink, "{url}");
    }
    assert_eq!(server.load().arrived, 0);
}
