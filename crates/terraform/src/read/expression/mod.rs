//! Terraform's strings and expressions: plain text, `${…}`, and what the expressions refer to.
//!
//! What this project emits is nearly always plain text or a plain traversal, which is read here at once; whatever else a folder
//! holds that somebody else wrote is read by a parser of the whole language (`language`). A property test holds both together.

mod language;
mod piece;
mod traversal;

pub(super) use language::refuse_too_deep;
pub use piece::Piece;
pub use traversal::{Step, Traversal};

use std::borrow::Cow;

use crate::template::escape;

/// The pieces of a string, as Terraform reads it in a `.tf.json` file.
///
/// # Errors
/// Why Terraform would refuse it.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    match emitted(text) {
        Some(pieces) => Ok(pieces),
        None => language::pieces(text),
    }
}

/// The text that a string means, when it holds no expression.
pub fn plain(text: &str) -> Result<String, String> {
    match pieces(text)?.as_slice() {
        [Piece::Text(text)] => Ok(text.clone().into_owned()),
        _ => Err(format!("`{text}` holds an expression")),
    }
}

/// Everything that an expression refers to, functions' arguments and strings' insides too.
pub fn traversals(expression: &str) -> Result<Vec<Traversal>, String> {
    match Traversal::read(expression) {
        Some((traversal, "")) if traversal.is_reference() => Ok(vec![traversal]),
        _ => language::traversals(expression),
    }
}

/// The expression as one traversal, if it is nothing else.
pub fn only_traversal(expression: &str) -> Option<Traversal> {
    match Traversal::read(expression.trim()) {
        Some((traversal, "")) => Some(traversal),
        _ => language::only_traversal(expression),
    }
}

/// The string that reads as these pieces.
pub fn written(pieces: &[Piece<'_>]) -> String {
    let written = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => escape(&**text).into_owned(),
        Piece::Expression(expression) => format!("${{{expression}}}"),
        Piece::Directive(directive) => directive.clone().into_owned(),
    });
    written.collect()
}

/// The pieces of a string with nothing but plain text and plain traversals in it.
fn emitted(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut plain = Cow::Borrowed("");
    let mut rest = text;
    // How much of the rest is plain text.
    let mut end = 0;
    while let Some(at) = memchr::memchr2(b'$', b'%', &rest.as_bytes()[end..]) {
        end += at;
        let sign = &rest[end..];
        if sign.starts_with("$${") || sign.starts_with("%%{") {
            plain += &rest[..end];
            rest = &sign[1..];
            end = 2;
        } else if let Some(after) = sign.strip_prefix("${") {
            plain += &rest[..end];
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            let behind = traversal::skip(after)?;
            pieces.push(Piece::Expression(Cow::Borrowed(&after[..after.len() - behind.len()])));
            rest = behind.strip_prefix('}')?;
            end = 0;
        } else if sign.starts_with("%{") {
            return None;
        } else {
            end += 1;
        }
    }
    plain += rest;
    if !plain.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Names that are references, and not words of the language.
    fn name() -> impl Strategy<Value = String> {
        "[a-z_][a-z0-9_-]{0,8}".prop_filter("a word of the language", |name| !traversal::WORDS.contains(&name.as_str()))
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![name().prop_map(Step::Name), any::<String>().prop_map(Step::Key), (0..100_usize).prop_map(Step::Index)]
    }

    fn any_traversal() -> impl Strategy<Value = Traversal> {
        (name(), prop::collection::vec(step(), 1..5))
            .prop_map(|(root, steps)| Traversal([Step::Name(root)].into_iter().chain(steps).collect()))
    }

    fn any_pieces() -> impl Strategy<Value = Vec<Piece<'static>>> {
        let piece = prop_oneof![
            "[^$%]{1,9}".prop_map(|text| Piece::Text(text.into())),
            "[$%{}a\"\\\\]{1,6}".prop_map(|text| Piece::Text(text.into())),
            any_traversal().prop_map(|traversal| Piece::Expression(traversal.to_string().into())),
        ];
        prop::collection::vec(piece, 1..5)
    }

    proptest! {
        #[test]
        fn a_traversal_reads_as_it_is_written(traversal in any_traversal()) {
            let written = traversal.to_string();
            prop_assert_eq!(only_traversal(&written), Some(traversal.clone()));
            prop_assert_eq!(language::only_traversal(&written), Some(traversal));
        }

        #[test]
        fn both_readers_agree(pieces in any_pieces()) {
            let text = written(&pieces);
            if let Some(at_once) = emitted(&text) {
                prop_assert_eq!(Ok(at_once), language::pieces(&text));
            }
        }

        #[test]
        fn plain_text_reads_as_it_is_written(text in "[$%{}a\"\\\\\\PC]{0,12}") {
            // `$` before `{` is escaped with another `$`, and what stood before it stays as it is.
            prop_assert_eq!(plain(&escape(&text)), Ok(text));
        }

        #[test]
        fn any_text_is_read_or_refused_and_nothing_panics(text in any::<String>()) {
            let _ = pieces(&text).map(|pieces| pieces.len());
            let _ = traversals(&text);
            let _ = only_traversal(&text);
        }
    }

    #[test]
    fn what_others_write_is_read() {
        let roots = |expression: &str| -> Vec<String> {
            traversals(expression).expect("it is one").iter().map(ToString::to_string).collect()
        };
        assert_eq!(roots("merge(var.tags, { Name = local.name })"), ["var.tags", "local.name"]);
        assert_eq!(roots("[for subnet in aws_subnet.all : subnet.id if subnet.id != var.none]"), ["aws_subnet.all", "var.none"]);
        assert_eq!(roots("aws_subnet.all[*].id"), ["aws_subnet.all"]);
        assert_eq!(roots("aws_subnet.all[each.key].id"), ["aws_subnet.all", "each.key"]);
        assert_eq!(roots("var.on ? \"${aws_kms_key.a.arn}\" : null"), ["var.on", "aws_kms_key.a.arn"]);
        assert_eq!(roots("aws_instance.a.0.id"), ["aws_instance.a[0].id"]);
        assert_eq!(roots("jsondecode(ephemeral.aws_secret.a.text).password"), ["ephemeral.aws_secret.a.text"]);
        let nested = r#"a ${var.a["${var.b}"]} %{ if var.c }b%{ endif }"#;
        let [Piece::Text(_), Piece::Expression(inside), Piece::Text(_), Piece::Directive(directive)] =
            &*pieces(nested).expect("it is one")
        else {
            panic!("{:?}", pieces(nested));
        };
        assert_eq!((&**inside, &**directive), (r#"var.a["${var.b}"]"#, "%{ if var.c }b%{ endif }"));
        assert!(pieces("${never closed").is_err() && pieces("${}").is_err());
    }

    /// Found by fuzzing: it took seven seconds, and twice as many with every brace more.
    #[test]
    fn objects_in_keys_of_objects_take_no_time() {
        let begun = std::time::Instant::now();
        assert!(traversals(&"a%{b+c%{d:".repeat(40)).is_err());
        assert!(pieces(&["${", &"a%{b+c%{d:".repeat(40)].concat()).is_err());
        assert!(begun.elapsed().as_secs() < 5);
        assert!(traversals(&format!("{}1{}", "{a=".repeat(16), "}".repeat(16))).is_ok());
    }
}
