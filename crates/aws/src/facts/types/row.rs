//! The words in which rows are written. It must not know a type.
//!
//! A row says of a type, in this order: what is lost with one, what it is for, what AWS charges for it, where its name is given once; how a
//! reviewer weighs that one goes; and what Terraform needs to plan and to apply it. None of it can be left out.

use terraform::{ArgumentName, ResourceType};

use crate::facts::rights::By;

pub(super) use super::known::Charge::{Itself, NotItself};
pub(super) use super::known::Loss::{OfAddress, OfData, OfNothing};
pub(super) use super::known::Purpose::{Compute, Connection, Data, Guard, Watch};
pub(super) use super::known::{Charge, Loss, Name, Purpose, Role, Shape, TypeFacts, Weight, Within};
pub(super) use crate::facts::rights::Rights;
pub(super) use finding::Severity::{self, Critical, High, Low, Medium};

pub(super) const NO_NAME: Name = Name::Free;
pub(super) const NOTHING: &str = "AWS charges nothing for it";
pub(super) const IAM: &str = "IAM costs nothing";
pub(super) const OF_BUCKET: &str = "a setting of a bucket";
pub(super) const OF_LOAD_BALANCER: &str = "charged with the load balancer";
pub(super) const OF_TASKS: &str = "charged with the tasks that it leads to";
pub(super) const MAILS: &str = "the first thousand mails of a month cost nothing, and alarms send fewer";

/// The row of a bound type.
pub(super) const fn row<R: ResourceType>(
    loss: Loss,
    purpose: Purpose,
    charge: Charge,
    name: Name,
    weight: Weight,
    rights: Rights,
) -> TypeFacts {
    TypeFacts { kind: R::TYPE, loss, purpose, charge, name, weight, rights }
}

/// What a reviewer is told where one goes: "destroys ", and these words.
pub(super) const fn lost(role: Role, severity: Severity, words: &'static str) -> Weight {
    Weight { role, severity, words, of: &[], shape: None }
}

impl Weight {
    /// It belongs to what these attributes name.
    pub(super) const fn of(self, of: &'static [&'static str]) -> Self {
        Self { of, ..self }
    }

    /// Rules of a review's read its values.
    pub(super) const fn shape(self, shape: Shape) -> Self {
        Self { shape: Some(shape), ..self }
    }
}

/// Rights on resources that AWS tells from everybody else's by their names, or by what they belong to.
pub(super) const fn by_name(on: &'static [&'static str]) -> Rights {
    Rights { by: By::Name, on, read: &[], make: &[], within: &[], change: &[] }
}

/// Rights on resources that AWS tells from everybody else's by their tags.
pub(super) const fn by_tags(on: &'static [&'static str]) -> Rights {
    Rights { by: By::Tags, ..by_name(on) }
}

impl Rights {
    pub(super) const fn read(self, read: &'static [&'static str]) -> Self {
        Self { read, ..self }
    }

    pub(super) const fn make(self, make: &'static [&'static str]) -> Self {
        Self { make, ..self }
    }

    pub(super) const fn within(self, within: &'static [&'static str]) -> Self {
        Self { within, ..self }
    }

    pub(super) const fn change(self, change: &'static [&'static str]) -> Self {
        Self { change, ..self }
    }
}

/// Given once in a region of an account.
pub(super) const fn region<R>(noun: &'static str, argument: ArgumentName<R, String>) -> Name {
    Name::Once { noun, argument: argument.as_str(), within: Within::Region }
}

/// Given once in an account.
pub(super) const fn account<R>(noun: &'static str, argument: ArgumentName<R, String>) -> Name {
    Name::Once { noun, argument: argument.as_str(), within: Within::Account }
}

/// Given once in all of AWS.
pub(super) const fn everywhere<R>(noun: &'static str, argument: ArgumentName<R, String>) -> Name {
    Name::Once { noun, argument: argument.as_str(), within: Within::Everywhere }
}
