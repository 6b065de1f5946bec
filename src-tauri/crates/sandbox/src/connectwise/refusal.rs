//! The vendor's way to say no: status and body of every documented error.

use serde_json::{Value, json};

use crate::stage::{JSON, Reply};

/// An answer that is not the one the caller hoped for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) content_type: &'static str,
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let Refusal { status, headers, body, content_type } = refusal;
        Self { status, headers, body, content_type: content_type.into() }
    }
}

impl Refusal {
    /// A refusal in the vendor's usual envelope.
    pub(crate) fn coded(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, &json!({ "code": code, "message": message, "errors": null }))
    }

    fn json(status: u16, body: &Value) -> Self {
        Self { status, headers: Vec::new(), body: body.to_string(), content_type: JSON }
    }

    fn html(status: u16, title: &str, text: &str) -> Self {
        let Reply { body, .. } = Reply::html(status, title, text);
        Self { status, headers: Vec::new(), body, content_type: "text/html; charset=utf-8" }
    }

    /// 400: a filter or field list the server does not understand.
    pub(crate) fn condition(message: &str) -> Self {
        Self::coded(400, "ApiFindCondition", message)
    }

    /// 400: a name that the model does not have.
    pub(crate) fn unknown_name(name: &str) -> Self {
        Self::condition(&format!("{name} is not a recognized name."))
    }

    /// 400: a query parameter outside its range.
    pub(crate) fn out_of_range(parameter: &str) -> Self {
        Self::json(
            400,
            &json!({
                "code": "InvalidObject",
                "message": "pagination object is invalid",
                "errors": [{
                    "code": "OutOfRange",
                    "message": format!("The value of {parameter} is not valid."),
                    "resource": "pagination",
                    "field": parameter,
                }],
            }),
        )
    }

    /// 400: a URL that holds something before or between codebase and API root.
    pub(crate) fn cannot_route() -> Self {
        Self::coded(400, "BadRequest", "Cannot route. Codebase/company is invalid")
    }

    /// 401: company, public key and private key do not belong together.
    pub(crate) fn wrong_keys() -> Self {
        Self::coded(401, "Unauthorized", "Incorrect public/private key")
    }

    /// 401: the header `clientId` is missing or not registered. Sources disagree about the status
    /// (400, 401 and 403 were all reported); the text is what callers can go by.
    pub(crate) fn client_id() -> Self {
        Self::coded(401, "Unauthorized", "The clientId header is missing or is not registered.")
    }

    /// 403: the security role of the API member does not cover this.
    pub(crate) fn permission() -> Self {
        Self::coded(403, "Security", "You do not have security permission to perform this action.")
    }

    /// 404: no record with that id.
    pub(crate) fn no_record(label: &str, id: &str) -> Self {
        let message = format!("{label} {id} not found");
        Self::json(404, &json!({ "code": "NotFound", "message": message }))
    }

    /// 404: no such path below the API root.
    pub(crate) fn no_endpoint() -> Self {
        Self::coded(404, "ConnectWiseApi", "The endpoint does not exist.")
    }

    /// 404: nothing is installed at that codebase; the web server itself answers.
    pub(crate) fn no_codebase() -> Self {
        Self::html(
            404,
            "404 - File or directory not found.",
            "The resource you are looking for might have been removed or is unavailable.",
        )
    }

    /// 405: the endpoint exists, the method does not.
    pub(crate) fn method() -> Self {
        Self::json(
            405,
            &json!({ "message": "The requested resource does not support http method." }),
        )
    }

    /// 414: longer than the documented 10,000 characters.
    pub(crate) fn too_long() -> Self {
        Self::html(414, "414 Request-URI Too Large", "The request URI is too long.")
    }

    /// 429 with the documented body; `header` is the value of `Retry-After`, if one is sent.
    pub(crate) fn too_many(seconds: u64, header: Option<String>) -> Self {
        let message = format!("Too many requests. Please try again in {seconds} seconds.");
        let mut refusal =
            Self::json(429, &json!({ "error": "ConnectWiseAPI", "message": message }));
        refusal.headers.extend(header.map(|value| ("Retry-After".to_owned(), value)));
        refusal
    }

    /// 500 in the vendor's envelope, as a database timeout looks.
    pub(crate) fn broken() -> Self {
        Self::coded(500, "InternalServerError", "Execution Timeout Expired.")
    }

    /// 502, 503, 504 or 52x from the gateway in front of the vendor.
    pub(crate) fn gateway(status: u16) -> Self {
        Self::html(status, &format!("{status}: Bad gateway"), "The web server reported an error.")
    }

    /// 200 with the sign-in page of the web application instead of JSON.
    pub(crate) fn login_page() -> Self {
        Self::html(200, "ConnectWise", "Please sign in with your company, user name and password.")
    }
}
