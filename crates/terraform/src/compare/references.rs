//! References to resources that moved: they lead to the same resource as before. It must not know why it moved.

use std::collections::BTreeMap;

use crate::json::Json;

/// What references became, by module: `aws_subnet.a` is `aws_subnet.public_a` now.
pub(crate) struct References(BTreeMap<String, Vec<(String, String)>>);

impl References {
    /// Those to resources that moved within their module, given as module and address: where to, where from.
    pub(crate) fn after(moved: &BTreeMap<(String, String), (String, String)>) -> Self {
        let mut references: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for (to, from) in moved.iter().filter(|(to, from)| to.0 == from.0) {
            references.entry(from.0.clone()).or_default().push((local(from).to_owned(), local(to).to_owned()));
        }
        Self(references)
    }

    /// Those that are followed to the root module, by whole addresses: from where, to where.
    pub(crate) fn of_root(moved: Vec<(String, String)>) -> Self {
        Self(BTreeMap::from([(String::new(), moved)]))
    }

    /// What a block of a module says after the move; nothing when it refers to nothing that moved.
    pub(crate) fn renamed(&self, module: &str, body: &Json) -> Option<Json> {
        let references = self.0.get(module)?;
        let mut body = body.clone();
        for (from, to) in references {
            rename(&mut body, from, to);
        }
        Some(body)
    }
}

/// The address as the module's own references have it.
fn local((module, address): &(String, String)) -> &str {
    address.strip_prefix(&format!("module.{module}.")).unwrap_or(address)
}

fn rename(value: &mut Json, from: &str, to: &str) {
    match value {
        Json::String(text) if text.contains(from) => *text = with_reference(text, from, to),
        Json::Array(elements) => elements.iter_mut().for_each(|element| rename(element, from, to)),
        Json::Object(members) => members.values_mut().for_each(|value| rename(value, from, to)),
        Json::String(_) | Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// The text with a reference replaced where it is a whole one.
fn with_reference(text: &str, from: &str, to: &str) -> String {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        out.push_str(before);
        let starts = !out.ends_with(|letter| is_name(letter) || letter == '.');
        out.push_str(if starts && !after.starts_with(is_name) { to } else { from });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_references_are_renamed() {
        let text = "${aws_eip.a.id} ${aws_eip.ab.id} ${data.aws_eip.a.id} ${xaws_eip.a}";
        assert_eq!(
            with_reference(text, "aws_eip.a", "aws_eip.b"),
            "${aws_eip.b.id} ${aws_eip.ab.id} ${data.aws_eip.a.id} ${xaws_eip.a}"
        );
    }
}
