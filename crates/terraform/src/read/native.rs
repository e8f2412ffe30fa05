//! Terraform's native syntax, read into what its JSON syntax would say.
//!
//! Whoever compares, draws or judges then needs to know one syntax only. It must not know what a block is for, but for the few arguments
//! that the JSON syntax writes without `${…}` ("JSON Configuration Syntax", "Block-type-specific Exceptions").

use std::borrow::Cow;
use std::ops::Range;

use crate::json::{Json, Map};
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Block, Body, Structure};
use hcl_edit::template::{Element, Template};
use hcl_edit::{Span, parser};

use super::expression::refuse_too_deep;
use super::source::{Source, SourceError};
use crate::template::escape;

/// Reads a file in the native syntax.
pub(super) fn read(text: &str) -> Result<Source, SourceError> {
    let body = parser::parse_body(&without_mark(text))
        .map_err(|error| SourceError { reason: error.message().to_owned(), at: error.location().offset().min(text.len()) })?;
    let mut root = Map::new();
    let mut blocks = Vec::new();
    for structure in &body {
        match structure {
            Structure::Block(block) => {
                add(&mut root, block, text);
                note(block, &mut blocks);
            }
            Structure::Attribute(attribute) => {
                let at = attribute.span().map_or(0, |span| span.start);
                let reason = format!("`{}` is set outside of any block", attribute.key.as_str());
                return Err(SourceError { reason, at });
            }
        }
    }
    Ok(Source { document: Json::Object(root), blocks, odd: Vec::new() })
}

/// A text without the byte order mark that some editors put before it, everything else in its place: Terraform passes over it in its
/// own language, and refuses it in JSON.
pub(super) fn without_mark(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Cow::Owned(format!("{}{rest}", " ".repeat('\u{feff}'.len_utf8()))),
        None => Cow::Borrowed(text),
    }
}

/// The document that `jsonencode` makes of a value; what only Terraform knows stands in it as `${…}`.
pub(super) fn encoded(code: &str) -> Option<Json> {
    let Expression::FuncCall(call) = parser::parse_expr(code.trim()).ok()? else { return None };
    let mut arguments = call.args.iter();
    match (call.name.namespace.is_empty(), call.name.name.as_str(), arguments.next(), arguments.next()) {
        (true, "jsonencode", Some(argument), None) => Some(value(argument, code.trim())),
        _ => None,
    }
}

/// What a text in the same language says that is no configuration of Terraform's, such as a policy of Vault's; nothing where it is none.
///
/// A block stands in a list under its labels, as in Terraform's JSON syntax.
pub fn hcl(text: &str) -> Option<Json> {
    refuse_too_deep(text).ok()?;
    Some(body(&parser::parse_body(text).ok()?, "", text))
}

/// Adds a block of the outermost level under its labels.
fn add(root: &mut Map, block: &Block, text: &str) {
    let ident = block.ident.as_str();
    let body = body(&block.body, ident, text);
    match (ident, block.labels.as_slice()) {
        ("locals" | "terraform", []) => {
            if let (Json::Object(all), Json::Object(more)) = (root.entry(ident).or_insert_with(empty), body) {
                all.extend(more);
            }
        }
        (_, []) => push(root, ident, body),
        // A provider has several configurations.
        ("provider", [name]) => {
            let Json::Object(providers) = root.entry(ident).or_insert_with(empty) else { return };
            match providers.get_mut(name.as_str()) {
                None => {
                    providers.insert(name.as_str().to_owned(), body);
                }
                Some(Json::Array(several)) => several.push(body),
                Some(one) => *one = Json::Array(vec![one.take(), body]),
            }
        }
        (_, labels) => {
            put(root.entry(ident).or_insert_with(empty), labels.iter().map(hcl_edit::structure::BlockLabel::as_str), body);
        }
    }
}

fn put<'a>(mut at: &mut Json, labels: impl Iterator<Item = &'a str>, body: Json) {
    for label in labels {
        let Json::Object(members) = at else { return };
        at = members.entry(label).or_insert_with(empty);
    }
    *at = body;
}

fn push(members: &mut Map, ident: &str, body: Json) {
    if let Json::Array(all) = members.entry(ident).or_insert_with(|| Json::Array(Vec::new())) {
        all.push(body);
    }
}

fn empty() -> Json {
    Json::Object(Map::new())
}

