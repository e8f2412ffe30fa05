//! What stands in the user's files and is secret: by its form, by what the provider's schema says of the argument, by its name.
//!
//! It keeps where something stands, never what.

use std::ops::Range;

use ::secrets::{is_secret, kind_of};
use aws::facts::schema::{self, Entry};
use terraform::json::Json;
use terraform::read::{Text, is_of_configuration, texts};

/// Something secret in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Secret {
    /// Where it stands.
    pub(crate) span: Range<usize>,
    /// Why it is taken for one.
    pub(crate) what: What,
    /// The address of the root module's resource in which it stands.
    pub(crate) resource: Option<String>,
}

/// Why something is taken for a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// It is written as such a credential is.
    Credential(&'static str),
    /// The provider's schema says so of the resource type's argument.
    Argument(String, String),
    /// It has such a name.
    Called(String),
}

/// What is secret in a file that stands at this path in the emitted folder.
pub(super) fn find(path: &str, text: &str) -> Vec<Secret> {
    let Some(texts) = texts(path, text) else { return in_lines(text) };
    // What tests are given is made up.
    let is_judged_by_name = is_of_configuration(path) || path.starts_with("modules/") || path.ends_with(".tfvars");
    let is_root = !path.contains('/');
    let mut found = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let by_name =
            || is_judged_by_name.then(|| by_name(text, index.checked_sub(1).map(|at| &texts[at]), texts.get(index + 1)))?;
        if let Some(what) = kind_of(&text.value).map(What::Credential).or_else(by_name) {
            found.push(Secret { span: text.span.clone(), what, resource: resource(text).filter(|_| is_root) });
        }
    }
    // What stands in a comment is read by as many people.
    let is_in_text = |span: &Range<usize>| texts.iter().any(|text| text.span.start < span.end && span.start < text.span.end);
    found.extend(in_lines(text).into_iter().filter(|secret| !is_in_text(&secret.span)));
    found.sort_by_key(|secret| secret.span.start);
    found
}

/// The address of the resource in which a text stands, as its module names it.
fn resource(text: &Text) -> Option<String> {
    match text.path.as_slice() {
        [section, kind, label, ..] if section == "resource" => Some(format!("{kind}.{label}")),
        _ => None,
    }
}

fn by_name(text: &Text, before: Option<&Text>, after: Option<&Text>) -> Option<What> {
    if text.value.is_empty() {
        return None;
    }
    if let [section, kind, _, arguments @ ..] = text.path.as_slice()
        && section == "resource"
    {
        let arguments: Vec<&str> =
            arguments.iter().map(String::as_str).filter(|it| !matches!(*it, "dynamic" | "content")).collect();
        match at(kind, &arguments) {
            Known::Secret => return Some(What::Argument(kind.clone(), arguments.join("."))),
            Known::Plain => return in_document(&text.value).map(What::Called),
            Known::Free => {}
        }
    }
    let name = match text.path.as_slice() {
        // A container's variables are pairs of `name` and `value`.
        [pair @ .., key] if key == "value" => {
            let is_its_name = |it: &&Text| it.path.split_last().is_some_and(|(key, others)| key == "name" && others == pair);
            before.filter(is_its_name).or_else(|| after.filter(is_its_name)).map(|it| it.value.as_str())
        }
        [section, variable, key] if section == "variable" && key == "default" => Some(variable.as_str()),
        // Prose, and the names of what is secret.
        [section, ..]
            if matches!(section.as_str(), "output" | "variable" | "module" | "terraform" | "moved" | "import" | "removed")
                && matches!(text.path.last().map(String::as_str), Some("description" | "source" | "from" | "to" | "id")) =>
        {
            None
        }
        [.., key] => Some(key.as_str()),
        [] => None,
    };
    let called = name.filter(|name| is_secret(name, &text.value)).map(str::to_owned);
    called.or_else(|| in_document(&text.value)).map(What::Called)
}

/// What an override sets that is secret by its name; what the schema calls secret is refused where overrides are checked.
pub(crate) fn called(kind: &str, arguments: &[&str], value: &str) -> Option<String> {
    let path = ["resource", kind, ""].into_iter().chain(arguments.iter().copied()).map(str::to_owned).collect();
    match by_name(&Text { path, value: value.to_owned(), span: 0..0 }, None, None)? {
        What::Called(name) => Some(name),
        What::Argument(..) | What::Credential(_) => None,
    }
}

/// What the provider's schema says of an argument.
enum Known {
    /// It is secret.
    Secret,
    /// It is not.
    Plain,
    /// Nothing: the type is not at hand, or the key is the user's.
    Free,
}

fn at(kind: &str, arguments: &[&str]) -> Known {
    let Some(mut block) = schema::of(kind) else { return Known::Free };
    for (depth, name) in arguments.iter().enumerate() {
        match block.get(name) {
            _ if block.is_sensitive(name) => return Known::Secret,
            Some(Entry::Block(nested)) => block = nested.block,
            Some(Entry::Argument(_) | Entry::ReadOnly) if depth + 1 == arguments.len() => return Known::Plain,
            Some(Entry::Argument(_) | Entry::ReadOnly) | None => return Known::Free,
        }
    }
    Known::Plain
}

/// What a document in a text calls a secret: a member, or a pair of `name` and `value`, as containers have them.
fn in_document(text: &str) -> Option<String> {
    let document = text.trim_start().starts_with(['{', '[']).then(|| serde_json::from_str::<Json>(text).ok())??;
    called_in(&document)
}

