//! The network's module: settings in, documents out, as Terraform reads them.

use std::collections::BTreeSet;

use aws::{NatGateway, Subnet, Vpc, VpcEndpoint, VpcSecurityGroupEgressRule, VpcSecurityGroupIngressRule};
use domain::{Cidr, Identity};
use networking::{Config, Networking, Ports, Tenants};
use settings::Problems;
use terraform::read::Documents;
use terraform::{Body, Configuration, ModuleCall};

const SETTINGS: &str = "vpc_cidr = \"10.0.0.0/16\"\nzones = [\"a\", \"b\"]\n";

fn identity() -> Identity {
    Identity {
        project: "shop".parse().expect("it is a name"),
        environment: "prod".parse().expect("it is a name"),
        region: "us-east-1".parse().expect("it is a region"),
        disaster_recovery_region: "us-west-2".parse().expect("it is a region"),
    }
}

/// The checked settings, and what is found wrong with them.
fn checked(settings: &str) -> (Networking, Vec<String>) {
    let config: Config = toml::from_str(settings).unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Problems::default();
    let networking = config.check(&identity(), Tenants { public_load_balancer: true, database: true }, &mut problems);
    let refused = problems.iter().filter(|problem| problem.severity() == settings::Severity::Error);
    (networking, refused.map(|problem| problem.message().to_owned()).collect())
}

fn emitted(settings: &str) -> Documents {
    let (networking, problems) = checked(settings);
    assert_eq!(problems, Vec::<String>::new());
    let ports = Ports {
        services: BTreeSet::from([8080.try_into().expect("it is a port")]),
        connections: std::collections::BTreeSet::new(),
        database: networking::Database::Own(5432.try_into().expect("it is a port")),
        load_balancer: networking::LoadBalancer::Own { callers: BTreeSet::new() },
    };
    let (mut configuration, call) = (Configuration::new(), ModuleCall::new("networking"));
    configuration.root().document("main").module(&call, Body::new());
    configuration.child(&call, networking::module(&identity(), &networking, &ports));
    Documents::read(&configuration.render().expect("no address is taken twice")).expect("they are documents")
}

#[test]
fn two_zones_have_three_tiers_and_a_way_out_each() {
    let documents = emitted(SETTINGS);
    let addresses: String = documents.all().map(|block| block.address().to_string() + "\n").collect();
    insta::assert_snapshot!("two_zones", addresses);
}

#[test]
fn subnets_that_nobody_names_are_cut_out_of_the_range_and_do_not_overlap() {
    for zones in ["[\"a\", \"b\"]", "[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]"] {
        let documents = emitted(&format!("vpc_cidr = \"10.0.0.0/20\"\nzones = {zones}\n"));
        let range = |text: Option<String>| text.expect("it is known").parse::<Cidr>().expect("it is a range");
        let vpc = range(documents.resources_of().next().expect("there is one").get(Vpc::CIDR_BLOCK).literal());
        let subnets: Vec<Cidr> = documents.resources_of().map(|it| range(it.get(Subnet::CIDR_BLOCK).literal())).collect();
        assert_eq!(subnets.len(), 3 * zones.matches('"').count() / 2);
        for (index, subnet) in subnets.iter().enumerate() {
            assert!(vpc.contains(subnet), "{subnet} is in {vpc}");
            assert!(
                subnets[index + 1..].iter().all(|other| !other.overlaps(subnet)),
                "{subnet} overlaps with another: {subnets:?}"
            );
        }
    }
}

#[test]
fn nat_gateways_are_as_many_as_the_settings_say() {
    let count = |further: &str| emitted(&format!("{SETTINGS}{further}")).resources_of::<NatGateway>().count();
    assert_eq!((count(""), count("nat_gateways = \"single\"")), (2, 1));
    let endpoints = "nat_gateways = \"none\"\ninterface_endpoints = [\"ecr-api\", \"ecr-dkr\", \"logs\", \"secrets-manager\"]";
    let without = emitted(&format!("{SETTINGS}{endpoints}"));
    assert_eq!(without.resources_of::<NatGateway>().count(), 0);
    // The four, and the gateway to S3, where the layers of images are.
    assert_eq!(without.resources_of::<VpcEndpoint>().count(), 5);
}

#[test]
fn only_the_load_balancer_is_open_and_the_database_opens_nothing_itself() {
    let documents = emitted(SETTINGS);
    let open = documents.resources_of().filter(|it| it.get(VpcSecurityGroupIngressRule::CIDR_IPV4).is("0.0.0.0/0"));
    let open: BTreeSet<String> = open.map(|it| it.address().label().to_string()).collect();
    assert!(open.iter().all(|label| label.starts_with("load_balancer_")), "{open:?}");
    let out = documents.resources_of().filter_map(|it| it.get(VpcSecurityGroupEgressRule::SECURITY_GROUP_ID).target());
    assert!(out.into_iter().all(|group| group.label().as_str() != "database"), "the database opens no connection");
}
