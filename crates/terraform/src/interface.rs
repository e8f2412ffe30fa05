//! The interface of a child module, said once: Rust's types for the caller, `variable` and `output` blocks for Terraform.

/// A description from the lines of a doc comment.
#[doc(hidden)]
pub fn describe(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Declares what a module takes: `inputs! { /// … pub struct Inputs => Variables { /// … vpc_id: String } }`.
///
/// `Inputs` holds the values that the caller passes; `Inputs::declare` writes the `variable` blocks, with each field's doc comment
/// as description, and returns the expressions by which the module reads them.
#[macro_export]
macro_rules! inputs {
    (
        $(#[doc = $about:literal])+
        pub struct $inputs:ident => $variables:ident {
            $($(#[doc = $doc:literal])+ $name:ident: $kind:ty,)+
        }
    ) => {
        $(#[doc = $about])+
        pub struct $inputs {
            $($(#[doc = $doc])+ pub $name: $crate::Value<$kind>,)+
        }

        /// The variables by which the module reads its inputs.
        pub struct $variables {
            $($(#[doc = $doc])+ pub $name: $crate::Expression<$kind>,)+
        }

        impl $inputs {
            /// Writes the `variable` blocks.
            pub fn declare(document: &mut $crate::Document) -> $variables {
                $variables {
                    $($name: document.variable($crate::Variable::new(
                        stringify!($name),
                        &$crate::describe(&[$($doc),+]),
                    )),)+
                }
            }

            /// The arguments of the `module` block.
            pub fn into_body(self) -> $crate::Body {
                let Self { $($name),+ } = self;
                let mut body = $crate::Body::new();
                $(body.argument(stringify!($name), $name);)+
                body
            }
        }
    };
}

/// Declares what a module gives: `outputs! { /// … pub struct Outputs => References { /// … vpc_id: String } }`.
///
/// `Outputs` holds the values inside the module, and `Outputs::declare` writes the `output` blocks; `References::of` gives the
/// caller the expressions `module.<name>.<output>`.
#[macro_export]
macro_rules! outputs {
    (
        $(#[doc = $about:literal])+
        pub struct $outputs:ident => $references:ident {
            $($(#[doc = $doc:literal])+ $name:ident: $kind:ty,)+
        }
    ) => {
        $(#[doc = $about])+
        pub struct $outputs {
            $($(#[doc = $doc])+ pub $name: $crate::Value<$kind>,)+
        }

        /// The outputs as the calling module sees them.
        pub struct $references {
            $($(#[doc = $doc])+ pub $name: $crate::Expression<$kind>,)+
        }

        impl $outputs {
            /// Writes the `output` blocks.
            pub fn declare(self, document: &mut $crate::Document) {
                let Self { $($name),+ } = self;
                $(document.output($crate::Output::new(
                    stringify!($name),
                    &$crate::describe(&[$($doc),+]),
                    $name,
                ));)+
            }
        }

        impl $references {
            /// The outputs of the module called under this name.
            pub fn of(module: &$crate::ModuleCall) -> Self {
                Self {
                    $($name: module.output(stringify!($name)),)+
                }
            }
        }
    };
}
