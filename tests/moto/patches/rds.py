"""Amazon RDS."""

from moto.core.responses import ActionResult
from moto.moto_api._internal import mock_random
from moto.rds.exceptions import RDSClientError
from moto.rds.models import DBInstance, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse as Response
from moto.utilities.arns import parse_arn

from .common import add, kept, wrap


def new_resource_id():
    return "db-" + mock_random.get_random_string(26, include_digits=True).upper()


def settings_of_instances():
    """moto: an instance forgets these settings. AWS: keeps them; `standard` insights and IPv4 by default."""
    @wrap(DBInstance)
    def __init__(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.database_insights_mode = kwargs.get("database_insights_mode") or "standard"
        self.network_type = kwargs.get("network_type") or "IPV4"
        self.performance_insights_enabled = kwargs.get("enable_performance_insights", False)
        self.performance_insights_kms_key_id = kwargs.get("performance_insights_kms_key_id")
        self.performance_insights_retention_period = kwargs.get("performance_insights_retention_period")

    @wrap(DBInstance)
    def update(original, self, **kwargs):
        original(self, **kwargs)
        if "enable_performance_insights" in kwargs:
            self.performance_insights_enabled = kwargs["enable_performance_insights"]


def passwords_that_are_kept_already():
    """moto: makes another secret when it is told once more to keep the password. AWS: keeps the one that it has (RDS API Reference, ModifyDBInstance:
    ManageMasterUserPassword turns it on where it is off)."""
    @wrap(DBInstance)
    def update(original, self, **kwargs):
        if kwargs.get("manage_master_user_password") and self.manage_master_user_password:
            kwargs = {key: value for key, value in kwargs.items()
                      if key not in ("manage_master_user_password", "master_user_secret_kms_key_id")}
        return original(self, **kwargs)


def ports_that_are_changed():
    """moto: forgets DBPortNumber. AWS: the instance restarts on it, whatever ApplyImmediately says (RDS API Reference, ModifyDBInstance)."""
    @wrap(DBInstance)
    def update(original, self, **kwargs):
        original(self, **kwargs)
        self.port = kwargs.get("db_port_number") or self.port


def resource_ids_of_instances():
    """moto: gives all instances one DbiResourceId. AWS: gives each its own, and the provider finds an instance by it."""
    @wrap(DBInstance)
    def __init__(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.dbi_resource_id = new_resource_id()


def instances_of_their_own_as_read_replicas():
    """moto: a replica is its source under another name, down to the DbiResourceId. AWS: an instance with its own, with
    the logs that it is told to export, and without backups unless it is told to make some; and of a source whose password
    RDS keeps it makes none (under which code, its documentation does not say)."""
    @wrap(RDSBackend)
    def create_db_instance_read_replica(original, self, db_kwargs):
        if self.find_db_from_id(db_kwargs["source_db_instance_identifier"]).manage_master_user_password:
            raise RDSClientError("InvalidParameterCombination", "The source has ManageMasterUserPassword enabled.")
        replica = original(self, db_kwargs)
        replica.dbi_resource_id = new_resource_id()
        replica.backup_retention_period = db_kwargs.get("backup_retention_period", 0)
        replica.enabled_cloudwatch_logs_exports = list(db_kwargs.get("enable_cloudwatch_logs_exports", []))
        replica.db_instance_automated_backups_replications = []
        return replica


def instances_restored_to_a_moment():
    """moto: tells the source as if the restored instance were its read replica. AWS: does not."""
    @wrap(RDSBackend)
    def restore_db_instance_to_point_in_time(original, self, *args, **kwargs):
        instance = original(self, *args, **kwargs)
        instance.source_db_instance_identifier = None
        return instance


def source_of_parameters():
    """moto: DescribeDBParameters gives no Source. AWS: `user` for those that were set."""
    @wrap(Response)
    def describe_db_parameters(original, self):
        answer = original(self)
        answer.result["Parameters"] = [{"Source": "user"} | dict(p) for p in answer.result["Parameters"]]
        return answer


def parameters_that_are_reset():
    """moto: lacks ResetDBParameterGroup. AWS: the parameters that are named, or all, have their defaults again."""
    @add(Response)
    def reset_db_parameter_group(self):
        group = self.backend.describe_db_parameter_groups({"db_parameter_group_name": self.params["DBParameterGroupName"]})[0]
        named = [it["ParameterName"] for it in self.params.get("Parameters") or []]
        for name in list(group.parameters) if self.params.get("ResetAllParameters") or not named else named:
            group.parameters.pop(name, None)
        return ActionResult({"DBParameterGroupName": group.name})


def replicated_automated_backups():
    """moto: lacks StartDBInstanceAutomatedBackupsReplication and its Stop. AWS: the region that was asked holds a copy
    under an ARN of its own, and the instance in its region names that ARN. Here: replicating at once."""
    def instance_of(self):
        arn = parse_arn(self.params["SourceDBInstanceArn"])
        return rds_backends[arn.account][arn.region].describe_db_instances(arn.resource_id)[0]

    @add(Response)
    def start_db_instance_automated_backups_replication(self):
        instance = instance_of(self)
        arn = f"arn:aws:rds:{self.region}:{self.current_account}:auto-backup:ab-{mock_random.get_random_hex(20)}"
        backup = {
            "DBInstanceArn": instance.db_instance_arn,
            "DbiResourceId": instance.dbi_resource_id,
            "DBInstanceIdentifier": instance.db_instance_identifier,
            "Region": parse_arn(instance.db_instance_arn).region,
            "Status": "replicating",
            "Encrypted": instance.storage_encrypted,
            "KmsKeyId": self.params.get("KmsKeyId"),
            "BackupRetentionPeriod": self.params.get("BackupRetentionPeriod") or 7,
            "DBInstanceAutomatedBackupsArn": arn,
        }
        kept(self.backend, "replicated_backups")[arn] = backup
        instance.db_instance_automated_backups_replications = [{"DBInstanceAutomatedBackupsArn": arn}]
        return ActionResult({"DBInstanceAutomatedBackup": backup})

    @add(Response)
    def stop_db_instance_automated_backups_replication(self):
        backups = kept(self.backend, "replicated_backups")
        arn = next(a for a, b in backups.items() if b["DBInstanceArn"] == self.params["SourceDBInstanceArn"])
        instance_of(self).db_instance_automated_backups_replications = []
        return ActionResult({"DBInstanceAutomatedBackup": backups.pop(arn) | {"Status": "deleting"}})

    @wrap(Response)
    def describe_db_instance_automated_backups(original, self):
        arn = self.params.get("DBInstanceAutomatedBackupsArn")
        backups = kept(self.backend, "replicated_backups")
        if arn is not None and arn not in backups:
            raise RDSClientError("DBInstanceAutomatedBackupNotFound", f"Automated backup {arn} not found.")
        if arn is not None:
            return ActionResult({"DBInstanceAutomatedBackups": [backups[arn]]})
        answer = original(self)
        answer.result["DBInstanceAutomatedBackups"] += backups.values()
        return answer


def sources_of_event_subscriptions():
    """moto: lacks ModifyEventSubscription, AddSourceIdentifierToSubscription and RemoveSourceIdentifierFromSubscription. AWS: the
    subscription that stands gets what is given anew, and one source more or less, as when a read replica joins a database."""
    def subscription_of(self):
        return self.backend.describe_event_subscriptions(self.params["SubscriptionName"])[0]

    @add(Response)
    def modify_event_subscription(self):
        subscription = subscription_of(self)
        given = {"SnsTopicArn": "sns_topic_arn", "SourceType": "source_type", "EventCategories": "event_categories", "Enabled": "enabled"}
        for parameter, attribute in given.items():
            if self.params.get(parameter) is not None:
                setattr(subscription, attribute, self.params[parameter])
        return ActionResult({"EventSubscription": subscription})

    @add(Response)
    def add_source_identifier_to_subscription(self):
        subscription = subscription_of(self)
        subscription.source_ids = [*subscription.source_ids, self.params["SourceIdentifier"]]
        return ActionResult({"EventSubscription": subscription})

    @add(Response)
    def remove_source_identifier_from_subscription(self):
        subscription, removed = subscription_of(self), self.params["SourceIdentifier"]
        subscription.source_ids = [source for source in subscription.source_ids if source != removed]
        return ActionResult({"EventSubscription": subscription})


def subnet_groups():
    """moto: loses a subnet group when it is modified, and lets go of one in use. AWS: keeps it; takes no subnet out in whose zone an
    instance stands (Amazon RDS API Reference, ModifyDBSubnetGroup: SubnetAlreadyInUse; aws/aws-cdk#26135 shows the message), and
    deletes none that an instance uses (DeleteDBSubnetGroup: InvalidDBSubnetGroupStateFault)."""
    def users(self, group):
        return [it for it in self.databases.values() if getattr(it, "db_subnet_group", None) is group]

    @wrap(RDSBackend)
    def modify_db_subnet_group(original, self, subnet_name, description, subnets):
        group = self.describe_db_subnet_groups(subnet_name)[0]
        zones = {subnet.availability_zone for subnet in subnets}
        kept = {subnet.id for subnet in subnets}
        taken = {it.availability_zone for it in users(self, group)}
        gone = [it.id for it in group._subnets if it.id not in kept and it.availability_zone in taken]
        if gone:
            raise RDSClientError("SubnetAlreadyInUse", f"Some of the subnets to be deleted are currently in use: {', '.join(gone)}")
        if len(zones) < 2:
            raise RDSClientError("DBSubnetGroupDoesNotCoverEnoughAZs", "The DB subnet group doesn't meet Availability Zone (AZ) coverage.")
        group = original(self, subnet_name, description, subnets)
        self.subnet_groups[subnet_name] = group
        return group

    @wrap(RDSBackend)
    def delete_subnet_group(original, self, subnet_name):
        using = [it.db_instance_identifier for it in users(self, self.describe_db_subnet_groups(subnet_name)[0])]
        if using:
            raise RDSClientError(
                "InvalidDBSubnetGroupStateFault",
                f"Cannot delete the subnet group '{subnet_name}' because at least one database instance: {using[0]} is still using it.")
        return original(self, subnet_name)


def major_versions():
    """moto: takes every version beside every parameter group, and deletes a group that is in use. AWS: goes to another major version only when
    that is allowed, and with a parameter group of its family, takes the read replicas in the region along, and never goes back (RDS User Guide,
    "Upgrading the RDS for PostgreSQL DB engine"); a group goes when no instance has it (RDS API Reference, DeleteDBParameterGroup,
    InvalidDBParameterGroupState)."""
    def major(version):
        return int(str(version).split(".")[0])

    @wrap(RDSBackend)
    def modify_db_instance(original, self, db_instance_identifier, db_kwargs):
        database = self.describe_db_instances(db_instance_identifier)[0]
        before, now = major(database.engine_version), major(db_kwargs.get("engine_version") or database.engine_version)
        if now < before:
            raise RDSClientError("InvalidParameterCombination", f"Cannot upgrade postgres from {before} to {now}")
        if now > before and not db_kwargs.get("allow_major_version_upgrade"):
            raise RDSClientError(
                "InvalidParameterCombination", "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")
        name = db_kwargs.get("db_parameter_group_name") or database.db_parameter_group_name
        group = self.db_parameter_groups.get(name) if name else None
        if group is not None and group.family != f"postgres{now}":
            raise RDSClientError(
                "InvalidParameterCombination", f"The parameter group {name} with DBParameterGroupFamily {group.family} can't be used for "
                f"this instance. Please use a parameter group with DBParameterGroupFamily postgres{now}")
        modified = original(self, db_instance_identifier, db_kwargs)
        for replica in self.databases.values():
            if now > before and getattr(replica, "source_db_instance_identifier", None) == db_instance_identifier:
                replica.engine_version = modified.engine_version
        return modified

    @wrap(RDSBackend)
    def delete_db_parameter_group(original, self, db_parameter_group_name):
        if any(it.db_parameter_group_name == db_parameter_group_name for it in self.databases.values()):
            raise RDSClientError("InvalidDBParameterGroupState", "One or more database instances are still members of this parameter group.")
        return original(self, db_parameter_group_name)


PATCHES = (
    settings_of_instances,
    passwords_that_are_kept_already,
    resource_ids_of_instances,
    instances_of_their_own_as_read_replicas,
    instances_restored_to_a_moment,
    source_of_parameters,
    parameters_that_are_reset,
    ports_that_are_changed,
    replicated_automated_backups,
    sources_of_event_subscriptions,
    subnet_groups,
    major_versions,
)
