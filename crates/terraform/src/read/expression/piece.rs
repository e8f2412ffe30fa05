//! What a string is made of.

/// One stretch of a string that Terraform evaluates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain text, as Terraform reads it: escapes undone.
    Text(String),
    /// The expression between `${` and `}`.
    Expression(String),
    /// A directive as it is written, from the first `%{` to the last `}` of it.
    Directive(String),
}
