//! Defaults that stand in the code.

/// A default that stands in the code, of its type's form.
pub(crate) fn text<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a default in the code is of its type's form")
}
