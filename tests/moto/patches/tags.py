"""Tags of what is gone."""

from moto.cloudwatch.models import CloudWatchBackend
from moto.elasticache.responses import ElastiCacheResponse
from moto.logs.models import LogsBackend
from moto.s3.models import S3Backend
from moto.scheduler.models import EventBridgeSchedulerBackend

from .common import wrap


def tags_go_with_what_has_them():
    """moto: keeps the tags of a bucket, a log group, a schedule group, an alarm and all of ElastiCache when they are deleted, and the next one of the name
    has them again. AWS: they are gone."""
    def forget(tagger, ending):
        for arn in [it for it in tagger.tags if it.endswith(ending)]:
            del tagger.tags[arn]

    def by_name(cls, call, sign):
        def method(original, self, *args, **kwargs):
            answer = original(self, *args, **kwargs)
            names = [*args, *kwargs.values()][0]
            for name in names if isinstance(names, list) else [names]:
                forget(self.tagger, f"{sign}{name}")
            return answer
        method.__name__ = call
        wrap(cls)(method)

    by_name(S3Backend, "delete_bucket", ":")
    by_name(LogsBackend, "delete_log_group", ":")
    by_name(EventBridgeSchedulerBackend, "delete_schedule_group", "/")
    by_name(CloudWatchBackend, "delete_alarms", ":")

    def of_elasticache(call, kind, parameter):
        def method(original, self):
            answer = original(self)
            forget(self.elasticache_backend.tagging_service, f":{kind}:{self._get_param(parameter)}")
            return answer
        method.__name__ = call
        wrap(ElastiCacheResponse)(method)

    of_elasticache("delete_user", "user", "UserId")
    of_elasticache("delete_user_group", "usergroup", "UserGroupId")
    of_elasticache("delete_serverless_cache", "serverlesscache", "ServerlessCacheName")
    of_elasticache("delete_replication_group", "replicationgroup", "ReplicationGroupId")
    of_elasticache("delete_cache_parameter_group", "parametergroup", "CacheParameterGroupName")
    of_elasticache("delete_cache_subnet_group", "subnetgroup", "CacheSubnetGroupName")


PATCHES = (tags_go_with_what_has_them,)
