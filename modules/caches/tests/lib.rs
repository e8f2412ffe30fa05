//! The caches' module: settings in, documents out, as Terraform reads them.

use std::collections::BTreeMap;

use aws::elasticache_serverless_cache::{CacheUsageLimits, CacheUsageLimitsDataStorage};
use aws::{
    ElasticacheParameterGroup, ElasticacheReplicationGroup as OnNodes, ElasticacheServerlessCache as Serverless, ElasticacheUser,
    ElasticacheUserGroup, KmsKey, SecurityGroup,
};
use caches::{CacheConfig, Caches};
use domain::{CacheName, Identity};
use settings::Problems;
use terraform::read::Documents;
use terraform::{Body, Configuration, ModuleCall};

fn identity() -> Identity {
    Identity {
        project: "shop".parse().expect("it is a name"),
        environment: "prod".parse().expect("it is a name"),
        region: "us-east-1".parse().expect("it is a region"),
        disaster_recovery_region: "us-west-2".parse().expect("it is a region"),
    }
}

fn checked(text: &str, identity: &Identity) -> (Caches, Vec<String>) {
    let caches: BTreeMap<CacheName, CacheConfig> = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Problems::default();
    let caches = Caches::check(caches, identity, &mut problems);
    (caches, problems.iter().map(|problem| problem.message().to_owned()).collect())
}

fn emitted(text: &str) -> Documents {
    let (caches, problems) = checked(text, &identity());
    assert_eq!(problems, Vec::<String>::new());
    let (mut configuration, call) = (Configuration::new(), ModuleCall::new("caches"));
    configuration.root().document("main").module(&call, Body::new());
    configuration.child(&call, caches::module(&identity(), &caches));
    let files = configuration.render().expect("no address is taken twice");
    Documents::read(&files).expect("they are documents")
}

#[test]
fn a_cache_is_serverless_limited_encrypted_and_asks_who_connects() {
    let documents = emitted("[sessions]\n");
    let cache = documents.resources_of::<Serverless>().next().expect("it is there");
    assert!(cache.get(Serverless::NAME).is("shop-sessions-prod"));
    assert!(cache.get(Serverless::KMS_KEY_ID).leads_to::<KmsKey>().is_some());
    assert!(cache.get(Serverless::USER_GROUP_ID).leads_to::<ElasticacheUserGroup>().is_some());
    let limits = cache.block(Serverless::CACHE_USAGE_LIMITS).and_then(|it| it.block(CacheUsageLimits::DATA_STORAGE));
    assert_eq!(limits.and_then(|it| it.get(CacheUsageLimitsDataStorage::MAXIMUM).literal()), Some(10));
    assert_eq!(cache.get(Serverless::SUBNET_IDS).elements().len(), 2, "a zone that is added later makes no other cache of it");
    let user = documents.resources_of::<ElasticacheUser>().next().expect("it is there");
    assert!(
        user.get(ElasticacheUser::USER_ID).is("shop-sessions-prod")
            && user.get(ElasticacheUser::USER_NAME).is("shop-sessions-prod")
    );
    assert!(!user.get(ElasticacheUser::PASSWORDS).is_set(), "no password stands anywhere");
    assert_eq!(documents.resources_of::<OnNodes>().count(), 0);
}

#[test]
fn nodes_follow_each_other_across_zones_by_tls_only() {
    let documents =
        emitted("[pages]\nlogin = \"network\"\nencryption = \"elasticache\"\n[pages.nodes]\nnode_type = \"cache.t4g.small\"\n");
    let cache = documents.resources_of::<OnNodes>().next().expect("it is there");
    assert_eq!(cache.get(OnNodes::NUM_CACHE_CLUSTERS).literal(), Some(2));
    for argument in [OnNodes::AUTOMATIC_FAILOVER_ENABLED, OnNodes::MULTI_AZ_ENABLED, OnNodes::TRANSIT_ENCRYPTION_ENABLED] {
        assert!(cache.get(argument).is_true(), "{argument:?}");
    }
    assert!(cache.get(OnNodes::AT_REST_ENCRYPTION_ENABLED).is("true"));
    assert!(cache.get(OnNodes::FINAL_SNAPSHOT_IDENTIFIER).is("shop-pages-prod-final"));
    assert_eq!(documents.resources_of::<KmsKey>().count(), 0);
    assert_eq!(documents.resources_of::<ElasticacheUser>().count(), 0);
    assert_eq!(documents.resources_of::<ElasticacheParameterGroup>().count(), 0, "what Valkey has by itself needs none");
}

#[test]
fn one_node_has_nothing_to_fail_over_to() {
    let documents = emitted("[work.nodes]\nnode_type = \"cache.t4g.micro\"\ncount = 1\neviction = \"noeviction\"\n");
    let cache = documents.resources_of::<OnNodes>().next().expect("it is there");
    assert!(cache.get(OnNodes::AUTOMATIC_FAILOVER_ENABLED).is_false() && cache.get(OnNodes::MULTI_AZ_ENABLED).is_false());
    let group = documents.resources_of::<ElasticacheParameterGroup>().next().expect("it is there");
    assert!(group.get(ElasticacheParameterGroup::NAME).is("shop-work-prod-valkey8"));
}

#[test]
fn a_cache_keeps_its_name_of_before() {
    let documents = emitted("[visits]\naws_name = \"acme-sessions\"\n");
    let cache = documents.resources_of::<Serverless>().next().expect("it is there");
    assert!(cache.get(Serverless::NAME).is("acme-sessions"));
    let group = documents.resources_of::<SecurityGroup>().next().expect("it is there");
    assert!(group.get(SecurityGroup::NAME).is("acme-sessions-cache"), "its group is the one of before too");
}

#[test]
fn what_contradicts_itself_is_refused() {
    let nodes = "[pages.nodes]\nnode_type = \"cache.t4g.small\"\n";
    for (text, says) in [
        (format!("[pages]\nmaximum_gigabytes = 5\n{nodes}"), "only a serverless cache grows by itself"),
        (format!("[pages]\nmaximum_ecpus_per_second = 5000\n{nodes}"), "only a serverless cache grows by itself"),
        (format!("{nodes}maintenance_window = \"sun:03:30-sun:04:30\"\n"), "overlaps the window in which the snapshot is taken"),
        (format!("{nodes}final_snapshot = false\nfinal_snapshot_name = \"last\"\n"), "no last snapshot is made"),
        ("[a]\naws_name = \"acme\"\n[b]\naws_name = \"acme\"\n".to_owned(), "has the name `acme` in AWS as well"),
        ("[a]\n[b]\naws_name = \"shop-a-prod\"\n".to_owned(), "has the name `shop-a-prod` in AWS as well"),
    ] {
        let (_, problems) = checked(&text, &identity());
        assert!(problems.iter().any(|it| it.contains(says)), "{text}: {problems:?}");
    }
}

#[test]
fn a_name_that_elasticache_would_refuse_is_refused_before() {
    let identity = Identity { project: "a-project-of-twenty-four".parse().expect("it is a name"), ..identity() };
    let (_, problems) = checked("[customer-sessions]\n", &identity);
    assert!(problems[0].contains("40 allowed"), "{problems:?}");
    assert_eq!(checked("[customer-sessions]\naws_name = \"acme-sessions\"\n", &identity).1, Vec::<String>::new());
}
