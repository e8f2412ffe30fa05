//! What something stands on that stays in AWS when Terraform lets go of it: keys, groups, roles, subnets. Nobody keeps a list: the emitted
//! references lead there.

use std::collections::BTreeSet;

use aws::facts::types::{self, Loss, Purpose};
use aws::{DefaultSecurityGroup, SecurityGroup, VpcSecurityGroupEgressRule, VpcSecurityGroupIngressRule};
use terraform::compare::Departures;
use terraform::read::{Documents, ResourceBlock};
use terraform::{Address, Mode, ResourceType as _};

/// What goes with whoever reached it, and is no setting of what it was reached by.
const OF_THOSE_WHO_REACH_IT: [&str; 4] =
    [DefaultSecurityGroup::TYPE, SecurityGroup::TYPE, VpcSecurityGroupEgressRule::TYPE, VpcSecurityGroupIngressRule::TYPE];

/// What stands, with what a change takes away of it and what it lets go of.
pub(crate) struct Ground<'a> {
    stands: &'a Documents,
    goes: BTreeSet<Address>,
    kept: BTreeSet<Address>,
}

impl<'a> Ground<'a> {
    /// That of the change from `old` to `new`.
    pub(crate) fn of(old: &'a Documents, new: &Documents) -> Self {
        let departures = Departures::of(new);
        let is_emitted = |address: &str| address.parse().is_ok_and(|address| new.at(&address).is_some());
        let (mut goes, mut kept) = (BTreeSet::new(), BTreeSet::new());
        for address in old.addresses().filter(|it| new.at(it).is_none()) {
            let text = address.to_string();
            if departures.is_left(&text) {
                kept.insert(address);
            } else if !departures.destination(&text).is_some_and(|to| is_emitted(&to) || departures.is_left(&to)) {
                goes.insert(address);
            }
        }
        Self { stands: old, goes, kept }
    }

    /// What is destroyed.
    pub(crate) fn goes(&self) -> &BTreeSet<Address> {
        &self.goes
    }

    /// What stays outside of Terraform.
    pub(crate) fn kept(&self) -> &BTreeSet<Address> {
        &self.kept
    }

    /// Something that goes, and what goes with it that it needs to stay: of all this has to be let go.
    pub(crate) fn with(&self, address: &Address) -> BTreeSet<Address> {
        let mut all = self.under(address);
        all.insert(address.clone());
        all
    }

    /// What goes of that on which something stands, and of what is a setting of it.
    pub(crate) fn under(&self, address: &Address) -> BTreeSet<Address> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::from([address.clone()]);
        let mut open = vec![address.clone()];
        while let Some(at) = open.pop() {
            let needs = self.stands.at(&at).map(|block| block.needs()).unwrap_or_default();
            for next in needs.into_iter().chain(self.settings_of(&at)) {
                // What is only read leads on; what stays has all that it needs.
                let is_managed = next.mode() == Mode::Managed;
                if is_managed && !self.goes.contains(&next) || !seen.insert(next.clone()) {
                    continue;
                }
                if is_managed {
                    found.insert(next.clone());
                }
                open.push(next);
            }
        }
        found
    }

    /// What cannot be without a resource and says how that is: a bucket's policy, a role's rights. It holds nothing of its own.
    fn settings_of(&self, of: &Address) -> Vec<Address> {
        if of.mode() != Mode::Managed {
            return Vec::new();
        }
        let is_setting = |block: &ResourceBlock<'_>| {
            let Some(row) = types::of(block.kind) else { return false };
            let names = block.written.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
            matches!(row.purpose, Purpose::Data | Purpose::Guard)
                && row.loss != Loss::OfData
                && !OF_THOSE_WHO_REACH_IT.contains(&block.kind)
                && names.into_iter().any(|name| aws::facts::replaces(block.kind, &[name]) && block.needs_by(name).contains(of))
        };
        let going = self.stands.all().filter(|block| self.goes.contains(&block.address()));
        going.filter(is_setting).map(|block| block.address()).collect()
    }
}

/// The settings that let go of these addresses, a block each.
pub(crate) fn let_go(addresses: &[String]) -> String {
    addresses.iter().flat_map(|address| ["[[removed]]\nfrom = \"", address, "\"\n"]).collect()
}
