//! What vendors give to the product itself (a client id…), where an environment names it.

use std::collections::BTreeMap;

use crate::App;

impl App {
    /// Values for [`crate::AppOptions::product`]: for every key that a connector's fixed headers ask for,
    /// what `variable` says about `PATCHBAY_<KEY>`. Empty texts do not count.
    pub fn product_values_from(
        variable: impl Fn(&str) -> Option<String>,
    ) -> BTreeMap<String, String> {
        patchbay_connectors::ALL
            .iter()
            .flat_map(|spec| spec.product_headers)
            .filter_map(|header| {
                let name = format!("PATCHBAY_{}", header.product_value.to_ascii_uppercase());
                let value = variable(&name).filter(|value| !value.trim().is_empty())?;
                Some((header.product_value.to_owned(), value.trim().to_owned()))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_for_what_the_connectors_need() {
        let all = App::product_values_from(|name| Some(format!(" value of {name} ")));
        assert!(!all.is_empty());
        for (key, value) in &all {
            assert_eq!(*value, format!("value of PATCHBAY_{}", key.to_ascii_uppercase()));
        }
        assert!(App::product_values_from(|_| Some(" ".to_owned())).is_empty());
    }
}
