//! For every change from one environment to another Terraform finds an order.
//!
//! Terraform 1.11 keeps of each resource what it depends on, and adds what it depends on now when it plans. So two resources of which each waits for
//! the other before or after a change are destroyed in no order when both are made anew: `Error: Cycle`. And what is destroyed before its successor
//! is made waits for what is destroyed after it (`create_before_destroy`), where that stood on it before (Terraform, `docs/destroying.md`). Nobody tries
//! all pairs of environments: both kinds are ruled out for all of them at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use engine::{LocalDisk, Workspace};
use terraform::Address;
use terraform::read::Documents;

use crate::common::package;
use crate::common::variants::variants;

/// What is made before the old one goes in some environments only, and why that is all right.
const EXCUSED: [(&str, &str); 2] = [
    ("module.networking.aws_internet_gateway.main", "nothing replaces it: it goes from one VPC to another"),
    ("module.rds.aws_kms_key.database", "nothing replaces a key; an `[[override]]` of the tests says it"),
];

/// All that is emitted in the tests: the shipped environments with further settings, one for each setting, and those that are changed.
fn all() -> Vec<(String, Documents)> {
    let mut all: Vec<(String, Documents)> =
        variants().map(|(name, emitted)| (name.to_owned(), emitted.documents.clone())).collect();
    for folder in ["environments", "transitions"].map(|folder| package().join("tests").join(folder)) {
        let workspace = Workspace::new(&folder, &LocalDisk, "2026-12-01".parse().expect("it is a day"));
        for entry in fs::read_dir(&folder).expect("it is there") {
            let file = entry.expect("it can be listed").path();
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if name != "base" && file.extension().is_some_and(|extension| extension == "toml") {
                let documents = workspace.tried(&name.parse().expect("it is a name"), &[]);
                all.push((name.clone(), documents.unwrap_or_else(|refusal| panic!("{name} is refused: {refusal}"))));
            }
        }
    }
    all
}

/// What each resource needs.
fn needs(documents: &Documents) -> BTreeMap<Address, BTreeSet<Address>> {
    documents.all().map(|block| (block.address(), block.needs())).collect()
}

/// One way from a resource to another.
fn way<'a>(
    from: &'a Address,
    to: &Address,
    needs: &'a BTreeMap<Address, BTreeSet<Address>>,
    seen: &mut BTreeSet<&'a Address>,
) -> Option<Vec<&'a Address>> {
    if from == to {
        return Some(vec![from]);
    }
    if !seen.insert(from) {
        return None;
    }
    let mut rest = needs.get(from)?.iter().find_map(|next| way(next, to, needs, seen))?;
    rest.insert(0, from);
    Some(rest)
}

#[test]
fn no_two_resources_wait_for_each_other_before_and_after_a_change() {
    let mut union: BTreeMap<Address, BTreeSet<Address>> = BTreeMap::new();
    for (address, needed) in all().iter().flat_map(|(_, documents)| needs(documents)) {
        union.entry(address).or_default().extend(needed);
    }
    let circles: Vec<String> = union
        .iter()
        .flat_map(|(address, needed)| needed.iter().map(move |next| (address, next)))
        .filter_map(|(address, next)| way(next, address, &union, &mut BTreeSet::new()).map(|way| (address, way)))
        .map(|(address, way)| format!("{address} → {}", way.iter().map(ToString::to_string).collect::<Vec<_>>().join(" → ")))
        .collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
    assert!(union.len() > 500, "{} resources", union.len());
}

