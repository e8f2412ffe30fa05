//! Values of settings and of what is emitted, without what looks like a secret: what is shown ends up in logs and comments.

use std::collections::BTreeSet;

use terraform::compare::Difference;
use terraform::json::Json;
use terraform::read::{Documents, embedded};

/// What stands in place of a secret.
const MASK: &str = "***";

/// The value of an argument with this path, as it may be shown.
pub(crate) fn shown(path: &str, value: &Json) -> Json {
    masked(name_in(path), value)
}

/// The value of a setting with this path, as it may be shown.
pub(crate) fn shown_setting(path: &str, value: &serde_json::Value) -> serde_json::Value {
    shown(path, &value.into()).into()
}

/// A setting as it was typed after `--set`, as it may be shown.
pub(crate) fn typed(setting: &str) -> String {
    without(setting)
}

/// What is emitted and looks like a secret by what stands beside it, which a difference shows by itself: a word of a command behind its flag, a value
/// beside its name.
pub(crate) struct Beside(BTreeSet<String>);

impl Beside {
    /// That of these documents.
    pub(crate) fn of<'a>(documents: impl IntoIterator<Item = &'a Documents>) -> Self {
        let mut found = BTreeSet::new();
        for block in documents.into_iter().flat_map(Documents::all) {
            collect(block.written, &mut found);
        }
        Self(found)
    }

    /// The value of an argument with this path, as it may be shown.
    pub(crate) fn shown(&self, path: &str, value: &Json) -> Json {
        match shown(path, value) {
            Json::String(text) if self.0.contains(&text) => Json::String(MASK.to_owned()),
            shown => shown,
        }
    }
}

/// Finds what is masked as a whole, in documents inside of texts as well.
fn collect(value: &Json, found: &mut BTreeSet<String>) {
    match value {
        Json::String(text) if text.starts_with(['[', '{']) => {
            if let Some(document) = embedded::document(value) {
                collect(&document, found);
            }
        }
        Json::Array(elements) => {
            add_masked(value, &masked(None, value), found);
            for element in elements {
                collect(element, found);
            }
        }
        Json::Object(members) => {
            add_masked(value, &masked(None, value), found);
            for member in members.values() {
                collect(member, found);
            }
        }
        _ => {}
    }
}

fn add_masked(value: &Json, masked: &Json, found: &mut BTreeSet<String>) {
    match (value, masked) {
        (Json::String(text), Json::String(mask)) if mask == MASK => drop(found.insert(text.clone())),
        (Json::Array(elements), Json::Array(masked)) => {
            elements.iter().zip(masked).for_each(|(element, masked)| add_masked(element, masked, found));
        }
        (Json::Object(members), Json::Object(masked)) => {
            members
                .iter()
                .filter_map(|(key, member)| Some((member, masked.get(key)?)))
                .for_each(|(member, masked)| add_masked(member, masked, found));
        }
        _ => {}
    }
}

/// What differs between these, as it may be shown.
pub(crate) fn hiding(mut difference: Difference, between: [&Documents; 2]) -> Difference {
    if difference.is_empty() {
        return difference;
    }
    let beside = Beside::of(between);
    for argument in difference.blocks.iter_mut().flat_map(|block| &mut block.arguments) {
        for value in [&mut argument.old, &mut argument.new].into_iter().flatten() {
            *value = beside.shown(&argument.path, value);
        }
    }
    difference
}

/// The text with what must not be read in it masked.
fn without(text: &str) -> String {
    let mut masked = text.to_owned();
    for stretch in secrets::stretches(text).into_iter().rev() {
        masked.replace_range(stretch, MASK);
    }
    masked
}

fn masked(name: Option<&str>, value: &Json) -> Json {
    match value {
        Json::String(text) if secrets::kind_of(text).is_some() || name.is_some_and(|name| secrets::is_secret(name, text)) => {
            Json::String(MASK.to_owned())
        }
        Json::String(text) => Json::String(without(text)),
        Json::Array(elements) => {
            // Of a command's words one says what the next one is.
            let flags = std::iter::once(None).chain(elements.iter().map(Json::as_str));
            let of = |(flag, element): (Option<&str>, &Json)| match (flag, element.as_str()) {
                (Some(flag), Some(word)) if flag.starts_with('-') && secrets::called(&format!("{flag} {word}")) == Some(flag) => {
                    Json::String(MASK.to_owned())
                }
                _ => masked(name, element),
            };
            flags.zip(elements).map(of).collect()
        }
        Json::Object(members) => {
            // A container's variables are pairs of `name` and `value`; a rule's conditions name what they compare.
            let told = ["name", "key", "http_header_name"].iter().find_map(|key| members.get(key).and_then(Json::as_str));
            let of = |key: &str, member| masked(if matches!(key, "value" | "values") { told } else { Some(key) }, member);
            members.iter().map(|(key, member)| (key.clone(), of(key, member))).collect()
        }
        _ => value.clone(),
    }
}

/// What the value is called: `API_TOKEN` of `environment.API_TOKEN`, `environment[API_TOKEN]` and `environment[API_TOKEN].value`.
fn name_in(path: &str) -> Option<&str> {
    let path = path.strip_suffix(".value").filter(|path| path.ends_with(']')).unwrap_or(path);
    match path.strip_suffix(']').and_then(|path| path.rsplit_once('[')) {
        Some((before, index)) if index.bytes().all(|byte| byte.is_ascii_digit()) => name_in(before),
        Some((_, name)) => Some(name.trim_matches('"')),
        None => path.rsplit('.').next(),
    }
}

#[cfg(test)]
mod tests {
    use terraform::json::json;

    use super::*;

    #[test]
    fn what_is_called_a_secret_is_not_shown_wherever_it_stands() {
        for path in
            ["services.web.environment.API_TOKEN", "x.environment[API_TOKEN].value", "x.environment[API_TOKEN]", "API_TOKEN[0]"]
        {
            assert_eq!(shown(path, &json!("hunter2")), json!("***"), "{path}");
        }
        let container = json!({ "environment": [{ "name": "API_TOKEN", "value": "hunter2" }, { "name": "A", "value": "b" }] });
        let masked = json!({ "environment": [{ "name": "API_TOKEN", "value": "***" }, { "name": "A", "value": "b" }] });
        assert_eq!(shown("containers[0]", &container), masked);
        assert_eq!(shown("services.web.environment.A", &json!("b")), json!("b"));
        assert_eq!(shown("command", &json!(["serve", "--api-key", "hunter2"])), json!(["serve", "--api-key", "***"]));
        assert_eq!(shown("command", &json!(["CMD-SHELL", "PGPASSWORD=hunter2 psql"])), json!(["CMD-SHELL", "PGPASSWORD=*** psql"]));
        let condition = json!({ "http_header": [{ "http_header_name": "x-api-key", "values": ["hunter2"] }] });
        assert_eq!(
            shown("condition", &condition),
            json!({ "http_header": [{ "http_header_name": "x-api-key", "values": ["***"] }] })
        );
        assert_eq!(typed("services.web.environment.API_TOKEN=hunter2"), "services.web.environment.API_TOKEN=***");
    }
}
