//! Values of settings and of what is emitted, without what looks like a secret: what is shown ends up in logs and comments.

use terraform::compare::Difference;
use terraform::json::Json;

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

/// What differs, as it may be shown.
pub(crate) fn hiding(mut difference: Difference) -> Difference {
    for argument in difference.blocks.iter_mut().flat_map(|block| &mut block.arguments) {
        for value in [&mut argument.old, &mut argument.new].into_iter().flatten() {
            *value = shown(&argument.path, value);
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
