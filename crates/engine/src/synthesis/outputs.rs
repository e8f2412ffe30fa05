//! What a user asks the result: the outputs of the root module.

use terraform::{Map, Module, Number, Output};

use super::Parts;
use super::database::Own;

/// The addresses and names that people and pipelines need after an apply.
pub(crate) fn outputs(root: &mut Module, parts: &Parts, first_tasks: &Map<Number>) {
    let Parts { database, queues, buckets, caches, ecs, front, jobs, awaited_records, images_elsewhere, monitoring, delivery } =
        parts;
    let document = root.document("outputs");
    for output in [
        Output::new("repository_urls", "Where the pipeline pushes images to, by service.", &ecs.repository_urls),
        Output::new("cluster_name", "The ECS cluster.", &ecs.cluster_name),
        Output::new("service_names", "The ECS services, by service.", &ecs.service_names),
        Output::new("log_group_names", "The log groups of the containers, by service.", &ecs.log_group_names),
        Output::new("dashboard_url", "The dashboard for whoever is on call.", &monitoring.dashboard_url),
    ] {
        document.output(output);
    }
    if let Some(front) = front {
        let dns_name = &front.load_balancer_dns_name;
        document.output(Output::new("load_balancer_dns_name", "The host name of the load balancer.", dns_name));
        document.output(Output::new("url", "Where the services answer.", &front.url));
    }
    if let Some(Own { rds, .. }) = database {
        document.output(Output::new("database_endpoint", "The host name of the database.", &rds.endpoint));
        let description = "The secret that holds the database's user and password.";
        document.output(Output::new("database_secret_arn", description, &rds.secret_arn));
    }
    if let Some(Own { replica: Some(replica), .. }) = database {
        let description = "The host name of the database's read replica.";
        document.output(Output::new("database_replica_endpoint", description, &replica.replica_endpoint));
    }
    if let Some(awaited) = awaited_records {
        let description = "The DNS records that the certificate waits for, by name: each as `<name> <type> <value>`.";
        document.output(Output::new("certificate_validation_records", description, &awaited.certificate_validation_records));
    }
    if let Some(elsewhere) = images_elsewhere {
        let description = "What the policy of an ECR repository in another account has to allow, as JSON, by service.";
        document.output(Output::new("image_repository_policies", description, &elsewhere.image_repository_policies));
    }
    if let Some(queues) = queues {
        document.output(Output::new("queue_urls", "The addresses of the queues, by queue.", &queues.queue_urls));
        let description = "The addresses of the queues of what could not be handled, by queue.";
        document.output(Output::new("dead_letter_queue_urls", description, &queues.dead_letter_queue_urls));
    }
    if let Some(buckets) = buckets {
        document.output(Output::new("bucket_names", "The names of the buckets in AWS, by bucket.", &buckets.bucket_names));
    }
    if let Some(caches) = caches {
        document.output(Output::new("cache_hosts", "The host names of the caches, by cache.", &caches.cache_hosts));
    }
    if let Some(jobs) = jobs {
        let description = "The commands that start the jobs by hand or in a pipeline, by job.";
        document.output(Output::new("job_run_commands", description, &jobs.job_run_commands));
    }
    if !first_tasks.is_empty() {
        let description = "How many tasks the first delivery starts, by service.";
        document.output(Output::new("tasks_at_first_delivery", description, first_tasks.clone()));
    }
    if let Some((_, Some(roles))) = delivery {
        document.output(Output::new("terraform_plan_role_arn", "The role with which Terraform plans.", &roles.plan_role_arn));
        let description = "The role with which Terraform applies what was approved.";
        document.output(Output::new("terraform_apply_role_arn", description, &roles.apply_role_arn));
    }
    if let Some((delivery, _)) = delivery {
        document.output(Output::new("delivery_role_arn", "The role that the pipeline assumes.", &delivery.role_arn));
    }
}
