//! What several parts of the page show alike.

use maud::{Markup, html};

/// A mark for those who see colours and for those who do not.
pub(super) fn mark(holds: Option<bool>) -> Markup {
    let (class, word) = match holds {
        Some(true) => ("yes", "met"),
        Some(false) => ("no", "not met"),
        None => ("open", "no objective"),
    };
    html! { span.mark.(class) { (word) } }
}

/// Addresses, folded away where there are many.
pub(super) fn addresses(addresses: &[String]) -> Markup {
    const MANY: usize = 4;
    html! {
        @if addresses.len() > MANY {
            details {
                summary { (addresses.len()) " places" }
                ul { @for address in addresses { li { code { (address) } } } }
            }
        } @else if !addresses.is_empty() {
            ul { @for address in addresses { li { code { (address) } } } }
        }
    }
}
