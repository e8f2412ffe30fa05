//! What the rules that compare environments know of another environment of the folder: little, so that a folder may hold thousands.

use domain::{BucketName, EnvironmentName, Identity, ProjectName, Region, VpcCidr};
use serde::Deserialize;
use settings::Layers;

/// Another environment of the same folder.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// Project, environment and places.
    pub identity: Identity,
    /// The bucket of its state.
    pub state_bucket: BucketName,
    /// The range of its VPC.
    pub vpc_cidr: VpcCidr,
    /// The environments with whose networks its own is connected.
    pub peered_environments: Vec<EnvironmentName>,
}

/// The settings that are compared; what else the file says does not matter.
#[derive(Deserialize)]
struct Compared {
    project: ProjectName,
    region: Region,
    disaster_recovery_region: Region,
    state: ComparedState,
    networking: ComparedNetworking,
}

#[derive(Deserialize)]
struct ComparedState {
    bucket: BucketName,
}

#[derive(Deserialize)]
struct ComparedNetworking {
    vpc_cidr: VpcCidr,
    #[serde(default)]
    peered_environments: Vec<EnvironmentName>,
}

impl Neighbour {
    /// What an environment's settings say of it; nothing where one of them is missing or wrong.
    pub fn of(name: &EnvironmentName, layers: &Layers) -> Option<Self> {
        let Compared { project, region, disaster_recovery_region, state, networking } = layers.sound()?;
        let identity = Identity { project, environment: name.clone(), region, disaster_recovery_region };
        let ComparedNetworking { vpc_cidr, peered_environments } = networking;
        Some(Self { identity, state_bucket: state.bucket, vpc_cidr, peered_environments })
    }

    /// Its name.
    pub fn name(&self) -> &EnvironmentName {
        &self.identity.environment
    }
}
