//! Terraform's string templates: plain text with references in `${…}`.
//!
//! The one place that knows how plain text is escaped. Everything that a user wrote passes through [`Template::render`] before it
//! reaches a string that Terraform evaluates.

use std::borrow::Cow;

/// Text in which references may stand.
///
/// Plain text is kept as it was written and escaped once, when the template is rendered; neighbouring pieces of text are joined
/// first, so that a `$` at the end of one and a `{` at the start of the next cannot meet unescaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pub(crate) pieces: Vec<Piece>,
}

/// One stretch of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain text, not yet escaped.
    Text(String),
    /// An expression in Terraform's native syntax, without the `${…}` around it.
    Reference(String),
}

impl Template {
    /// An empty template.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a piece: plain text, an expression, or a value that is either.
    pub fn push(&mut self, piece: impl Into<Template>) {
        for piece in piece.into().pieces {
            match (self.pieces.last_mut(), piece) {
                (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
                (_, Piece::Text(text)) if text.is_empty() => {}
                (_, piece) => self.pieces.push(piece),
            }
        }
    }

    /// The pieces in their order; no two texts stand beside each other.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The text that stands in a `.tf.json` string: references in `${…}`, everything else escaped.
    pub(crate) fn render(&self) -> String {
        let length = |piece: &Piece| match piece {
            Piece::Text(text) => text.len() + 5,
            Piece::Reference(code) => code.len() + 3,
        };
        let mut rendered = String::with_capacity(self.pieces.iter().map(length).sum());
        let mut pieces = self.pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Reference(code) => {
                    rendered.push_str("${");
                    rendered.push_str(code);
                    rendered.push('}');
                }
                // `$` before `${x}` would read as the escape `$${`, which is plain text: the sign becomes a reference of its own.
                Piece::Text(text) => match text.strip_suffix(['$', '%']) {
                    Some(head) if pieces.peek().is_some() => {
                        rendered.push_str(&escape(head));
                        rendered.push_str(if text.ends_with('$') { "${\"$\"}" } else { "${\"%\"}" });
                    }
                    _ => rendered.push_str(&escape(text)),
                },
            }
        }
        rendered
    }
}

/// Escapes plain text for a string that Terraform evaluates: `${` and `%{` are the only sequences that mean something there.
pub(crate) fn escape<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    let text = text.into();
    // Most texts have neither sign in them, and that is known soonest.
    let has_signs = memchr::memchr2(b'$', b'%', text.as_bytes()).is_some();
    if has_signs && (text.contains("${") || text.contains("%{")) {
        Cow::Owned(text.replace("${", "$${").replace("%{", "%%{"))
    } else {
        text
    }
}

/// Plain text as it stands in a string of a `.tf.json` file: escaped, so that Terraform evaluates none of it.
pub fn escaped(text: &str) -> String {
    escape(text).into_owned()
}

impl From<&str> for Template {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Template {
    fn from(text: String) -> Self {
        let pieces = if text.is_empty() { Vec::new() } else { vec![Piece::Text(text)] };
        Self { pieces }
    }
}

impl From<&String> for Template {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Piece> for Template {
    fn from(piece: Piece) -> Self {
        Self { pieces: vec![piece] }
    }
}

/// Joins texts and references into one string value: `template!["arn:aws:iam::", account_id, ":root"]`.
#[macro_export]
macro_rules! template {
    ($($piece:expr),* $(,)?) => {{
        let mut template = $crate::Template::new();
        $(template.push($piece);)*
        template.into_value()
    }};
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Expression, Value};

    fn reference(code: &str) -> Expression<String> {
        Expression::native(code)
    }

    #[test]
    fn plain_text_never_becomes_an_expression() {
        let template = Template::from("${aws:username} %{if true} $ % $${x}");
        assert_eq!(template.render(), "$${aws:username} %%{if true} $ % $$${x}");
    }

    #[test]
    fn a_brace_pushed_behind_a_dollar_is_still_escaped() {
        let mut template = Template::from("$");
        template.push("{x}");
        assert_eq!(template.render(), "$${x}");
    }

    #[test]
    fn a_dollar_before_a_reference_stays_a_dollar() {
        let mut template = Template::from("costs $");
        template.push(reference("var.price"));
        assert_eq!(template.render(), "costs ${\"$\"}${var.price}");
    }

    #[test]
    fn a_template_without_references_is_a_literal() {
        assert_eq!(template!["a", "b"], Value::Literal("ab".to_owned()));
        assert_eq!(Template::new().into_value(), Value::Literal(String::new()));
    }
}
