//! What the network takes from the root module and gives to it.

use terraform::{List, Map};

terraform::inputs! {
    /// What the network takes from the root module.
    pub struct Inputs => Variables {
        /// The AWS account in which everything stands.
        account_id: String,
    }
}

terraform::outputs! {
    /// What the network gives to the other modules.
    pub struct Outputs => References {
        /// The VPC.
        vpc_id: String,
        /// The public subnets, one per zone in the order of the zones' letters: load balancer and NAT gateways.
        public_subnet_ids: List<String>,
        /// The private subnets, one per zone in the order of the zones' letters: ECS tasks.
        private_subnet_ids: List<String>,
        /// The VPC's range of addresses.
        vpc_cidr_block: String,
        /// The public subnets by zone letter.
        public_subnet_ids_by_zone: Map<String>,
        /// The private subnets by zone letter.
        private_subnet_ids_by_zone: Map<String>,
        /// The route tables: `public` and `database` of their tiers, `private_a` and so on of the private subnets.
        route_table_ids: Map<String>,
        /// The security group of the ECS tasks.
        ecs_security_group_id: String,
        /// All security groups by name: `load_balancer`, `ecs`, `database`; `bastion` and `endpoints` where they are.
        security_group_ids: Map<String>,
        /// The NAT gateways by zone letter.
        nat_gateway_ids: Map<String>,
        /// The addresses from which the private subnets reach the internet, by the zone letter of their NAT gateway.
        nat_public_ips: Map<String>,
        /// The VPC endpoints by name: `s3`, and each of the interface endpoints.
        vpc_endpoint_ids: Map<String>,
        /// The log group of the flow logs, as `flow_logs`, where there is one.
        log_group_names: Map<String>,
        /// The keys by what they encrypt: `flow_logs`.
        key_arns: Map<String>,
        /// The roles by what has them: `flow_logs`, `bastion`.
        role_arns: Map<String>,
    }
}

terraform::outputs! {
    /// What the network gives besides, if services connect to each other.
    pub struct ConnectOutputs => ConnectReferences {
        /// The security groups of the services that connect to others or are connected to, by service.
        service_security_group_ids: Map<String>,
    }
}

terraform::outputs! {
    /// What the network gives besides, if there is a load balancer.
    pub struct LoadBalancerOutputs => LoadBalancerReferences {
        /// The security group of the load balancer.
        load_balancer_security_group_id: String,
    }
}

terraform::outputs! {
    /// What a network with a database tier gives besides.
    pub struct DatabaseOutputs => DatabaseReferences {
        /// The database subnets, one per zone in the order of the zones' letters; no route leads to the internet.
        database_subnet_ids: List<String>,
        /// The database subnets by zone letter.
        database_subnet_ids_by_zone: Map<String>,
        /// The security group of the database.
        database_security_group_id: String,
    }
}

terraform::outputs! {
    /// What a network of the environment's own gives besides.
    pub struct OwnOutputs => OwnReferences {
        /// The VPC's way to the internet.
        internet_gateway_id: String,
    }
}

terraform::outputs! {
    /// What a network with further ranges gives besides.
    pub struct SecondaryOutputs => SecondaryReferences {
        /// The ranges of addresses that were added to the VPC's own.
        secondary_cidr_blocks: List<String>,
    }
}
