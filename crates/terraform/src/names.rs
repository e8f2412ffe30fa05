//! The names of arguments and nested blocks, each bound to the type that has it: for `ignore_changes`, and for reading.

use std::fmt;
use std::marker::PhantomData;

/// The name of an argument of type `T` in the resource type or nested block `B`. The bindings make them.
pub struct ArgumentName<B, T> {
    name: &'static str,
    of: PhantomData<fn() -> (B, T)>,
}

/// The name of the nested block `N` in the resource type or nested block `B`. The bindings make them.
pub struct BlockName<B, N> {
    name: &'static str,
    of: PhantomData<fn() -> (B, N)>,
}

/// The name of an argument or nested block of `B`, whatever stands there.
pub struct Name<B> {
    name: &'static str,
    of: PhantomData<fn() -> B>,
}

impl<B, T> ArgumentName<B, T> {
    /// An argument's name; for the bindings, which know that the type has it.
    pub const fn new(name: &'static str) -> Self {
        Self { name, of: PhantomData }
    }

    /// The name without the type of what stands there, to stand in one list with others.
    pub const fn name(self) -> Name<B> {
        Name { name: self.name, of: PhantomData }
    }

    /// As Terraform spells it.
    pub const fn as_str(self) -> &'static str {
        self.name
    }
}

impl<B, N> BlockName<B, N> {
    /// A nested block's name; for the bindings, which know that the type has it.
    pub const fn new(name: &'static str) -> Self {
        Self { name, of: PhantomData }
    }

    /// The name without the type of what stands there, to stand in one list with others.
    pub const fn name(self) -> Name<B> {
        Name { name: self.name, of: PhantomData }
    }

    /// As Terraform spells it.
    pub const fn as_str(self) -> &'static str {
        self.name
    }
}

impl<B> Name<B> {
    /// As Terraform spells it.
    pub const fn as_str(self) -> &'static str {
        self.name
    }
}

impl<B, T> From<ArgumentName<B, T>> for Name<B> {
    fn from(argument: ArgumentName<B, T>) -> Self {
        argument.name()
    }
}

impl<B, N> From<BlockName<B, N>> for Name<B> {
    fn from(block: BlockName<B, N>) -> Self {
        block.name()
    }
}

/// What a derive would ask of the type parameters, which are only names.
macro_rules! names {
    ($($name:ident <$($of:ident),+>);+) => {
        $(
            impl<$($of),+> Clone for $name<$($of),+> {
                fn clone(&self) -> Self {
                    *self
                }
            }

            impl<$($of),+> Copy for $name<$($of),+> {}

            impl<$($of),+> fmt::Debug for $name<$($of),+> {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(self.name)
                }
            }
        )+
    };
}
names!(ArgumentName<B, T>; BlockName<B, N>; Name<B>);
