//! What a change of an environment does to those who use it where neither Terraform nor its plan says so: one sentence each, with the way
//! around it.
//!
//! It compares two sets of documents and knows no settings; what is destroyed or replaced is told elsewhere ([`terraform::compare`]). The
//! sentences stand in `CHANGES`, and in the same order in `docs/changes.md`.

use std::collections::{BTreeMap, BTreeSet};

use aws::ecs_service::LoadBalancer;
use aws::{
    DbInstance, DbSubnetGroup, EcrRepository, EcsService, LbListener, LbListenerRule, NatGateway, S3Bucket, Subnet, Vpc,
    VpcEndpoint, VpcSecurityGroupIngressRule,
};
use domain::Cidr;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;
use terraform::compare::Departures;
use terraform::read::Documents;
use terraform::{Address, ResourceType as _};

/// What a change does, and what to do instead or before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Consequence {
    /// The resource or provider that changes.
    pub address: String,
    /// What happens.
    pub what: String,
    /// The way around it.
    pub instead: String,
}

/// Finds the consequences of one kind, from what stands and what is to come.
type Change = fn(old: &Documents, new: &Documents) -> Vec<Consequence>;

/// Every kind of change that is told.
const CHANGES: [Change; 12] = [
    region,
    priorities,
    container_port,
    zone,
    subnet_ranges,
    https_listener,
    major_version,
    database_port,
    read_replica,
    database,
    ways_to_aws,
    not_empty,
];

/// The resource types that decide about it.
pub const READ: [&str; 12] = [
    DbInstance::TYPE,
    DbSubnetGroup::TYPE,
    EcrRepository::TYPE,
    EcsService::TYPE,
    LbListener::TYPE,
    LbListenerRule::TYPE,
    NatGateway::TYPE,
    S3Bucket::TYPE,
    Subnet::TYPE,
    Vpc::TYPE,
    VpcEndpoint::TYPE,
    VpcSecurityGroupIngressRule::TYPE,
];

/// What the change from `old` to `new` does, by address.
pub fn consequences(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told: Vec<Consequence> = CHANGES.iter().flat_map(|change| change(old, new)).collect();
    told.sort();
    told
}

impl Consequence {
    fn new(address: impl ToString, what: impl Into<String>, instead: impl Into<String>) -> Self {
        Self { address: address.to_string(), what: what.into(), instead: instead.into() }
    }

    /// What happens and the way around it, in one line.
    pub fn words(&self) -> String {
        let Self { address, what, instead } = self;
        format!("{address}: {what}; {instead}")
    }
}

/// The regions of the provider's configurations under which something stands, by their address.
pub(crate) fn regions(documents: &Documents) -> BTreeMap<String, String> {
    let used: BTreeSet<&str> = documents.all().map(|it| it.written["provider"].as_str().unwrap_or("aws")).collect();
    let configurations = documents.providers("aws").into_iter().filter_map(|provider| {
        let name = provider.get("alias").and_then(Json::as_str).map_or("aws".to_owned(), |alias| format!("aws.{alias}"));
        let region = provider.get("region")?.as_str()?.to_owned();
        used.contains(name.as_str()).then(|| (format!("provider.{name}"), region))
    });
    configurations.collect()
}

/// The address of the provider's configuration for the first region.
pub(crate) const FIRST_REGION: &str = "provider.aws";

/// What a change of region does to what stands in the one of before, and the way there.
pub(crate) fn moved_region(provider: &str, before: &str, now: &str) -> Consequence {
    let what = format!(
        "Terraform would look in {now} for what stands in {before}, forget it, and make it anew: the old one stays, without care and billed"
    );
    let instead = match provider {
        FIRST_REGION => "set up another environment in the new region, restore the database there, and destroy this one".to_owned(),
        _ => format!("set `rds.backups.replicated = false`, apply with {before}, and turn it on again with {now}"),
    };
    Consequence::new(provider, what, instead)
}

fn region(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let now: BTreeMap<String, String> = new
        .providers("aws")
        .into_iter()
        .filter_map(|provider| {
            let alias = provider.get("alias").and_then(Json::as_str).map(|alias| format!(".{alias}")).unwrap_or_default();
            Some((format!("{FIRST_REGION}{alias}"), provider.get("region")?.as_str()?.to_owned()))
        })
        .collect();
    let moved = regions(old).into_iter().filter_map(|(provider, before)| {
        let now = now.get(&provider).filter(|now| **now != before)?;
        Some(moved_region(&provider, &before, now))
    });
    moved.collect()
}

/// Each rule's priority, with the listener on which it counts.
fn by_priority(documents: &Documents) -> BTreeMap<Address, (Option<Address>, u64)> {
    let rules = documents.resources_of::<LbListenerRule>().filter_map(|rule| {
        let priority = rule.get(LbListenerRule::PRIORITY).literal()?;
        Some((rule.address(), (rule.get(LbListenerRule::LISTENER_ARN).target(), priority)))
    });
    rules.collect()
}

