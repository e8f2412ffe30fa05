//! What the rules that compare environments know of the other environments of the folder: little of each, so that a folder may hold
//! thousands, and found by what is asked for, so that comparing each with all others takes no longer than reading them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AccountId, EnvironmentName, Identity, ProjectName, Region, VpcCidr};
use serde::Deserialize;
use settings::{Layers, Problems};
use terraform::read::Documents;

use crate::claim::{self, Claim, OfSettings, Thing};

/// Another environment of the same folder.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// Project, environment and places.
    pub identity: Identity,
    /// Where its state lies, if others could have theirs there.
    state: Option<String>,
    /// The range of its VPC.
    pub vpc_cidr: VpcCidr,
    /// Its further ranges.
    pub secondary_cidrs: Vec<VpcCidr>,
    /// The environments with whose networks its own is connected.
    pub peered_environments: Vec<EnvironmentName>,
    account: Option<AccountId>,
    claims: Vec<Claim>,
    /// The names that its overrides and its own Terraform give.
    beside: Vec<String>,
}

/// The environments of a folder, as far as they can be read.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    /// By name.
    all: BTreeMap<EnvironmentName, Neighbour>,
    /// Who makes what there is one of.
    by_claim: BTreeMap<Claim, Vec<EnvironmentName>>,
    /// Whose network each asks to be connected with.
    by_peer: BTreeMap<EnvironmentName, Vec<EnvironmentName>>,
    by_state: BTreeMap<String, Vec<EnvironmentName>>,
    bears_names: bool,
}

/// The settings that are compared; what else the file says does not matter.
#[derive(Deserialize)]
struct Compared {
    project: ProjectName,
    region: Region,
    disaster_recovery_region: Region,
    #[serde(default)]
    state: state::Config,
    networking: ComparedNetworking,
}

#[derive(Deserialize)]
struct ComparedNetworking {
    vpc_cidr: VpcCidr,
    #[serde(default)]
    secondary_cidrs: Vec<VpcCidr>,
    #[serde(default)]
    peered_environments: Vec<EnvironmentName>,
}

impl Neighbour {
    /// What an environment's settings say of it; nothing where one of them is missing or wrong.
    pub fn of(name: &EnvironmentName, layers: &Layers) -> Option<Self> {
        let Compared { project, region, disaster_recovery_region, state, networking } = layers.sound()?;
        let identity = Identity { project, environment: name.clone(), region, disaster_recovery_region };
        let (account, claims) = layers.sound().map_or_else(Default::default, |compared: claim::Compared| {
            let settings = OfSettings::from(&compared);
            (settings.account.cloned(), settings.claims())
        });
        let ComparedNetworking { vpc_cidr, secondary_cidrs, peered_environments } = networking;
        let state = state.check(&mut Problems::default()).place(&identity);
        Some(Self { identity, state, vpc_cidr, secondary_cidrs, peered_environments, account, claims, beside: Vec::new() })
    }

    /// With the names that its overrides and its own Terraform give.
    #[must_use]
    pub(crate) fn naming(self, beside: Vec<String>) -> Self {
        Self { beside, ..self }
    }

    /// With the names of what is emitted for it.
    #[must_use]
    pub fn emitting(mut self, documents: &Documents) -> Self {
        self.claims.extend(claim::names(self.account.as_ref(), documents).into_keys());
        self
    }

    /// All ranges of its VPC.
    pub fn ranges(&self) -> impl Iterator<Item = VpcCidr> {
        std::iter::once(self.vpc_cidr).chain(self.secondary_cidrs.iter().copied())
    }

    /// Its name.
    pub fn name(&self) -> &EnvironmentName {
        &self.identity.environment
    }
}

impl FromIterator<Neighbour> for Neighbours {
    fn from_iter<T: IntoIterator<Item = Neighbour>>(neighbours: T) -> Self {
        let mut found = Self::default();
        for mut neighbour in neighbours {
            let name = neighbour.name().clone();
            // One environment may say the same twice.
            for claim in std::mem::take(&mut neighbour.claims).into_iter().collect::<BTreeSet<_>>() {
                found.bears_names |= matches!(claim.thing, Thing::Name(..));
                found.by_claim.entry(claim).or_default().push(name.clone());
            }
            for peer in &neighbour.peered_environments {
                found.by_peer.entry(peer.clone()).or_default().push(name.clone());
            }
            if let Some(state) = neighbour.state.take() {
                found.by_state.entry(state).or_default().push(name.clone());
            }
            found.all.insert(name, neighbour);
        }
        found
    }
}

impl Neighbours {
    /// The environment of this name.
    pub fn get(&self, name: &EnvironmentName) -> Option<&Neighbour> {
        self.all.get(name)
    }

    /// Whether of any of them is known which names what is emitted for it bears.
    pub(crate) fn bears_names(&self) -> bool {
        self.bears_names
    }

    /// The environments that make this as well.
    pub(crate) fn claiming(&self, claim: &Claim) -> &[EnvironmentName] {
        self.by_claim.get(claim).map_or(&[], Vec::as_slice)
    }

    /// The environments whose state lies there.
    pub(crate) fn with_state(&self, place: &str) -> &[EnvironmentName] {
        self.by_state.get(place).map_or(&[], Vec::as_slice)
    }

    /// The environments that ask to be connected with this one.
    pub(crate) fn asking_for<'a>(&'a self, name: &EnvironmentName) -> impl Iterator<Item = &'a Neighbour> {
        self.by_peer.get(name).into_iter().flatten().filter_map(|asking| self.get(asking))
    }
}

/// The environments whose names of resources one of `synthesized` may bear as well: those of which has to be known what is emitted.
pub(crate) fn sharing_names<'a>(all: &'a [Neighbour], synthesized: &BTreeSet<&EnvironmentName>) -> BTreeSet<&'a EnvironmentName> {
    let by_name: BTreeMap<&str, &Neighbour> = all.iter().map(|neighbour| (neighbour.name().as_str(), neighbour)).collect();
    let mut found = BTreeSet::new();
    for long in all {
        for short in claim::words_within(long.name().as_str()).filter_map(|words| by_name.get(words)) {
            if claim::may_share_names(&long.identity, &short.identity) {
                let both = [(long, short.name()), (*short, long.name())];
                found.extend(both.into_iter().filter_map(|(one, other)| synthesized.contains(other).then_some(one.name())));
            }
        }
    }
    // What is not named by the convention may be called as anything that has the other's name in it, or as what the other names so.
    for one in all.iter().filter(|it| !it.beside.is_empty()) {
        let may_meet = |other: &&Neighbour| {
            let is_other = other.name() != one.name();
            is_other
                && (!other.beside.is_empty()
                    || one.beside.iter().any(|name| name.contains("${") || name.contains(other.name().as_str())))
        };
        for other in all.iter().filter(may_meet) {
            let both = [(one, other.name()), (other, one.name())];
            found.extend(both.into_iter().filter_map(|(one, other)| synthesized.contains(other).then_some(one.name())));
        }
    }
    found
}
