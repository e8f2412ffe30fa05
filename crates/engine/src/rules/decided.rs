//! What decides about something that a rule weighs: what an override sets it to, and else the setting. It must not know any single rule.

use settings::SettingPath;
use terraform::{Name, ResourceType};

use super::finding::{Finding, Findings};
use super::rule::Subject;
use crate::environment::Given;

/// What to do about an override that brings a fault.
const TAKE_OUT: &str = "take the override out";

/// An argument of an emitted resource that an override sets.
#[derive(Debug)]
pub(super) struct Overriding<'a> {
    pub(super) setting: SettingPath,
    pub(super) label: &'a str,
    pub(super) given: &'a Given,
}

/// A value, and where that is said of it which decides.
#[derive(Debug)]
pub(super) struct Decided<T> {
    pub(super) at: SettingPath,
    pub(super) value: T,
    pub(super) is_overridden: bool,
}

impl<'a> Subject<'a> {
    /// What overrides set an argument or block to, in all resources of its type.
    pub(super) fn overriding<R: ResourceType>(&self, name: Name<R>) -> Vec<Overriding<'a>> {
        let all = self.config.overrides.iter().enumerate();
        let overrides = all.filter(|(_, it)| it.resource.address().kind() == R::TYPE);
        let overriding = overrides.filter_map(|(number, it)| {
            let setting = SettingPath::from("override").index(number).key("set").key(name.as_str());
            Some(Overriding { setting, label: it.resource.address().label().as_str(), given: it.set.get(name.as_str())? })
        });
        overriding.collect()
    }

    /// What decides about an argument or block of one resource: what an override sets it to, as far as that can be read, or what the setting at this
    /// place says. Nothing where an override leaves it to what only AWS knows.
    pub(super) fn decided<R: ResourceType, T>(
        &self,
        label: &str,
        name: Name<R>,
        read: impl Fn(&'a Given) -> Option<T>,
        (at, set): (impl Into<SettingPath>, T),
    ) -> Option<Decided<T>> {
        match self.overriding(name).into_iter().find(|it| it.label == label) {
            Some(Overriding { setting, label: _, given }) => {
                Some(Decided { at: setting, value: read(given)?, is_overridden: true })
            }
            None => Some(Decided { at: at.into(), value: set, is_overridden: false }),
        }
    }
}

impl<T> Decided<T> {
    /// The same place with another value.
    pub(super) fn with<U>(self, value: U) -> Decided<U> {
        Decided { at: self.at, value, is_overridden: self.is_overridden }
    }
}

impl Findings<'_> {
    /// Adds what was found at what decides.
    pub(super) fn of<T>(&mut self, decided: &Decided<T>, message: impl Into<String>) -> &mut Finding {
        let finding = self.at(decided.at.clone(), message);
        if decided.is_overridden {
            finding.help(TAKE_OUT);
        }
        finding
    }

    /// Adds what an override brings.
    pub(super) fn of_override(&mut self, overriding: &Overriding<'_>, message: impl Into<String>) -> &mut Finding {
        self.at(overriding.setting.clone(), message).help(TAKE_OUT)
    }
}
