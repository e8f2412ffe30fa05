//! What holds data, or what others reach by its address, is destroyed or replaced.

use super::Risks;
use crate::change::Change;
use crate::risk::{Code, Severity};
use crate::sentence::Sentence;

use Severity::{Critical, High, Medium};

/// The types that hold what cannot be made again, what they hold, and how bad its loss is.
#[rustfmt::skip]
const HOLDERS: &[(&str, &str, Severity)] = &[
    // Amazon.
    ("aws_db_instance", "a database", Critical),
    ("aws_rds_cluster", "a database cluster", Critical),
    ("aws_rds_cluster_instance", "an instance of a database cluster", High),
    ("aws_rds_global_cluster", "a database over several regions", Critical),
    ("aws_docdb_cluster", "a document database", Critical),
    ("aws_neptune_cluster", "a graph database", Critical),
    ("aws_redshift_cluster", "a data warehouse", Critical),
    ("aws_redshiftserverless_namespace", "a data warehouse", Critical),
    ("aws_dynamodb_table", "a table", Critical),
    ("aws_dynamodb_global_table", "a table over several regions", Critical),
    ("aws_keyspaces_table", "a table", Critical),
    ("aws_timestreamwrite_table", "a table of time series", Critical),
    ("aws_elasticache_cluster", "a cache", High),
    ("aws_elasticache_replication_group", "a cache", High),
    ("aws_elasticache_serverless_cache", "a cache", High),
    ("aws_memorydb_cluster", "an in-memory database", Critical),
    ("aws_opensearch_domain", "a search index", Critical),
    ("aws_elasticsearch_domain", "a search index", Critical),
    ("aws_msk_cluster", "a Kafka cluster", Critical),
    ("aws_mq_broker", "a message broker", High),
    ("aws_sqs_queue", "a queue, with the messages in it", High),
    ("aws_kinesis_stream", "a stream, with the records in it", High),
    ("aws_s3_bucket", "a bucket", Critical),
    ("aws_s3_directory_bucket", "a bucket", Critical),
    ("aws_s3_object", "an object in a bucket", Medium),
    ("aws_s3tables_table_bucket", "a bucket of tables", Critical),
    ("aws_glacier_vault", "an archive", Critical),
    ("aws_efs_file_system", "a file system", Critical),
    ("aws_fsx_lustre_file_system", "a file system", Critical),
    ("aws_fsx_ontap_file_system", "a file system", Critical),
    ("aws_fsx_openzfs_file_system", "a file system", Critical),
    ("aws_fsx_windows_file_system", "a file system", Critical),
    ("aws_ebs_volume", "a disk", Critical),
    ("aws_ebs_snapshot", "a snapshot of a disk", High),
    ("aws_db_snapshot", "a snapshot of a database", Critical),
    ("aws_db_cluster_snapshot", "a snapshot of a database", Critical),
    ("aws_ami", "a machine image", High),
    ("aws_backup_vault", "a vault of backups", Critical),
    ("aws_kms_key", "a key, without which all that it encrypted is lost", Critical),
    ("aws_kms_external_key", "a key, without which all that it encrypted is lost", Critical),
    ("aws_kms_replica_key", "a key, without which all that it encrypted in this region is lost", Critical),
    ("aws_cloudhsm_v2_cluster", "a hardware module with its keys", Critical),
    ("aws_acmpca_certificate_authority", "a certificate authority", Critical),
    ("aws_secretsmanager_secret", "a secret", High),
    ("aws_secretsmanager_secret_version", "the value of a secret", High),
    ("aws_ssm_parameter", "a parameter", Medium),
    ("aws_cloudwatch_log_group", "a log group, with its logs", High),
    ("aws_cloudtrail_event_data_store", "a store of audit events", Critical),
    ("aws_ecr_repository", "a repository, with its images", High),
    ("aws_ecrpublic_repository", "a public repository, with its images", High),
    ("aws_codecommit_repository", "a source repository", Critical),
    ("aws_codeartifact_repository", "a package repository", High),
    ("aws_cognito_user_pool", "a user pool, with its users", Critical),
    ("aws_cognito_identity_pool", "an identity pool", High),
    ("aws_route53_zone", "a DNS zone, whose name servers change", Critical),
    ("aws_glue_catalog_database", "a data catalog", High),
    ("aws_instance", "a machine, with its own disks", High),
    ("aws_workspaces_workspace", "a desktop, with its disks", High),
    ("aws_lightsail_database", "a database", Critical),
    ("aws_lightsail_instance", "a machine, with its own disks", High),
    ("aws_transfer_user", "a user of file transfer", Medium),
    ("aws_prometheus_workspace", "metrics", High),
    // Google.
    ("google_sql_database_instance", "a database server", Critical),
    ("google_sql_database", "a database", Critical),
    ("google_spanner_instance", "a database server", Critical),
    ("google_spanner_database", "a database", Critical),
    ("google_alloydb_cluster", "a database cluster", Critical),
    ("google_bigtable_instance", "a database", Critical),
    ("google_bigtable_table", "a table", Critical),
    ("google_firestore_database", "a document database", Critical),
    ("google_bigquery_dataset", "a data set", Critical),
    ("google_bigquery_table", "a table", Critical),
    ("google_storage_bucket", "a bucket", Critical),
    ("google_filestore_instance", "a file system", Critical),
    ("google_compute_disk", "a disk", Critical),
    ("google_compute_instance", "a machine, with its own disks", High),
    ("google_kms_crypto_key", "a key, without which all that it encrypted is lost", Critical),
    ("google_secret_manager_secret", "a secret", High),
    ("google_pubsub_topic", "a topic", High),
    ("google_pubsub_subscription", "a subscription, with the messages in it", High),
    ("google_redis_instance", "a cache", High),
    ("google_artifact_registry_repository", "a repository", High),
    ("google_dns_managed_zone", "a DNS zone, whose name servers change", Critical),
    ("google_project", "a project, with all that is in it", Critical),
    ("google_container_cluster", "a cluster, with what runs in it", Critical),
    // Microsoft.
    ("azurerm_resource_group", "a resource group, with all that is in it", Critical),
    ("azurerm_mssql_database", "a database", Critical),
    ("azurerm_mssql_server", "a database server", Critical),
    ("azurerm_postgresql_server", "a database server", Critical),
    ("azurerm_postgresql_flexible_server", "a database server", Critical),
    ("azurerm_postgresql_flexible_server_database", "a database", Critical),
    ("azurerm_mysql_flexible_server", "a database server", Critical),
    ("azurerm_cosmosdb_account", "a database account", Critical),
    ("azurerm_cosmosdb_sql_container", "a container of documents", Critical),
    ("azurerm_storage_account", "a storage account", Critical),
    ("azurerm_storage_container", "a container of blobs", Critical),
    ("azurerm_storage_share", "a file share", Critical),
    ("azurerm_managed_disk", "a disk", Critical),
    ("azurerm_linux_virtual_machine", "a machine, with its own disk", High),
    ("azurerm_windows_virtual_machine", "a machine, with its own disk", High),
    ("azurerm_key_vault", "a key vault", Critical),
    ("azurerm_key_vault_key", "a key, without which all that it encrypted is lost", Critical),
    ("azurerm_key_vault_secret", "a secret", High),
    ("azurerm_log_analytics_workspace", "a log workspace, with its logs", High),
    ("azurerm_container_registry", "a repository, with its images", High),
    ("azurerm_redis_cache", "a cache", High),
    ("azurerm_dns_zone", "a DNS zone, whose name servers change", Critical),
    ("azurerm_kubernetes_cluster", "a cluster, with what runs in it", Critical),
    // Others.
    ("kubernetes_namespace", "a namespace, with all that is in it", Critical),
    ("kubernetes_persistent_volume", "a disk", Critical),
    ("kubernetes_persistent_volume_claim", "a disk", Critical),
    ("kubernetes_secret", "a secret", High),
    ("github_repository", "a source repository", Critical),
    ("random_password", "a generated password", High),
    ("random_id", "a generated identifier, from which names are often made", Medium),
    ("tls_private_key", "a private key", High),
    ("vault_mount", "a secrets engine, with its secrets", Critical),
];

