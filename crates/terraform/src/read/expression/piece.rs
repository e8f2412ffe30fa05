//! What a string is made of.

use std::borrow::Cow;

/// One stretch of a string that Terraform evaluates; most are stretches of the string that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Plain text, as Terraform reads it: escapes undone.
    Text(Cow<'a, str>),
    /// The expression between `${` and `}`.
    Expression(Cow<'a, str>),
    /// A directive as it is written, from the first `%{` to the last `}` of it.
    Directive(Cow<'a, str>),
}
