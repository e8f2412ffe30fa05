//! What monitoring takes from the other modules and gives to the root module.

use terraform::Map;

terraform::inputs! {
    /// What monitoring takes from the root module and from the network, the database and the services.
    pub struct Inputs => Variables {
        /// The AWS account in which everything stands.
        account_id: String,
        /// The name of the ECS cluster.
        cluster_name: String,
        /// The ECS services' names, by service.
        service_names: Map<String>,
        /// The part of the target groups' ARNs by which CloudWatch knows them, by service.
        target_group_arn_suffixes: Map<String>,
        /// The log groups of the containers, by service.
        log_group_names: Map<String>,
        /// The NAT gateways by zone letter.
        nat_gateway_ids: Map<String>,
    }
}

terraform::inputs! {
    /// What monitoring takes besides, if there is a load balancer.
    pub struct LoadBalancerInputs => LoadBalancerVariables {
        /// The part of the load balancer's ARN by which CloudWatch knows it.
        load_balancer_arn_suffix: String,
    }
}

terraform::inputs! {
    /// What monitoring takes besides, if the environment makes a database.
    pub struct DatabaseInputs => DatabaseVariables {
        /// The name of the database instance.
        database_identifier: String,
    }
}

terraform::inputs! {
    /// What monitoring takes besides, if the database has a read replica.
    pub struct ReplicaInputs => ReplicaVariables {
        /// The name of the read replica's instance.
        database_replica_identifier: String,
    }
}

terraform::inputs! {
    /// What monitoring takes besides, if failed deployments are told.
    pub struct DeploymentInputs => DeploymentVariables {
        /// The ECS services' ARNs, by service.
        service_arns: Map<String>,
    }
}

terraform::inputs! {
    /// What monitoring takes besides, if there are queues.
    pub struct QueueInputs => QueueVariables {
        /// The queues' names, by queue.
        queue_names: Map<String>,
        /// The names of the queues of what could not be handled, by queue.
        dead_letter_queue_names: Map<String>,
    }
}

terraform::inputs! {
    /// What monitoring takes besides, if there are caches.
    pub struct CacheInputs => CacheVariables {
        /// The caches' names, by cache.
        cache_names: Map<String>,
    }
}

terraform::inputs! {
    /// What monitoring takes besides, if there are jobs.
    pub struct JobInputs => JobVariables {
        /// The ARN of the ECS cluster.
        cluster_arn: String,
        /// The families of the jobs' task definitions, by job.
        job_families: Map<String>,
    }
}

terraform::inputs! {
    /// What monitoring takes besides, if jobs have schedules.
    pub struct ScheduleInputs => ScheduleVariables {
        /// The schedules' groups, by job.
        schedule_group_names: Map<String>,
        /// The names of the queues of what Scheduler could not start, by job.
        undelivered_queue_names: Map<String>,
    }
}

terraform::inputs! {
    /// What monitoring takes besides, if addresses by HTTPS hear of alarms.
    pub struct EndpointInputs => EndpointVariables {
        /// The addresses that hear of alarms, by name.
        endpoint_urls: Map<String>,
    }
}

terraform::outputs! {
    /// What monitoring gives besides, if it makes a topic.
    pub struct KeyOutputs => KeyReferences {
        /// The key that encrypts both topics.
        topics_key_arn: String,
    }
}

terraform::outputs! {
    /// What monitoring gives to the root module.
    pub struct Outputs => References {
        /// The topic of what can wait until somebody is at work.
        alerts_topic_arn: String,
        /// The topic of what users feel at once.
        critical_topic_arn: String,
        /// The log group of the writes to Terraform's state, as `state_changes`, where they are recorded.
        log_group_names: Map<String>,
        /// The dashboard's name.
        dashboard_name: String,
        /// The dashboard's address in AWS's console.
        dashboard_url: String,
    }
}
