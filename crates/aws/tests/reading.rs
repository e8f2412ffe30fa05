//! What is emitted, asked by the names of the bindings.

use aws::ecs_service::NetworkConfiguration;
use aws::{DbInstance, DbSubnetGroup, EcsService, Route53Record, SecurityGroup, Subnet, Vpc, security_group};
use terraform::ResourceType as _;
use terraform::read::Documents;

/// Two modules, as the root module connects them.
fn documents() -> Documents {
    let root = r#"{"module": {
        "networking": {"source": "./modules/networking"},
        "rds": {"source": "./modules/rds", "subnet_ids": "${module.networking.database_subnet_ids}", "standby": true}
    }}"#;
    let networking = r#"{
        "resource": {"aws_subnet": {"a": {"cidr_block": "10.0.0.0/24"}, "b": {"cidr_block": "10.0.1.0/24"}}},
        "output": {"database_subnet_ids": {"value": ["${aws_subnet.a.id}", "${aws_subnet.b.id}"]}}
    }"#;
    let rds = r#"{
        "variable": {"subnet_ids": {}, "standby": {}},
        "resource": {
            "aws_db_subnet_group": {"main": {"name": "shop", "subnet_ids": "${var.subnet_ids}"}},
            "aws_db_instance": {"main": {"multi_az": "${var.standby}", "allocated_storage": 20,
                "db_subnet_group_name": "${aws_db_subnet_group.main.name}", "identifier": "$${shop}",
                "kms_key_id": "${var.unknown}"}}
        }
    }"#;
    let files = [("main.tf.json", root), ("modules/networking/x.tf.json", networking), ("modules/rds/x.tf.json", rds)];
    Documents::read(files).expect("they are documents")
}

#[test]
fn a_value_is_read_where_it_comes_from() {
    let documents = documents();
    let database = documents.resources_of::<DbInstance>().next().expect("there is one");
    assert_eq!(database.address().to_string(), "module.rds.aws_db_instance.main");
    assert!(database.get(DbInstance::MULTI_AZ).is_true());
    assert_eq!(database.get(DbInstance::ALLOCATED_STORAGE).literal(), Some(20));
    assert_eq!(database.get(DbInstance::IDENTIFIER).literal().as_deref(), Some("${shop}"));
    assert_eq!(database.get(DbInstance::DB_SUBNET_GROUP_NAME).literal().as_deref(), Some("shop"));
    assert!(database.get(DbInstance::KMS_KEY_ID).is_set());
    assert_eq!(database.get(DbInstance::KMS_KEY_ID).literal(), None);
    assert!(!database.get(DbInstance::ENGINE).is_set());
}

#[test]
fn a_reference_leads_to_its_resource_even_where_the_value_is_known() {
    let documents = documents();
    let database = documents.resources_of::<DbInstance>().next().expect("there is one");
    let group = database.get(DbInstance::DB_SUBNET_GROUP_NAME).leads_to::<DbSubnetGroup>().expect("it refers to one");
    let subnets = group.get(DbSubnetGroup::SUBNET_IDS).elements();
    let ranges: Vec<Option<String>> =
        subnets.iter().map(|id| id.leads_to::<Subnet>().expect("it refers to one").get(Subnet::CIDR_BLOCK).literal()).collect();
    assert_eq!(ranges, [Some("10.0.0.0/24".to_owned()), Some("10.0.1.0/24".to_owned())]);
    assert!(subnets[0].leads_to::<Vpc>().is_none(), "it is of another type");
}

#[test]
fn nested_blocks_are_walked_by_their_names() {
    let text = r#"{"resource": {
        "aws_ecs_service": {"web": {"network_configuration": {"subnets": ["subnet-1"]}}},
        "aws_security_group": {"odd": {"ingress": [{"cidr_blocks": ["0.0.0.0/0"]}]}}
    }}"#;
    let documents = Documents::read([("main.tf.json", text)]).expect("it is a document");
    let service = documents.resources_of::<EcsService>().next().expect("there is one");
    let network = service.block(EcsService::NETWORK_CONFIGURATION).expect("there is one");
    assert_eq!(network.get(NetworkConfiguration::SUBNETS).elements()[0].literal().as_deref(), Some("subnet-1"));
    let group = documents.resources_of::<SecurityGroup>().next().expect("there is one");
    let rule = group.block(SecurityGroup::INGRESS).expect("there is one");
    assert!(rule.get(security_group::Ingress::CIDR_BLOCKS).elements()[0].is("0.0.0.0/0"));
}

#[test]
fn an_argument_called_type_hides_no_resource_type() {
    assert_eq!((Route53Record::TYPE, Route53Record::TYPE_ARGUMENT.as_str()), ("aws_route53_record", "type"));
}