/// The types that others reach by an address or a name that goes with them.
#[rustfmt::skip]
const REACHED: &[(&str, &str, Severity)] = &[
    ("aws_lb", "a load balancer, whose DNS name changes", High),
    ("aws_alb", "a load balancer, whose DNS name changes", High),
    ("aws_elb", "a load balancer, whose DNS name changes", High),
    ("aws_lb_listener", "a listener of a load balancer", Medium),
    ("aws_ecs_service", "a service, with its running tasks", High),
    ("aws_ecs_cluster", "a cluster, with its services", High),
    ("aws_eks_cluster", "a cluster, with what runs in it", Critical),
    ("aws_vpc", "a network, with all that is in it", Critical),
    ("aws_subnet", "a subnet, with all that is in it", High),
    ("aws_nat_gateway", "a NAT gateway, through which private subnets reach out", Medium),
    ("aws_internet_gateway", "an internet gateway", High),
    ("aws_eip", "a public address, which others may have allowed", High),
    ("aws_vpn_connection", "a VPN connection", High),
    ("aws_dx_connection", "a direct connection", High),
    ("aws_route", "a route", Medium),
    ("aws_route53_record", "a DNS record", Medium),
    ("aws_cloudfront_distribution", "a distribution, whose domain name changes", High),
    ("aws_api_gateway_rest_api", "an API, whose URL changes", High),
    ("aws_apigatewayv2_api", "an API, whose URL changes", High),
    ("aws_lambda_function", "a function", Medium),
    ("aws_lambda_function_url", "a URL of a function", Medium),
    ("aws_globalaccelerator_accelerator", "an accelerator, whose addresses change", High),
    ("aws_sns_topic", "a topic, with its subscriptions", Medium),
    ("aws_acm_certificate", "a certificate", Medium),
    ("google_compute_network", "a network, with all that is in it", Critical),
    ("google_compute_address", "a public address, which others may have allowed", High),
    ("google_cloud_run_v2_service", "a service", High),
    ("azurerm_virtual_network", "a network, with all that is in it", Critical),
    ("azurerm_public_ip", "a public address, which others may have allowed", High),
];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if !change.action.destroys() {
        return;
    }
    let find = |table: &'static [(&str, &str, Severity)]| table.iter().find(|(kind, ..)| *kind == change.kind).copied();
    if let Some((_, holds, severity)) = find(HOLDERS) {
        let code = if change.action.replaces() { Code::DataReplaced } else { Code::DataDestroyed };
        let verb = if change.action.replaces() { "replaces " } else { "destroys " };
        risks.add(severity, code, Sentence::new(verb).words(holds).words(circumstances(change)));
    } else if let Some((_, reached, severity)) = find(REACHED) {
        let verb = if change.action.replaces() { "replaces " } else { "destroys " };
        let what = Sentence::new(verb).words(reached).words(if change.is_deposed { DEPOSED } else { "" });
        risks.add(severity, Code::ServiceInterrupted, what);
    }
}

const DEPOSED: &str = " (an old one, which an earlier replacement left behind)";

/// What the resource itself says about how it goes.
fn circumstances(change: &Change<'_>) -> &'static str {
    let is = |name: &str| change.before().get(name).as_bool();
    if change.is_deposed {
        DEPOSED
    } else if [is("deletion_protection"), is("deletion_protection_enabled"), is("enable_deletion_protection")].contains(&Some(true))
    {
        "; its deletion protection is on, so that the apply will fail there"
    } else if is("skip_final_snapshot") == Some(true) {
        ", without a final snapshot"
    } else if is("force_destroy") == Some(true) || is("force_delete") == Some(true) {
        ", even if it is not empty"
    } else {
        ""
    }
}
