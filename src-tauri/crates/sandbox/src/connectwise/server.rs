//! The vendor's face towards the network: routes, sign-in, answers, documented errors.

use super::answers::{Call, answer, company_info};
use super::refusal::Refusal;
use super::routes::{Route, route};
use super::rows::guid;
use super::vendor::Vendor;
use crate::faults::Plan;
use crate::stage::{Asked, Front, Premises, Reply, Trouble, spoil, text};

/// The longest address the vendor takes.
const LONGEST_ADDRESS: usize = 10_000;

/// The version of the models that are answered.
const MODEL: &str = "2026.3";

impl Front for Vendor {
    fn premises(&self) -> &Premises {
        &self.premises
    }

    fn endpoint(&self, path: &str) -> String {
        match route(path, &self.access().codebase) {
            Route::Endpoint(endpoint) => endpoint,
            _ => path.to_owned(),
        }
    }

    fn turned_away(&self, asked: &Asked) -> Option<Reply> {
        let length = asked.path.len() + asked.query.len();
        (length > LONGEST_ADDRESS).then(|| Refusal::too_long().into())
    }

    fn answer(&self, asked: &Asked, plan: &Plan) -> Reply {
        let found = route(&asked.path, &self.access().codebase);
        let answered = match found {
            Route::Refused(refusal) => Err(refusal),
            Route::CompanyInfo(company) => {
                Ok(Reply::json(200, company_info(self, &company).to_string()))
            }
            Route::Endpoint(endpoint) => self.called(asked, endpoint, plan),
        };
        answered.unwrap_or_else(Reply::from)
    }

    fn trouble(&self, trouble: Trouble) -> Reply {
        let refusal = match trouble {
            Trouble::TooMany(seconds, header) => Refusal::too_many(seconds, header),
            Trouble::Broken => Refusal::broken(),
            Trouble::Gateway(status) => Refusal::gateway(status),
            Trouble::WrongKeys => Refusal::wrong_keys(),
            Trouble::Forbidden => Refusal::permission(),
            Trouble::LoginPage => Refusal::login_page(),
            Trouble::Unfit(text) => Refusal::unknown_name(&text),
        };
        refusal.into()
    }

    fn every_header(&self, number: i64) -> Vec<(String, String)> {
        vec![
            ("x-cw-request-id".into(), guid("request", number)),
            ("api-current-version".into(), MODEL.into()),
        ]
    }
}

impl Vendor {
    /// Signs in, answers and spoils.
    fn called(&self, asked: &Asked, endpoint: String, plan: &Plan) -> Result<Reply, Refusal> {
        if let Some(seconds) = self.premises.throttle() {
            return Err(Refusal::too_many(seconds, Some(seconds.to_string())));
        }
        let authorization = text(&asked.headers, "authorization");
        self.access().check(authorization, text(&asked.headers, "clientid"))?;
        self.access().covers(&endpoint)?;
        let call = Call {
            endpoint,
            target: format!("{}{}", self.premises.base_url, asked.path),
            parameters: asked.parameters.clone(),
            forward_only: text(&asked.headers, "pagination-type")
                .is_some_and(|value| value.eq_ignore_ascii_case("forward-only")),
        };
        // The endpoint has to exist before a method can be wrong for it.
        let mut answer = answer(self, &call, plan)?;
        if asked.method != "GET" {
            return Err(Refusal::method());
        }
        spoil(&mut answer, plan, &self.premises.base_url);
        let (body, link) = answer.written();
        let content_type =
            format!("application/vnd.connectwise.com+json; version={MODEL}; charset=utf-8");
        Ok(Reply { content_type, ..Reply::json(200, body) }.with("Link", link))
    }
}