/// Notes where a block's head stands; of `terraform` and `locals`, which Terraform puts together, what stands in it.
fn note(block: &Block, blocks: &mut Vec<(Vec<String>, Range<usize>)>) {
    let ident = block.ident.as_str();
    let start = block.span().map_or(0, |span| span.start);
    match ident {
        "locals" | "terraform" => {
            for structure in &block.body {
                let (name, labels, span) = match structure {
                    Structure::Attribute(attribute) => (attribute.key.as_str(), Vec::new(), attribute.key.span()),
                    Structure::Block(inner) => {
                        (inner.ident.as_str(), inner.labels.iter().map(|it| it.as_str().to_owned()).collect(), inner.ident.span())
                    }
                };
                let path = [ident.to_owned(), name.to_owned()].into_iter().chain(labels).collect();
                blocks.push((path, span.unwrap_or(start..start)));
            }
        }
        _ => {
            let labels = block.labels.iter().map(|label| label.as_str().to_owned());
            let end = block.ident.span().map_or(start, |span| span.end);
            let mut path: Vec<String> = std::iter::once(ident.to_owned()).chain(labels).collect();
            if let ("provider", Some(alias)) = (ident, alias(block)) {
                path.push(alias);
            }
            blocks.push((path, start..end));
        }
    }
}

fn alias(block: &Block) -> Option<String> {
    let attribute = block.body.get_attribute("alias")?;
    attribute.value.as_str().map(str::to_owned)
}

/// The arguments and nested blocks of a block.
fn body(body: &Body, of: &str, text: &str) -> Json {
    let mut members = Map::new();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let name = attribute.key.as_str();
                let json = if is_bare(of, name) { bare(&attribute.value, text) } else { value(&attribute.value, text) };
                members.insert(name.to_owned(), json);
            }
            Structure::Block(block) => {
                let ident = block.ident.as_str();
                let inside = self::body(&block.body, ident, text);
                match block.labels.as_slice() {
                    // What the JSON syntax has once, as an object.
                    [] if matches!(ident, "lifecycle" | "required_providers") => {
                        members.insert(ident.to_owned(), inside);
                    }
                    [] => push(&mut members, ident, inside),
                    labels if ident == "backend" => {
                        put(
                            members.entry(ident).or_insert_with(empty),
                            labels.iter().map(hcl_edit::structure::BlockLabel::as_str),
                            inside,
                        );
                    }
                    [labels @ .., last] => {
                        let mut at = members.entry(ident).or_insert_with(empty);
                        for label in labels {
                            let Json::Object(inner) = at else { break };
                            at = inner.entry(label.as_str()).or_insert_with(empty);
                        }
                        if let Json::Object(inner) = at {
                            push(inner, last.as_str(), inside);
                        }
                    }
                }
            }
        }
    }
    Json::Object(members)
}

/// Whether an argument of a block is read without being evaluated.
fn is_bare(block: &str, argument: &str) -> bool {
    match argument {
        "depends_on" | "provider" | "ignore_changes" | "replace_triggered_by" | "providers" => true,
        "type" => block == "variable",
        "from" => matches!(block, "moved" | "removed"),
        "to" => matches!(block, "moved" | "import"),
        _ => false,
    }
}

/// As the JSON syntax writes an address: without `${…}`.
fn bare(expression: &Expression, text: &str) -> Json {
    match expression {
        Expression::String(literal) => Json::from(literal.as_str()),
        Expression::Array(elements) => elements.iter().map(|element| bare(element, text)).collect(),
        Expression::Object(members) => {
            members.iter().map(|(key, member)| (self::key(key, text), bare(member.expr(), text))).collect()
        }
        other => Json::from(written(other, text)),
    }
}

fn value(expression: &Expression, text: &str) -> Json {
    match expression {
        Expression::Null(_) => Json::Null,
        Expression::Bool(literal) => Json::from(**literal),
        Expression::Number(number) => number_of(&number.to_string()),
        Expression::String(literal) => Json::from(escape(literal.as_str())),
        Expression::Array(elements) => elements.iter().map(|element| value(element, text)).collect(),
        Expression::Object(members) => {
            members.iter().map(|(key, member)| (self::key(key, text), value(member.expr(), text))).collect()
        }
        Expression::StringTemplate(template) => Json::from(elements(template.iter(), text)),
        Expression::HeredocTemplate(heredoc) => {
            let mut heredoc = heredoc.clone();
            heredoc.dedent();
            Json::from(template(&heredoc.template, text))
        }
        other => Json::from(format!("${{{}}}", written(other, text))),
    }
}

fn template(template: &Template, text: &str) -> String {
    elements(template.iter(), text)
}

