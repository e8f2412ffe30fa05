//! The whole expression language, read by a parser that others keep.

use hcl_edit::expr::{Expression, ForExpr, TraversalOperator};
use hcl_edit::template::{Element, ForDirective};
use hcl_edit::visit::{Visit, visit_for_directive, visit_for_expr, visit_traversal_operator};
use hcl_edit::{Span, parser};

use super::{Piece, Step, Traversal};

/// How many braces may be open at once. The parser reads the key of an object twice, and so an object in the key of one in the key of one takes it
/// twice as long with every brace: with 16 a fraction of a second, with 40 for ever. What people write has a handful.
const DEEPEST: usize = 16;

pub(super) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    refuse_too_deep(text)?;
    let template = parser::parse_template(text).map_err(|error| refused(text, &error))?;
    let mut pieces = Vec::new();
    for element in &template {
        let written = element.span().and_then(|span| text.get(span)).unwrap_or_default();
        pieces.push(match element {
            Element::Literal(literal) => Piece::Text(literal.to_string().into()),
            Element::Interpolation(_) => {
                let inside = written.strip_prefix("${").and_then(|inside| inside.strip_suffix('}')).unwrap_or(written);
                let inside = inside.strip_prefix('~').unwrap_or(inside);
                Piece::Expression(inside.strip_suffix('~').unwrap_or(inside).trim().into())
            }
            Element::Directive(_) => Piece::Directive(written.into()),
        });
    }
    if pieces.is_empty() {
        pieces.push(Piece::Text("".into()));
    }
    Ok(pieces)
}

pub(super) fn traversals(expression: &str) -> Result<Vec<Traversal>, String> {
    let expression = parse(expression)?;
    let mut found = References::default();
    found.visit_expr(&expression);
    let References { found, own } = found;
    let is_own = |it: &Traversal| matches!(it.0.first(), Some(Step::Name(root)) if own.contains(root));
    Ok(found.into_iter().filter(|it| !is_own(it)).collect())
}

pub(super) fn only_traversal(expression: &str) -> Option<Traversal> {
    let parsed = parse(expression).ok()?;
    let (steps, is_whole) = steps(&parsed)?;
    is_whole.then_some(Traversal(steps))
}

fn parse(expression: &str) -> Result<Expression, String> {
    refuse_too_deep(expression)?;
    parser::parse_expr(expression.trim()).map_err(|error| refused(expression, &error))
}

pub(crate) fn refuse_too_deep(text: &str) -> Result<(), String> {
    let (mut open, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    if most > DEEPEST {
        Err(format!("an expression with more than {DEEPEST} braces within one another is not read"))
    } else {
        Ok(())
    }
}

fn refused(text: &str, error: &parser::Error) -> String {
    format!("`{text}` is not a valid expression: {}", error.message())
}

/// The steps of a reference as far as they are known before anything is evaluated, and whether those are all.
fn steps(expression: &Expression) -> Option<(Vec<Step>, bool)> {
    match expression {
        Expression::Variable(name) => Some((vec![Step::Name(name.to_string())], true)),
        Expression::Traversal(traversal) => {
            let (mut steps, true) = steps(&traversal.expr)? else { return None };
            for operator in &traversal.operators {
                match operator.value() {
                    TraversalOperator::GetAttr(name) => steps.push(Step::Name(name.to_string())),
                    TraversalOperator::Index(Expression::String(key)) => steps.push(Step::Key(key.to_string())),
                    TraversalOperator::Index(Expression::Number(number)) => match number.value().as_u64().map(usize::try_from) {
                        Some(Ok(index)) => steps.push(Step::Index(index)),
                        _ => return Some((steps, false)),
                    },
                    TraversalOperator::LegacyIndex(index) => match usize::try_from(*index.value()) {
                        Ok(index) => steps.push(Step::Index(index)),
                        Err(_) => return Some((steps, false)),
                    },
                    _ => return Some((steps, false)),
                }
            }
            Some((steps, true))
        }
        _ => None,
    }
}

/// The references in an expression, and the variables of its own `for`s.
#[derive(Default)]
struct References {
    found: Vec<Traversal>,
    own: Vec<String>,
}

impl Visit for References {
    fn visit_expr(&mut self, expression: &Expression) {
        match (steps(expression), expression) {
            (Some((steps, _)), Expression::Traversal(traversal)) => {
                self.found.push(Traversal(steps));
                for operator in &traversal.operators {
                    visit_traversal_operator(self, operator);
                }
            }
            (Some((steps, _)), _) => self.found.push(Traversal(steps)),
            (None, _) => hcl_edit::visit::visit_expr(self, expression),
        }
    }

    fn visit_for_expr(&mut self, it: &ForExpr) {
        self.own.extend(it.intro.key_var.iter().map(ToString::to_string));
        self.own.push(it.intro.value_var.to_string());
        visit_for_expr(self, it);
    }

    fn visit_for_directive(&mut self, it: &ForDirective) {
        self.own.extend(it.for_expr.key_var.iter().map(ToString::to_string));
        self.own.push(it.for_expr.value_var.to_string());
        visit_for_directive(self, it);
    }
}
