//! Every text that stands in a file as a literal, with what leads to it and where it stands: for whoever looks for what must not stand there.

use std::ops::Range;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::parser;
use hcl_edit::structure::{Attribute, Block, BlockLabel};
use hcl_edit::template::Element;
use hcl_edit::visit::{self, Visit};

use super::expression::{Piece, pieces};
use super::json::{self, Node};
use super::native::without_mark;

/// A text that stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The names that lead to it: those of blocks with their labels, arguments, and keys (`resource`, `aws_db_instance`, `main`, `password`).
    pub path: Vec<String>,
    /// What it says; nothing in the place of what Terraform works out.
    pub value: String,
    /// Where it stands, with its quotes.
    pub span: Range<usize>,
}

/// The texts of a file, in the language that its name tells; nothing where it is in none that is known here, or has a fault of syntax.
pub fn texts(path: &str, text: &str) -> Option<Vec<Text>> {
    let mut all = Vec::new();
    let ends_with = |end: &str| path.len() > end.len() && path.ends_with(end);
    if ends_with(".json") {
        of_node(&json::parse(text).ok()?, &mut Vec::new(), &mut all);
    } else if [".tf", ".hcl", ".tfvars"].into_iter().any(ends_with) {
        let mut collector = Collector { path: Vec::new(), outer: None, all };
        collector.visit_body(&parser::parse_body(&without_mark(text)).ok()?);
        all = collector.all;
    } else {
        return None;
    }
    Some(all)
}

fn of_node(node: &Node, path: &mut Vec<String>, all: &mut Vec<Text>) {
    match node {
        Node::Object(members) => {
            for member in members {
                path.push(member.key.clone());
                of_node(&member.value, path, all);
                path.pop();
            }
        }
        Node::Array(elements) => elements.iter().for_each(|element| of_node(element, path, all)),
        Node::Text(written, span) => of_template(written, span, path, all),
        Node::Other(_) => {}
    }
}

/// A text of the JSON syntax, which is a template: its plain parts as one text, and those in its expressions.
fn of_template(written: &str, span: &Range<usize>, path: &mut Vec<String>, all: &mut Vec<Text>) {
    let Ok(pieces) = pieces(written) else {
        all.push(Text { path: path.clone(), value: written.to_owned(), span: span.clone() });
        return;
    };
    let mut value = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => value.push_str(&text),
            Piece::Directive(_) => {}
            Piece::Expression(expression) => {
                if let Ok(expression) = parser::parse_expr(&expression) {
                    let mut collector =
                        Collector { path: std::mem::take(path), outer: Some(span.clone()), all: std::mem::take(all) };
                    collector.visit_expr(&expression);
                    (*path, *all) = (collector.path, collector.all);
                }
            }
        }
    }
    if !value.is_empty() {
        all.push(Text { path: path.clone(), value, span: span.clone() });
    }
}

/// Collects the texts of the native syntax.
struct Collector {
    path: Vec<String>,
    /// Where the expression stands, when it is one in a text of the JSON syntax.
    outer: Option<Range<usize>>,
    all: Vec<Text>,
}

impl Collector {
    fn add(&mut self, value: String, span: Option<Range<usize>>) {
        let span = self.outer.clone().or(span).unwrap_or_default();
        self.all.push(Text { path: self.path.clone(), value, span });
    }

    fn template<'a>(&mut self, elements: impl Iterator<Item = &'a Element>, span: Option<Range<usize>>) {
        let mut value = String::new();
        for element in elements {
            match element {
                Element::Literal(literal) => value.push_str(literal.value()),
                Element::Interpolation(_) | Element::Directive(_) => self.visit_element(element),
            }
        }
        self.add(value, span);
    }

    fn below(&mut self, names: impl IntoIterator<Item = String>, visit: impl FnOnce(&mut Self)) {
        let depth = self.path.len();
        self.path.extend(names);
        visit(self);
        self.path.truncate(depth);
    }
}

impl Visit for Collector {
    fn visit_block(&mut self, block: &Block) {
        let labels = block.labels.iter().map(|label: &BlockLabel| label.as_str().to_owned());
        let names: Vec<String> = std::iter::once(block.ident.as_str().to_owned()).chain(labels).collect();
        self.below(names, |it| it.visit_body(&block.body));
    }

    fn visit_attr(&mut self, attribute: &Attribute) {
        self.below([attribute.key.as_str().to_owned()], |it| it.visit_expr(&attribute.value));
    }

    fn visit_object(&mut self, object: &Object) {
        for (key, value) in object {
            let name = match key {
                ObjectKey::Ident(name) => name.as_str().to_owned(),
                ObjectKey::Expression(Expression::String(text)) => text.as_str().to_owned(),
                ObjectKey::Expression(Expression::Variable(name)) => name.as_str().to_owned(),
                ObjectKey::Expression(_) => String::new(),
            };
            self.below([name], |it| it.visit_expr(value.expr()));
        }
    }

    fn visit_expr(&mut self, expression: &Expression) {
        match expression {
            Expression::String(text) => self.add(text.as_str().to_owned(), expression.span()),
            Expression::StringTemplate(template) => self.template(template.iter(), expression.span()),
            Expression::HeredocTemplate(heredoc) => self.template(heredoc.template.iter(), expression.span()),
            other => visit::visit_expr(self, other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str, text: &str) -> Vec<String> {
        let texts = texts(path, text).expect("it can be read");
        texts.iter().map(|it| format!("{}={} at {}", it.path.join("."), it.value, &text[it.span.clone()])).collect()
    }

    #[test]
    fn both_languages_say_what_leads_to_a_text() {
        let native = "resource \"a\" \"b\" {\n  x = \"one\"\n  nested { y = [\"two ${var.z}\"] }\n  z = jsonencode({ \"k\" = \"three\" })\n}\n";
        assert_eq!(
            shown("main.tf", native),
            [
                "resource.a.b.x=one at \"one\"",
                "resource.a.b.nested.y=two  at \"two ${var.z}\"",
                "resource.a.b.z.k=three at \"three\""
            ]
        );
        let json = r#"{"resource": [{"a": {"b": {"x": "one", "nested": [{"y": ["two ${var.z}"]}], "z": "${jsonencode({k = \"three\"})}"}}}]}"#;
        assert_eq!(
            shown("main.tf.json", json),
            [
                "resource.a.b.x=one at \"one\"",
                "resource.a.b.nested.y=two  at \"two ${var.z}\"",
                "resource.a.b.z.k=three at \"${jsonencode({k = \\\"three\\\"})}\""
            ]
        );
        assert_eq!(texts("notes.txt", "hello"), None);
        assert_eq!(texts("broken.tf", "a = "), None);
    }

    #[test]
    fn a_heredoc_is_one_text() {
        let native = "resource \"a\" \"b\" {\n  x = <<-EOT\n    -----BEGIN ${y}\n    two\n  EOT\n}\n";
        let texts = texts("main.tf", native).expect("it can be read");
        assert!(texts.len() == 1 && texts[0].value.contains("BEGIN") && texts[0].value.contains("two"), "{texts:?}");
    }
}