fn elements<'a>(elements: impl Iterator<Item = &'a Element>, text: &str) -> String {
    elements
        .map(|element| match element {
            Element::Literal(literal) => escape(literal.value()).into_owned(),
            Element::Interpolation(_) | Element::Directive(_) => {
                element.span().and_then(|span| text.get(span)).unwrap_or_default().to_owned()
            }
        })
        .collect()
}

fn key(key: &ObjectKey, text: &str) -> String {
    match key {
        ObjectKey::Ident(name) => name.as_str().to_owned(),
        ObjectKey::Expression(Expression::String(literal)) => escape(literal.as_str()).into_owned(),
        ObjectKey::Expression(Expression::Variable(name)) => name.as_str().to_owned(),
        ObjectKey::Expression(Expression::StringTemplate(template)) => elements(template.iter(), text),
        ObjectKey::Expression(other) => format!("${{{}}}", written(other, text)),
    }
}

/// The expression as it stands in the text.
fn written(expression: &Expression, text: &str) -> String {
    expression.span().and_then(|span| text.get(span)).unwrap_or_default().trim().to_owned()
}

fn number_of(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|_| Json::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::json;

    #[test]
    fn a_byte_order_mark_is_passed_over_as_terraform_does() {
        let source = read("\u{feff}locals {\n  a = 1\n}\n").expect("Terraform reads it");
        assert!(source.document["locals"].to_string().contains(r#""a":1"#), "{}", source.document);
        let broken = "locals {\n  a = = 1\n}\n";
        let place = |text: &str| read(text).expect_err("it is none").at;
        assert_eq!(place(&format!("\u{feff}{broken}")), place(broken) + '\u{feff}'.len_utf8());
    }

    #[test]
    fn what_it_says_is_what_the_json_syntax_would_say() {
        let text = r#"
# A queue of our own.
locals { name = "mails" }

resource "aws_sqs_queue" "mails" {
  name                      = "${local.name}-$${x}"
  message_retention_seconds = 60 * 60
  kms_master_key_id         = module.monitoring.topics_key_arn
  fifo_queue                = false
  tags                      = { Name = "mails", "a b" = local.name, (local.name) = "x" }
  policy = <<-EOT
    {"Sid": "${local.name}"}
  EOT
  depends_on = [aws_vpc.main]
  lifecycle {
    ignore_changes = [tags["x"]]
  }
  timeouts { create = "1m" }
  dynamic "setting" {
    for_each = [1]
    content { a = setting.value }
  }
}

variable "size" { type = list(string) }
moved {
  from = aws_sqs_queue.old
  to   = aws_sqs_queue.mails
}
provider "random" {}
provider "random" { alias = "b" }
"#;
        let Source { document, blocks, odd: _ } = read(text).expect("it is right");
        assert_eq!(
            document,
            json!({
                "locals": {"name": "mails"},
                "resource": {"aws_sqs_queue": {"mails": {
                    "name": "${local.name}-$${x}",
                    "message_retention_seconds": "${60 * 60}",
                    "kms_master_key_id": "${module.monitoring.topics_key_arn}",
                    "fifo_queue": false,
                    "tags": {"Name": "mails", "a b": "${local.name}", "${(local.name)}": "x"},
                    "policy": "{\"Sid\": \"${local.name}\"}\n",
                    "depends_on": ["aws_vpc.main"],
                    "lifecycle": {"ignore_changes": ["tags[\"x\"]"]},
                    "timeouts": [{"create": "1m"}],
                    "dynamic": {"setting": [{"for_each": [1], "content": [{"a": "${setting.value}"}]}]},
                }}},
                "variable": {"size": {"type": "list(string)"}},
                "moved": [{"from": "aws_sqs_queue.old", "to": "aws_sqs_queue.mails"}],
                "provider": {"random": [{}, {"alias": "b"}]},
            })
        );
        let paths: Vec<String> = blocks.iter().map(|(path, _)| path.join(" ")).collect();
        assert_eq!(
            paths,
            ["locals name", "resource aws_sqs_queue mails", "variable size", "moved", "provider random", "provider random b"]
        );
        assert_eq!(&text[blocks[1].1.clone()], "resource");
    }

    #[test]
    fn a_fault_of_syntax_is_told_with_its_place() {
        let text = "resource \"a\" \"b\" {\n  x = \n}\n";
        let error = read(text).expect_err("it is wrong");
        assert!(text[..error.at].starts_with("resource \"a\" \"b\" {\n  x ="), "{error:?}");
    }
}