/// Terraform has what something needs made before the old one goes, where that is said of the thing itself.
#[test]
fn what_is_made_before_the_old_one_goes_is_so_in_every_environment() {
    // By address: where it is, and where not.
    let mut seen: BTreeMap<Address, [BTreeSet<String>; 2]> = BTreeMap::new();
    for (name, documents) in all() {
        let needs = needs(&documents);
        let says = |address: &Address| {
            let lifecycle = &documents.at(address).expect("it is there").written["lifecycle"];
            lifecycle.get(0).unwrap_or(lifecycle)["create_before_destroy"] == true
        };
        let mut first: BTreeSet<&Address> = needs.keys().filter(|address| says(address)).collect();
        let mut open: Vec<&Address> = first.iter().copied().collect();
        while let Some(address) = open.pop() {
            open.extend(needs[address].iter().filter(|next| needs.contains_key(*next) && first.insert(next)));
        }
        for address in needs.keys() {
            let in_which = usize::from(!first.contains(address));
            seen.entry(address.clone()).or_default()[in_which].insert(name.clone());
        }
    }
    let excused = |address: &Address| EXCUSED.iter().any(|(of, _)| *of == address.to_string());
    let faults: Vec<String> = seen
        .iter()
        .filter(|(address, [first, after])| !first.is_empty() && !after.is_empty() && !excused(address))
        .map(|(address, [first, after])| format!("{address}: before the old one goes in {first:?}, after in {after:?}"))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// ECS refuses a target group that no load balancer uses (hashicorp/terraform-provider-aws#636), and only a rule makes it used: a service that is made or
/// changed waits for the rule that leads to its group.
#[test]
fn a_service_waits_for_the_rule_that_leads_to_its_target_group() {
    let (mut services, mut faults) = (0, Vec::new());
    for (name, documents) in all() {
        let needs = needs(&documents);
        for (service, needed) in needs.iter().filter(|(address, _)| address.kind() == "aws_ecs_service") {
            for group in needed.iter().filter(|it| it.kind() == "aws_lb_target_group") {
                services += 1;
                let leads = |rule: &&Address| rule.kind() == "aws_lb_listener_rule" && needs[*rule].contains(group);
                if !needed.iter().any(|it| leads(&it)) {
                    faults.push(format!("{name}: {service} waits for no rule that leads to {group}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(services > 50, "{services} services");
}

/// What a setting makes anew under those who use it, and AWS deletes only when nobody does any more, with its refusal. Subnet groups and the
/// network's own security groups are not among them: only another VPC makes these anew, and everything in it with them.
const IN_USE: [(&str, &str); 8] = [
    ("module.ecs.aws_acm_certificate", "ACM, DeleteCertificate: ResourceInUseException"),
    ("module.ecs.aws_lb_target_group", "Elastic Load Balancing, DeleteTargetGroup: ResourceInUse"),
    ("module.ecs.aws_security_group", "EC2, DeleteSecurityGroup: DependencyViolation"),
    ("module.ecs.aws_service_discovery_http_namespace", "Cloud Map, DeleteNamespace: ResourceInUse"),
    ("module.ecs.aws_wafv2_ip_set", "WAF, DeleteIPSet: WAFAssociatedItemException"),
    ("module.caches.aws_elasticache_parameter_group", "ElastiCache, DeleteCacheParameterGroup: InvalidCacheParameterGroupState"),
    ("module.caches.aws_elasticache_user_group", "ElastiCache, DeleteUserGroup: InvalidUserGroupState"),
    ("module.rds.aws_db_parameter_group", "RDS, DeleteDBParameterGroup: InvalidDBParameterGroupState"),
];

/// Made anew in this order, the user of the new one lets go of the old one first.
#[test]
fn what_aws_deletes_only_unused_is_made_before_the_old_one_goes() {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut faults: BTreeSet<String> = BTreeSet::new();
    for (name, documents) in all() {
        for block in documents.all() {
            let address = block.address().to_string();
            let of_kind = |of: &str| address.strip_prefix(of).is_some_and(|label| label.starts_with('.'));
            let Some((kind, refusal)) = IN_USE.iter().find(|(kind, _)| of_kind(kind)) else { continue };
            found.insert(kind);
            if block.written["lifecycle"]["create_before_destroy"] != true {
                faults.insert(format!("{address} ({refusal}), in {name}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
    assert_eq!(found.len(), IN_USE.len(), "{found:?}");
}

/// Whoever is sent to HTTPS finds somebody there: the listener of HTTP changes after that of TLS stands, with a valid certificate.
#[test]
fn http_redirects_only_after_https_answers() {
    let mut redirects = 0;
    for (name, documents) in all() {
        let needs = needs(&documents);
        let address = |label: &str| format!("module.ecs.aws_lb_listener.{label}").parse::<Address>().expect("it is an address");
        let (http, https) = (address("http"), address("https"));
        let Some(listener) = documents.at(&http).filter(|_| needs.contains_key(&https)) else { continue };
        if listener.written["default_action"][0]["type"] == "redirect" {
            redirects += 1;
            assert!(needs[&http].contains(&https), "{name}: {:?}", needs[&http]);
            let validated = needs[&https].iter().any(|it| it.kind() == "aws_acm_certificate_validation");
            let is_own = documents.all().any(|it| it.kind == "aws_acm_certificate");
            assert_eq!(validated, is_own, "{name}: {:?}", needs[&https]);
        }
    }
    assert!(redirects > 3, "{redirects}");
}