fn priorities(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let before = by_priority(old);
    let mut told = Vec::new();
    for (address, place) in by_priority(new).iter().filter(|(address, place)| before.get(*address) != Some(place)) {
        if let Some((holder, _)) = before.iter().find(|(holder, held)| *holder != address && *held == place) {
            told.push(Consequence::new(
                address,
                format!(
                    "the priority {} is {holder}'s until that one changes, and Elastic Load Balancing refuses it (PriorityInUse)",
                    place.1
                ),
                "give one of them a priority that none has, apply, and only then the one that it is to have",
            ));
        }
    }
    told
}

fn container_port(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let ports = |documents: &Documents| -> BTreeMap<Address, u64> {
        let of = |service: terraform::read::View<EcsService>| {
            let port = service.block(EcsService::LOAD_BALANCER)?.get(LoadBalancer::CONTAINER_PORT).literal()?;
            Some((service.address(), port))
        };
        documents.resources_of::<EcsService>().filter_map(of).collect()
    };
    let open: BTreeSet<u64> = new
        .resources_of::<VpcSecurityGroupIngressRule>()
        .filter_map(|rule| rule.get(VpcSecurityGroupIngressRule::FROM_PORT).literal())
        .collect();
    let now = ports(new);
    let changed = ports(old).into_iter().filter_map(|(address, before)| Some((*now.get(&address)?, address, before)));
    let mut told = Vec::new();
    for (now, address, before) in changed.filter(|(now, _, before)| now != before) {
        if !open.contains(&before) {
            told.push(Consequence::new(
                &address,
                format!("the tasks that listen on {before} are cut off before those that listen on {now} run"),
                format!("set `previous_port = {before}`, apply, and take it out when no task listens on {before}"),
            ));
        }
        let ignored =
            new.at(&address).is_some_and(|it| it.written["lifecycle"]["ignore_changes"].to_string().contains("task_definition"));
        if ignored {
            told.push(Consequence::new(
                &address,
                format!("the pipeline rolls out, so Terraform leaves the running revision on {before}"),
                format!(
                    "deliver a revision of the new task definition with `aws ecs update-service --load-balancers`, `containerPort` {now}"
                ),
            ));
        }
    }
    told
}

fn zone(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told = Vec::new();
    for group in old.resources_of::<DbSubnetGroup>() {
        let subnets = group.get(DbSubnetGroup::SUBNET_IDS).elements();
        for subnet in subnets.iter().filter_map(terraform::read::Read::target).filter(|subnet| new.at(subnet).is_none()) {
            told.push(Consequence::new(
                subnet,
                "RDS takes no subnet out of its group while the database or its standby stands in that zone, and the apply fails there",
                "move it first (`aws rds reboot-db-instance --force-failover` with a standby elsewhere; otherwise restore it elsewhere)",
            ));
        }
    }
    told
}

/// A subnet of another range is another subnet, which is made before the old ones go.
fn subnet_ranges(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let vpcs = |documents: &Documents| -> BTreeMap<Address, Option<String>> {
        documents.resources_of::<Vpc>().map(|vpc| (vpc.address(), vpc.get(Vpc::CIDR_BLOCK).text())).collect()
    };
    // In another VPC every range is free.
    if vpcs(old) != vpcs(new) {
        return Vec::new();
    }
    let ranges = |documents: &Documents| -> BTreeMap<Address, Cidr> {
        let range =
            |subnet: terraform::read::View<Subnet>| Some((subnet.address(), subnet.get(Subnet::CIDR_BLOCK).text()?.parse().ok()?));
        documents.resources_of::<Subnet>().filter_map(range).collect()
    };
    let before = ranges(old);
    let moved = ranges(new).into_iter().filter(|(address, range)| before.get(address) != Some(range));
    let told = moved.filter_map(|(address, range)| {
        let (holder, held) = before.iter().find(|(_, held)| held.overlaps(&range))?;
        Some(Consequence::new(
            address,
            format!(
                "the range {range} is still held by {held} of {holder} when it is made, and EC2 refuses it (InvalidSubnet.Conflict)"
            ),
            "choose a range that no subnet has, apply, and only then the one that it is to have",
        ))
    });
    told.collect()
}

fn https_listener(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let gone = old
        .resources_of::<LbListener>()
        .filter(|it| it.get(LbListener::PORT).literal() == Some(443) && new.at(&it.address()).is_none());
    let told = gone.map(|listener| {
        Consequence::new(
            listener.address(),
            "port 443 closes, and browsers that followed the redirect go on asking there",
            "lead everybody to another name first",
        )
    });
    told.collect()
}

