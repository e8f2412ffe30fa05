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
        /// The database subnets, one per zone in the order of the zones' letters; no route leads to the internet.
        database_subnet_ids: List<String>,
        /// The security group of the load balancer.
        load_balancer_security_group_id: String,
        /// The security group of the ECS tasks.
        ecs_security_group_id: String,
        /// The security group of the database.
        database_security_group_id: String,
        /// The NAT gateways by zone letter.
        nat_gateway_ids: Map<String>,
    }
}

terraform::outputs! {
    /// What the network gives besides, if services connect to each other.
    pub struct ConnectOutputs => ConnectReferences {
        /// The security groups of the services that connect to others or are connected to, by service.
        service_security_group_ids: Map<String>,
    }
}
