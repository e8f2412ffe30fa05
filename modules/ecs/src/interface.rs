//! What the services take from the other modules and give to them.

#![expect(clippy::struct_field_names, reason = "an input is named as the output that it comes from")]

use terraform::{List, Map, Number};

terraform::inputs! {
    /// What the services take from the root module and from the network and the database.
    pub struct Inputs => Variables {
        /// The AWS account in which everything stands.
        account_id: String,
        /// The VPC.
        vpc_id: String,
        /// The subnets of the load balancer.
        public_subnet_ids: List<String>,
        /// The subnets of the tasks.
        private_subnet_ids: List<String>,
        /// The security group of the tasks.
        ecs_security_group_id: String,
        /// The tags of the images with which the services start, by service.
        image_tags: Map<String>,
    }
}

terraform::inputs! {
    /// What the services take besides, if there is a load balancer.
    pub struct FrontInputs => FrontVariables {
        /// The security group of the load balancer.
        load_balancer_security_group_id: String,
    }
}

terraform::inputs! {
    /// What the services take besides, if there is a database.
    pub struct DatabaseInputs => DatabaseVariables {
        /// The host name of the database.
        database_endpoint: String,
        /// The port of the database.
        database_port: Number,
        /// The name of the database.
        database_name: String,
    }
}

terraform::inputs! {
    /// What the services take besides, if a secret holds the database's user and password.
    pub struct SecretInputs => SecretVariables {
        /// The secret that holds the database's user and password.
        database_secret_arn: String,
    }
}

terraform::inputs! {
    /// What the services take besides, if a key that is not AWS's own encrypts that secret.
    pub struct SecretKeyInputs => SecretKeyVariables {
        /// The key that encrypts the secret.
        database_key_arn: String,
    }
}

terraform::inputs! {
    /// What the services take besides, if the database has a read replica.
    pub struct ReplicaInputs => ReplicaVariables {
        /// The host name of the database's read replica.
        database_replica_endpoint: String,
    }
}

terraform::inputs! {
    /// What the services take besides, if tasks log in to the database with tokens of IAM's.
    pub struct IamInputs => IamVariables {
        /// The identifiers that RDS itself gave the database's instances: `main`, and `replica` if there is one.
        database_resource_ids: Map<String>,
    }
}

terraform::inputs! {
    /// What the services take besides, if some of them reach others.
    pub struct ConnectInputs => ConnectVariables {
        /// The security groups of the services that reach others or are reached, by service.
        service_security_group_ids: Map<String>,
    }
}

terraform::inputs! {
    /// What the services take besides, if some of them use queues.
    pub struct QueueInputs => QueueVariables {
        /// The queues' addresses, by queue.
        queue_urls: Map<String>,
        /// The queues' ARNs, by queue.
        queue_arns: Map<String>,
        /// The queues' names, by queue.
        queue_names: Map<String>,
    }
}

terraform::inputs! {
    /// What the services take besides, if a key of the environment's encrypts these queues.
    pub struct QueueKeyInputs => QueueKeyVariables {
        /// The key that encrypts the queues.
        queue_key_arn: String,
    }
}

terraform::inputs! {
    /// What the services take besides, if some of them use buckets of the environment's.
    pub struct BucketInputs => BucketVariables {
        /// The buckets' names, by bucket.
        bucket_names: Map<String>,
        /// The buckets' ARNs, by bucket.
        bucket_arns: Map<String>,
    }
}

terraform::inputs! {
    /// What the services take besides, if a key of the environment's encrypts these buckets.
    pub struct BucketKeyInputs => BucketKeyVariables {
        /// The key that encrypts the buckets.
        bucket_key_arn: String,
    }
}

terraform::inputs! {
    /// What the services take besides, if some of them reach caches.
    pub struct CacheInputs => CacheVariables {
        /// The caches' host names, by cache.
        cache_hosts: Map<String>,
        /// The caches' host names for those who only read, by cache.
        cache_reader_hosts: Map<String>,
        /// The caches' security groups, by cache.
        cache_security_group_ids: Map<String>,
    }
}