fn called_in(json: &Json) -> Option<String> {
    match json {
        Json::Object(members) => {
            let named =
                |name: &str, value: &Json| value.as_str().is_some_and(|value| is_secret(name, value)).then(|| name.to_owned());
            if let (Some(Json::String(name)), Some(value)) = (members.get("name"), members.get("value")) {
                return named(name, value);
            }
            // A secret's place is named as `{ name, valueFrom }`.
            members.iter().find_map(|(name, value)| named(name, value).or_else(|| called_in(value)))
        }
        Json::Array(elements) => elements.iter().find_map(called_in),
        _ => None,
    }
}

/// What has the form of a credential, wherever it stands.
fn in_lines(text: &str) -> Vec<Secret> {
    let of_form = ::secrets::found(text).into_iter();
    of_form.map(|(kind, span)| Secret { span, what: What::Credential(kind), resource: None }).collect()
}

/// The text with what is secret made unreadable, every place where it was.
pub(super) fn masked(text: &str, secrets: &[Secret]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for secret in secrets {
        for byte in bytes.get_mut(secret.span.clone()).into_iter().flatten().filter(|byte| !matches!(byte, b'\n' | b'"')) {
            *byte = b'*';
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        find(path, text).iter().map(|it| format!("{:?} {:?} {}", it.what, it.resource, &text[it.span.clone()])).collect()
    }

    #[test]
    fn a_secret_in_a_comment_is_found_too() {
        let text = "# AKIAIOSFODNN7EXAMPLE was it\nlocals { a = 1 } // postgres://admin:hunter2@db/x\n# postgres://admin:${var.password}@db/x\n";
        assert_eq!(
            found("own.tf", text),
            [
                r#"Credential("an AWS access key") None AKIAIOSFODNN7EXAMPLE"#,
                r#"Credential("a URL with a password in it") None hunter2"#
            ]
        );
    }

    #[test]
    fn a_secret_is_found_by_form_schema_and_name() {
        let text = "resource \"aws_db_instance\" \"own\" {\n  password = \"hunter2\"\n  password_wo = var.password\n  username = \"AKIAIOSFODNN7EXAMPLE\"\n}\n\
            resource \"aws_instance\" \"own\" {\n  metadata_options { http_tokens = \"required\" }\n  tags = { api_token = \"abcdef\" }\n}\n\
            resource \"aws_elasticache_replication_group\" \"own\" { auth_token = \"abcdef\" }\n\
            variable \"db_password\" { default = \"hunter2\" }\nvariable \"db_secret\" { description = \"The secret\" }\n\
            locals {\n  url = \"postgres://admin:hunter2@${var.host}/x\"\n  fine = \"postgres://admin:${var.password}@host/x\"\n\
              containers = jsonencode([{ environment = [{ name = \"DB_PASSWORD\", value = \"hunter2\" }, { name = \"A\", value = \"b\" }] }])\n}\n";
        assert_eq!(
            found("own.tf", text),
            [
                r#"Argument("aws_db_instance", "password") Some("aws_db_instance.own") "hunter2""#,
                r#"Credential("an AWS access key") Some("aws_db_instance.own") "AKIAIOSFODNN7EXAMPLE""#,
                r#"Called("api_token") Some("aws_instance.own") "abcdef""#,
                r#"Argument("aws_elasticache_replication_group", "auth_token") Some("aws_elasticache_replication_group.own") "abcdef""#,
                r#"Called("db_password") None "hunter2""#,
                r#"Credential("a URL with a password in it") None "postgres://admin:hunter2@${var.host}/x""#,
                r#"Called("value") None "hunter2""#,
            ]
            .map(|it| if it.starts_with("Called(\"value") {
                it.replace("value", "DB_PASSWORD")
            } else {
                it.to_owned()
            })
        );
    }

    #[test]
    fn every_file_that_is_carried_is_looked_through() {
        let json = r#"{"resource": [{"aws_db_instance": [{"own": [{"password": "hunter2"}]}]}]}"#;
        assert_eq!(
            found("own.tf.json", json),
            [r#"Argument("aws_db_instance", "password") Some("aws_db_instance.own") "hunter2""#]
        );
        let embedded = r#"{"locals": {"c": "[{\"name\": \"API_TOKEN\", \"value\": \"abcdef\"}]"}}"#;
        assert!(found("own.tf.json", embedded)[0].starts_with("Called(\"API_TOKEN\")"));
        for path in ["tests/own.tftest.hcl", "modules/own/main.tf", "terraform.tfvars"] {
            assert_eq!(found(path, "a = \"AKIAIOSFODNN7EXAMPLE\"\n").len(), 1, "{path}");
        }
        assert_eq!(
            found("user-data.sh", "#!/bin/sh\nexport KEY=AKIAIOSFODNN7EXAMPLE # x\n")[0].split(' ').next_back(),
            Some("AKIAIOSFODNN7EXAMPLE")
        );
        assert!(found("own.tftest.hcl", "variables {\n  password = \"made up\"\n}\n").is_empty());
    }

    #[test]
    fn what_is_shown_does_not_say_it() {
        let text = "locals {\n  key = \"AKIAIOSFODNN7EXAMPLE\"\n}\n";
        let shown = masked(text, &find("own.tf", text));
        assert_eq!(shown, "locals {\n  key = \"********************\"\n}\n");
    }
}
