//! From a request path to what is meant by it: codebase, API root, endpoint.

use super::refusal::Refusal;

/// The router that leads to the tenant's own version and never changes.
const ROUTER: &str = "v4_6_release/";
const COMPANY_INFO: &str = "/login/companyinfo/";

/// What a path means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Route {
    /// The look-up of the codebase, for this company id.
    CompanyInfo(String),
    /// An endpoint below the API root, beginning with a slash.
    Endpoint(String),
    Refused(Refusal),
}

/// Finds the route of a path; `codebase` is the present one, with its slash.
pub(crate) fn route(path: &str, codebase: &str) -> Route {
    let lower = path.to_lowercase();
    if lower.starts_with(COMPANY_INFO) {
        return Route::CompanyInfo(path[COMPANY_INFO.len()..].trim_end_matches('/').to_owned());
    }
    let Some(root) = lower.find("/apis/3.0/") else {
        return Route::Refused(Refusal::no_codebase());
    };
    let before = &lower[1..=root];
    let endpoint = &path[root + "/apis/3.0".len()..];
    if before.trim_end_matches('/').contains('/') || endpoint.to_lowercase().contains("/apis/") {
        return Route::Refused(Refusal::cannot_route());
    }
    if before != codebase.to_lowercase() && before != ROUTER {
        return Route::Refused(Refusal::no_codebase());
    }
    Route::Endpoint(endpoint.replace("//", "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(route: &Route) -> u16 {
        match route {
            Route::Refused(refusal) => refusal.status,
            _ => 0,
        }
    }

    #[test]
    fn present_codebase_and_router_lead_to_endpoints() {
        let tickets = Route::Endpoint("/service/tickets".into());
        assert_eq!(route("/v2026_3/apis/3.0/service/tickets", "v2026_3/"), tickets);
        assert_eq!(route("/v4_6_release/apis/3.0/service/tickets", "v2026_3/"), tickets);
        assert_eq!(route("/v4_6_release/apis/3.0//service/tickets", "v2026_3/"), tickets);
    }

    #[test]
    fn everything_else_is_refused() {
        assert_eq!(status(&route("/v2025_1/apis/3.0/system/info", "v2026_3/")), 404);
        assert_eq!(status(&route("/", "v2026_3/")), 404);
        let doubled = "/v4_6_release/v2026_3/apis/3.0/system/info";
        assert_eq!(status(&route(doubled, "v2026_3/")), 400);
    }

    #[test]
    fn company_info_keeps_the_case_of_the_company() {
        let info = Route::CompanyInfo("BlueGate".into());
        assert_eq!(route("/login/companyinfo/BlueGate", "v2026_3/"), info);
    }
}