terraform::inputs! {
    /// What the services take besides, if some of these caches ask by IAM who connects.
    pub struct CacheIamInputs => CacheIamVariables {
        /// The caches' names, by cache.
        cache_names: Map<String>,
        /// The caches' ARNs, by cache.
        cache_arns: Map<String>,
        /// The names of the caches' users, by cache.
        cache_user_names: Map<String>,
        /// The ARNs of the caches' users, by cache.
        cache_user_arns: Map<String>,
    }
}

terraform::outputs! {
    /// What the services give to monitoring, to delivery and to the root module.
    pub struct Outputs => References {
        /// The cluster's name.
        cluster_name: String,
        /// The cluster's ARN.
        cluster_arn: String,
        /// The ECS services' names, by service.
        service_names: Map<String>,
        /// The ECS services' ARNs, by service.
        service_arns: Map<String>,
        /// The families of the task definitions, by service.
        task_definition_families: Map<String>,
        /// The roles with which ECS starts the tasks, by service.
        execution_role_arns: Map<String>,
        /// The roles with which the code in the tasks speaks to AWS, by service.
        task_role_arns: Map<String>,
        /// The part of the target groups' ARNs by which CloudWatch knows them, by service.
        target_group_arn_suffixes: Map<String>,
        /// The addresses of the image repositories, by service.
        repository_urls: Map<String>,
        /// The image repositories' ARNs, by service.
        repository_arns: Map<String>,
        /// The log groups of the containers, by service.
        log_group_names: Map<String>,
        /// The ARNs of the log groups of the containers, by service.
        log_group_arns: Map<String>,
        /// The names of the execution roles, by service: what attaches a policy to a role names it so.
        execution_role_names: Map<String>,
        /// The names of the task roles, by service.
        task_role_names: Map<String>,
        /// The image repositories' names, by service.
        repository_names: Map<String>,
        /// The target groups' ARNs, by service.
        target_group_arns: Map<String>,
        /// The keys by what they encrypt: `repositories`, `logs`.
        key_arns: Map<String>,
        /// The buckets by what is in them: `access_logs`, where they are on.
        bucket_names: Map<String>,
    }
}

terraform::outputs! {
    /// What the services give besides, if there is a load balancer.
    pub struct FrontOutputs => FrontReferences {
        /// Where the services answer.
        url: String,
        /// The host name of the load balancer.
        load_balancer_dns_name: String,
        /// The part of the load balancer's ARN by which CloudWatch knows it.
        load_balancer_arn_suffix: String,
        /// The load balancer's ARN.
        load_balancer_arn: String,
        /// The hosted zone of the load balancer's host name, as an alias record names it.
        load_balancer_zone_id: String,
        /// The listener on which the services' rules stand.
        listener_arn: String,
        /// The listeners' ARNs: `http`, and `https` where there is a domain.
        listener_arns: Map<String>,
    }
}

terraform::outputs! {
    /// What the services give besides, if images of some come from ECR repositories of other accounts.
    pub struct ElsewhereOutputs => ElsewhereReferences {
        /// What the policy of an ECR repository in another account has to allow, as JSON, by service.
        image_repository_policies: Map<String>,
    }
}

terraform::outputs! {
    /// What the services give besides, if there are jobs.
    pub struct JobOutputs => JobReferences {
        /// The commands that start the jobs by hand, by job.
        job_run_commands: Map<String>,
        /// The families of the jobs' task definitions, by job.
        job_families: Map<String>,
    }
}

terraform::outputs! {
    /// What the services give besides, if jobs have schedules.
    pub struct ScheduleOutputs => ScheduleReferences {
        /// The schedules' groups, by job.
        schedule_group_names: Map<String>,
        /// The names of the queues of what Scheduler could not start, by job.
        undelivered_queue_names: Map<String>,
    }
}

terraform::outputs! {
    /// What the services give besides, if the certificate waits for records that somebody else writes.
    pub struct DnsOutputs => DnsReferences {
        /// The DNS records that the certificate waits for, by name: each as `<name> <type> <value>`.
        certificate_validation_records: Map<String>,
    }
}
