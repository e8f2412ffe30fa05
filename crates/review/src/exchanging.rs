//! A network that is exchanged for another one, told once with what is lost. It must not know how a risk is found.

use std::collections::{BTreeMap, BTreeSet};

use aws::unbound::{ALB, ELB};
use aws::{Eip, Lb, Vpc};
use terraform::ResourceType as _;

use crate::action::Action;
use crate::change::Change;
use crate::risk::{Code, Risk};
use crate::sentence::Sentence;

/// What goes with a network, and what turns to another one.
#[derive(Default)]
pub(crate) struct Exchange {
    /// The address of each network that is destroyed, by its id.
    gone: BTreeMap<String, String>,
    /// From which network something turns to which.
    turning: Vec<(String, String)>,
    public_addresses: usize,
    load_balancers: usize,
}

impl Exchange {
    /// Remembers a change, if it has to do with it.
    pub(crate) fn add(&mut self, change: &Change<'_>) {
        let is_destroyed = change.action == Action::Destroy && !change.is_deposed;
        match change.kind {
            Vpc::TYPE if is_destroyed => {
                if let Some(id) = change.before().get("id").as_text() {
                    self.gone.insert(id.to_owned(), change.address.to_owned());
                }
            }
            Eip::TYPE if is_destroyed => self.public_addresses += 1,
            Lb::TYPE | ALB | ELB if change.action.replaces() => self.load_balancers += 1,
            _ => {}
        }
        let turned = change.differences.iter().filter(|difference| difference.path.name() == "vpc_id");
        let turned = turned.filter_map(|it| Some((it.before.as_text()?.to_owned(), it.after.as_text()?.to_owned())));
        self.turning.extend(turned.filter(|(old, new)| !old.is_empty() && !new.is_empty()));
    }

    /// Takes in what is elsewhere in the same plan.
    pub(crate) fn merge(&mut self, other: Self) {
        let Self { gone, turning, public_addresses, load_balancers } = other;
        self.gone.extend(gone);
        self.turning.extend(turning);
        self.public_addresses += public_addresses;
        self.load_balancers += load_balancers;
    }

    /// Says of a network that goes for which one it is exchanged, where something turns to another one.
    pub(crate) fn fold(&self, risks: &mut [Risk]) {
        for (id, address) in &self.gone {
            let turned: Vec<&str> = self.turning.iter().filter(|(old, _)| old == id).map(|(_, new)| new.as_str()).collect();
            let is_own = |risk: &&mut Risk| risk.code == Code::ServiceInterrupted && risk.address.as_deref() == Some(address);
            let Some(risk) = risks.iter_mut().find(is_own).filter(|_| !turned.is_empty()) else { continue };
            let mut what = Sentence::new("is exchanged for the network ").values(turned.iter().collect::<BTreeSet<_>>());
            what = what.words(": its subnets, gateways and routes go");
            if self.public_addresses > 0 {
                what = what.words(", the ").value(self.public_addresses).words(" public addresses by which others know it as well");
            }
            if self.load_balancers > 0 {
                what = what.words(", load balancers get other DNS names (").value(self.load_balancers).words(")");
            }
            what = what.words(", ").value(turned.len()).words(
                " of the other changes turn to the new one, and what is peered with the old one or allows its ranges has no way any more",
            );
            risk.what = what;
        }
    }
}
