//! What was held against a document, address by address, as a table.

use std::fmt::Write as _;

use patchbay_connector_kit::ConnectorSpec;

use crate::{
    document::{Basis, Document},
    recorder::Call,
    subjects::addresses,
};

/// The table of a connector's addresses, and the complaints: addresses that were never asked, or whose
/// answers were never held against anything.
pub(crate) fn table(
    spec: &'static ConnectorSpec,
    document: &Document,
    calls: &[Call],
) -> (String, Vec<String>) {
    let (mut table, mut complaints) = (String::new(), Vec::new());
    line(&mut table, ["stream", "address", "requests", "held", "against"]);
    for address in addresses(spec) {
        let known = document.operation(&address.path);
        let template = known.map(|(template, _)| template);
        let to_it = calls.iter().filter(|call| call.template.as_deref() == template);
        let (mut requests, mut held) = (0, 0);
        for call in to_it.filter(|_| template.is_some()) {
            requests += 1;
            held += usize::from(call.judged && call.status == 200);
        }
        let basis = known.map(|(_, operation)| operation.basis);
        let against = match basis {
            Some(Basis::Schema) => "the document",
            Some(Basis::Example) => "the document's example",
            Some(Basis::Catalogue) => "the catalogue",
            Some(Basis::Nothing) => "requests only",
            None => "nothing",
        };
        let numbers = [requests.to_string(), held.to_string()];
        line(&mut table, [address.of, &address.path, &numbers[0], &numbers[1], against]);
        if held == 0 {
            let (of, path) = (address.of, &address.path);
            complaints.push(format!(
                "{of}: {requests} requests for {path}, none held against a document"
            ));
        }
    }
    (table, complaints)
}

fn line(table: &mut String, cells: [&str; 5]) {
    let [of, path, requests, held, against] = cells;
    writeln!(table, "{of:<26} {path:<58} {requests:>8} {held:>6}  {against}").expect("text");
}
