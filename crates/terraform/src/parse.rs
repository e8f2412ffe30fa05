//! Addresses as people write them, and as Terraform prints them in a plan.

use std::str::FromStr;

use thiserror::Error;

use crate::json::Json;
use crate::{Address, InstanceKey, Label, LabelError, Mode};

/// A text that is no address of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{}` is no address of a resource{why}", text.escape_debug())]
pub struct AddressError {
    text: String,
    why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
enum Why {
    #[error(", such as `aws_vpc.main` or `module.networking.aws_vpc.main`: expected a type and a name")]
    Form,
    #[error(": {0}")]
    Name(LabelError),
    #[error(": in brackets expected a position such as `[0]`, or a key such as `[\"a\"]`")]
    Key,
}

/// A name with the key that may stand behind it.
type Part = (Label, Option<InstanceKey>);

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parts(text).and_then(|parts| address(&parts)).map_err(|why| AddressError { text: text.to_owned(), why })
    }
}

fn parts(text: &str) -> Result<Vec<Part>, Why> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let label = Label::new(&rest[..end]).map_err(Why::Name)?;
        rest = &rest[end..];
        let key = match rest.strip_prefix('[') {
            None => None,
            Some(inside) => {
                let (key, after) = key(inside).ok_or(Why::Key)?;
                rest = after;
                Some(key)
            }
        };
        parts.push((label, key));
        if rest.is_empty() {
            return Ok(parts);
        }
        rest = rest.strip_prefix('.').ok_or(Why::Form)?;
    }
}

/// The key in the brackets that have just been opened, and what stands behind them.
fn key(inside: &str) -> Option<(InstanceKey, &str)> {
    let mut values = serde_json::Deserializer::from_str(inside).into_iter::<Json>();
    let key = match values.next()?.ok()? {
        Json::String(key) => InstanceKey::Key(key.replace("$${", "${").replace("%%{", "%{")),
        Json::Number(index) => InstanceKey::Index(usize::try_from(index.as_u64()?).ok()?),
        _ => return None,
    };
    let after = inside.get(values.byte_offset()..)?.strip_prefix(']')?;
    Some((key, after))
}

fn address(mut parts: &[Part]) -> Result<Address, Why> {
    let mut modules = Vec::new();
    while let [(word, None), called, rest @ ..] = parts
        && word.as_str() == "module"
    {
        modules.push(called.clone());
        parts = rest;
    }
    let mode = match parts {
        [(word, None), ..] if word.as_str() == "data" => Mode::Data,
        [(word, None), ..] if word.as_str() == "ephemeral" => Mode::Ephemeral,
        _ => Mode::Managed,
    };
    if mode != Mode::Managed {
        parts = &parts[1..];
    }
    let [(kind, None), (label, key)] = parts else { return Err(Why::Form) };
    Ok(Address::of_parts(modules, mode, kind, label.clone(), key.clone()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_an_address_reads_as_is_read_as_that_address() {
        for text in [
            "aws_vpc.main",
            "module.rds.aws_db_instance.main",
            "module.a.module.b.aws_vpc.main[0]",
            "data.aws_zone.all",
            "ephemeral.aws_secret.main",
            "module.rds.ephemeral.aws_secret.main",
            "module.vpc[0].aws_subnet.this[1]",
            r#"module.vpc["a.b"].data.aws_zone.all["c]\"d"]"#,
            r#"aws_x.y["$${not.evaluated}"]"#,
            "module.data.aws_vpc.module",
        ] {
            let address: Address = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(address.to_string(), text);
        }
    }

    fn label() -> impl Strategy<Value = String> {
        "[a-zA-Z_][a-zA-Z0-9_-]{0,6}"
    }

    fn key() -> impl Strategy<Value = Option<InstanceKey>> {
        prop::option::of(prop_oneof![(0..9_usize).prop_map(InstanceKey::Index), any::<String>().prop_map(InstanceKey::Key)])
    }

    proptest! {
        #[test]
        fn every_address_reads_as_it_is_written(
            modules in prop::collection::vec((label(), key()), 0..3),
            mode in prop_oneof![Just(Mode::Managed), Just(Mode::Data), Just(Mode::Ephemeral)],
            kind in "aws_[a-z_]{1,9}",
            label in label(),
            key in key(),
        ) {
            let modules = modules.into_iter().map(|(module, key)| (Label::from(module), key)).collect();
            let address = Address::of_parts(modules, mode, &Label::from(kind), Label::from(label), key);
            prop_assert_eq!(address.to_string().parse(), Ok(address));
        }

        #[test]
        fn any_text_is_an_address_or_refused_and_nothing_panics(text in any::<String>()) {
            if let Ok(address) = text.parse::<Address>() {
                prop_assert_eq!(address.to_string().parse(), Ok(address));
            }
        }
    }

    #[test]
    fn what_is_no_address_of_a_resource_is_refused() {
        for wrong in [
            "",
            "main",
            "aws_vpc",
            "aws_vpc.main.id",
            "module.rds",
            "module.rds.main",
            "module",
            "data.aws_zone",
            "ephemeral.aws_secret",
            "aws_vpc..main",
            "aws_vpc.main.",
            "aws_vpc.main[",
            "aws_vpc.main[]",
            "aws_vpc.main[a]",
            "aws_vpc.main[-1]",
            "aws_vpc.main[0",
            "aws_vpc.main[0]x",
            "aws_vpc[0].main",
            "module[0].a.aws_vpc.main",
            "${aws_vpc.main}",
            "aws vpc.main",
        ] {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
    }
}
