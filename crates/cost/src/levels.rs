//! The three columns of an estimate: fewest, expected and most tasks. It must not know what is counted.

use rust_decimal::Decimal;

/// A number for each column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels<T = Decimal> {
    /// With the fewest tasks.
    pub minimum: T,
    /// With the desired number of tasks.
    pub expected: T,
    /// With the most tasks.
    pub maximum: T,
}

impl<T: Copy> Levels<T> {
    /// The same in each column.
    pub fn same(value: T) -> Self {
        Self { minimum: value, expected: value, maximum: value }
    }

    /// What the function makes of each column.
    pub fn map<U>(self, mut function: impl FnMut(T) -> U) -> Levels<U> {
        let Self { minimum, expected, maximum } = self;
        Levels { minimum: function(minimum), expected: function(expected), maximum: function(maximum) }
    }

    /// What the function makes of each column of both.
    pub fn zip<U: Copy, V>(self, other: Levels<U>, mut function: impl FnMut(T, U) -> V) -> Levels<V> {
        Levels {
            minimum: function(self.minimum, other.minimum),
            expected: function(self.expected, other.expected),
            maximum: function(self.maximum, other.maximum),
        }
    }
}

impl Levels {
    /// Column by column, one added to the other.
    pub fn plus(self, other: Self) -> Self {
        self.zip(other, |one, other| one + other)
    }

    /// Column by column, the other taken from this one.
    pub fn minus(self, other: Self) -> Self {
        self.zip(other, |one, other| one - other)
    }

    /// Each column so many times.
    pub fn times(self, factor: Decimal) -> Self {
        self.map(|number| number * factor)
    }

    /// Whether there is nothing in any column.
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }
}

impl From<Decimal> for Levels {
    fn from(number: Decimal) -> Self {
        Self::same(number)
    }
}