fn major_version(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let major = |version: String| version.split('.').next().unwrap_or_default().to_owned();
    let mut told = Vec::new();
    for instance in new.resources_of::<DbInstance>() {
        let Some(before) = old.at(&instance.address()).and_then(terraform::read::ResourceBlock::view::<DbInstance>) else {
            continue;
        };
        let version = |of: terraform::read::View<DbInstance>| of.get(DbInstance::ENGINE_VERSION).literal().map(major);
        let (Some(from), Some(to)) = (version(before), version(instance)) else { continue };
        if from == to {
            continue;
        }
        let instead = if instance.get(DbInstance::ALLOW_MAJOR_VERSION_UPGRADE).is_true() {
            "try it on a restored copy, and run `ANALYZE` after"
        } else {
            "set `rds.maintenance.allow_major_version_upgrade` and `apply_immediately`, without which RDS refuses it; try it on a restored copy"
        };
        told.push(Consequence::new(
            instance.address(),
            format!("the database stands still for minutes while RDS takes it and its replicas from {from} to {to}, and there is no way back"),
            instead,
        ));
    }
    told
}

fn database_port(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told = Vec::new();
    for instance in new.resources_of::<DbInstance>() {
        let Some(before) = old.at(&instance.address()).and_then(terraform::read::ResourceBlock::view::<DbInstance>) else {
            continue;
        };
        let port = |of: terraform::read::View<DbInstance>| of.get(DbInstance::PORT).literal();
        let (Some(from), Some(to)) = (port(before), port(instance)) else { continue };
        if from != to {
            told.push(Consequence::new(
                instance.address(),
                format!("the database restarts on {to}, and tasks that were started with {from} do not reach it"),
                "plan an interruption, and start new tasks right after",
            ));
        }
    }
    told
}

fn read_replica(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let gone = old
        .resources_of::<DbInstance>()
        .filter(|it| it.get(DbInstance::REPLICATE_SOURCE_DB).is_set() && new.at(&it.address()).is_none());
    let told = gone.map(|replica| {
        Consequence::new(
            replica.address(),
            "tasks that run still read from it, since they keep the `DB_REPLICA_HOST` that they started with",
            "deliver a version first that reads from `DB_HOST`",
        )
    });
    told.collect()
}

fn database(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let departures = Departures::of(new);
    let gone = old.resources_of::<DbInstance>().filter(|it| {
        let address = it.address();
        !it.get(DbInstance::REPLICATE_SOURCE_DB).is_set()
            && new.at(&address).is_none()
            && !departures.is_removed(&address.to_string())
    });
    let told = gone.map(|instance| {
        let address = instance.address();
        let keep = format!("to keep it outside Terraform write `[[removed]]`, `from = \"{address}\"`");
        if instance.get(DbInstance::DELETION_PROTECTION).is_true() {
            let what = "RDS deletes no database under deletion protection, and the apply fails there";
            return Consequence::new(address, what, format!("{keep}; to delete it apply `rds.deletion.protection = false` first"));
        }
        let left = match instance.get(DbInstance::FINAL_SNAPSHOT_IDENTIFIER).literal() {
            Some(snapshot) => format!("what is left of it is the snapshot `{snapshot}`"),
            None => "no snapshot of it is left".to_owned(),
        };
        Consequence::new(address, format!("the database goes with all its data, and {left}"), keep)
    });
    told.collect()
}

fn ways_to_aws(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let has_nat = |documents: &Documents| documents.resources_of::<NatGateway>().next().is_some();
    let endpoints = |documents: &Documents| -> BTreeSet<Address> {
        let is_interface = |it: &terraform::read::View<VpcEndpoint>| it.get(VpcEndpoint::VPC_ENDPOINT_TYPE).is("Interface");
        documents.resources_of::<VpcEndpoint>().filter(is_interface).map(|it| it.address()).collect()
    };
    let (before, now) = (endpoints(old), endpoints(new));
    let comes = now.difference(&before).next();
    let gone = before.difference(&now).next();
    let what = "one way to AWS's services goes while the other is made, and no task can start between them";
    match (has_nat(old), has_nat(new), comes, gone) {
        (true, false, Some(endpoint), _) => {
            vec![Consequence::new(
                endpoint,
                what,
                "set `networking.interface_endpoints`, apply, and only then take the NAT gateways away",
            )]
        }
        (false, true, _, Some(endpoint)) => {
            vec![Consequence::new(endpoint, what, "set `networking.nat_gateways`, apply, and only then take the endpoints away")]
        }
        _ => Vec::new(),
    }
}

fn not_empty(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let departures = Departures::of(new);
    let mut told = Vec::new();
    for gone in old.all().filter(|it| new.at(&it.address()).is_none() && !departures.is_removed(&it.address().to_string())) {
        let (argument, holds) = match gone.kind {
            S3Bucket::TYPE => ("force_destroy", "a bucket that holds objects"),
            EcrRepository::TYPE => ("force_delete", "a repository that holds images"),
            _ => continue,
        };
        if gone.written[argument] != true {
            told.push(Consequence::new(
                gone.address(),
                format!("AWS deletes no {}, and the apply fails there", holds.trim_start_matches("a ")),
                format!(
                    "keep it outside Terraform by `[[removed]]`, `from = \"{}\"`, or set `force_destroy = true` and apply that first",
                    gone.address()
                ),
            ));
        }
    }
    told
}
