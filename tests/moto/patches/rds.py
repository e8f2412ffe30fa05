"""Amazon RDS."""

from moto.core.responses import ActionResult
from moto.moto_api._internal import mock_random
from moto.rds.exceptions import RDSClientError
from moto.rds.models import DBInstance, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse as Response
from moto.utilities.arns import parse_arn

from .common import add, kept, wrap


def resource_id():
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


def resource_ids_of_instances():
    """moto: gives all instances one DbiResourceId. AWS: gives each its own, and the provider finds an instance by it."""
    @wrap(DBInstance)
    def __init__(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.dbi_resource_id = resource_id()


def read_replicas():
    """moto: a replica is a copy of its source with the same DbiResourceId, and keeps its own view of the source. AWS: an instance of its
    own, which the provider finds by its own DbiResourceId."""
    @wrap(RDSBackend)
    def create_db_instance_read_replica(original, self, db_kwargs):
        replica = original(self, db_kwargs)
        replica.dbi_resource_id = resource_id()
        return replica


def source_of_parameters():
    """moto: DescribeDBParameters gives no Source. AWS: `user` for those that were set."""
    @wrap(Response)
    def describe_db_parameters(original, self):
        answer = original(self)
        answer.result["Parameters"] = [{"Source": "user"} | dict(p) for p in answer.result["Parameters"]]
        return answer


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


PATCHES = (settings_of_instances, resource_ids_of_instances, read_replicas, source_of_parameters, replicated_automated_backups)
