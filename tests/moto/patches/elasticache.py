"""Amazon ElastiCache."""

from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.elasticache.exceptions import CacheSubnetGroupNotFound, ElastiCacheException, UserNotFound
from moto.elasticache.models import ElastiCacheBackend, ReplicationGroup
from moto.elasticache.responses import ElastiCacheResponse as Response

from .common import add, kept, wrap


def refused(code, message):
    error = ElastiCacheException(message)
    error.code = code
    return error


def arn_of(backend, kind, name):
    return f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:{kind}:{name}"


def keep_tags(backend, arn, tags):
    if tags:
        backend.tagging_service.tag_resource(arn, tags)


def one(backend, store, name, code):
    found = kept(backend, store).get(name)
    if found is None:
        raise refused(code, f"{name} not found.")
    return found


def nodes_of_replication_groups():
    """moto: makes one node whatever NumCacheClusters says, gives no ReaderEndpoint, and knows no member as a cache cluster. AWS: one node for each,
    called `<group>-001` and so on, an endpoint for those who read, and each node described as a cluster of its own with the group's settings
    (ElastiCache API Reference, CreateReplicationGroup, DescribeCacheClusters)."""
    @wrap(ReplicationGroup)
    def __init__(original, self, *args, **kwargs):
        if kwargs.get("cluster_mode") != "enabled" and not kwargs.get("replicas_per_node_group"):
            kwargs["replicas_per_node_group"] = (kwargs.get("num_cache_clusters") or 1) - 1
        original(self, *args, **kwargs)
        self.snapshot_window = kwargs.get("snapshot_window") or "05:00-06:00"
        self.engine_version = kwargs.get("engine_version") or "8.0"
        for group in self.node_groups:
            if "reader_endpoint_address" in group:
                group["reader_endpoint"] = {"address": group["reader_endpoint_address"], "port": self.port}

    def described(self, group, member):
        family = f"{group.engine}{group.engine_version.split('.')[0]}"
        patch = "" if group.engine_version.count(".") > 1 else ".1"
        return {
            "CacheClusterId": member,
            "CacheClusterStatus": "available",
            "CacheNodeType": group.cache_node_type,
            "Engine": group.engine,
            "EngineVersion": f"{group.engine_version}{patch}",
            "NumCacheNodes": 1,
            "PreferredMaintenanceWindow": group.preferred_maintenance_window or "sun:05:00-sun:06:00",
            "CacheParameterGroup": {"CacheParameterGroupName": group.cache_parameter_group_name or f"default.{family}"},
            "CacheSubnetGroupName": group.cache_subnet_group_name,
            "CacheNodes": [{"CacheNodeId": "0001", "CacheNodeStatus": "available", "Endpoint": {"Address": f"{member}.local", "Port": group.port}}],
            "AutoMinorVersionUpgrade": str(group.auto_minor_version_upgrade).lower() != "false",
            "SecurityGroups": [{"SecurityGroupId": it, "Status": "active"} for it in group.security_group_ids or []],
            "ReplicationGroupId": group.replication_group_id,
            "SnapshotRetentionLimit": group.snapshot_retention_limit,
            "SnapshotWindow": group.snapshot_window,
            "TransitEncryptionEnabled": group.transit_encryption_enabled,
            "TransitEncryptionMode": group.transit_encryption_mode or ("required" if group.transit_encryption_enabled else None),
            "AtRestEncryptionEnabled": group.at_rest_encryption_enabled,
            "ARN": arn_of(self, "cluster", member),
        }

    @wrap(ElastiCacheBackend)
    def describe_cache_clusters(original, self, cache_cluster_id=None):
        for group in self.replication_groups.values():
            if cache_cluster_id in group.member_clusters:
                return [described(self, group, cache_cluster_id)]
        # Of all, as the provider asks after it changed how many there are, the members are some.
        members = [] if cache_cluster_id else [(group, it) for group in self.replication_groups.values() for it in group.member_clusters]
        return list(original(self, cache_cluster_id)) + [described(self, group, member) for group, member in members]


def changes_of_replication_groups():
    """moto: ModifyReplicationGroup forgets most of what it is told, and IncreaseReplicaCount and DecreaseReplicaCount are not there. AWS: does what is
    said (ElastiCache API Reference, ModifyReplicationGroup); the number of nodes has the two calls of its own, and one that has a standby in
    another zone keeps one (DecreaseReplicaCount, NewReplicaCount)."""
    given = {
        "EngineVersion": "engine_version",
        "CacheParameterGroupName": "cache_parameter_group_name",
        "PreferredMaintenanceWindow": "preferred_maintenance_window",
        "SnapshotWindow": "snapshot_window",
        "SecurityGroupIds": "security_group_ids",
    }

    @wrap(Response)
    def modify_replication_group(original, self):
        answer = original(self)
        group = self.elasticache_backend.replication_groups[self._get_param("ReplicationGroupId")]
        for parameter, attribute in given.items():
            if self._get_param(parameter):
                setattr(group, attribute, self._get_param(parameter))
        added, removed = self._get_param("UserGroupIdsToAdd") or [], self._get_param("UserGroupIdsToRemove") or []
        group.user_group_ids = [it for it in group.user_group_ids if it not in removed] + added
        if self._get_bool_param("RemoveUserGroups"):
            group.user_group_ids = []
        return answer

    def counted(self):
        group = self.elasticache_backend.replication_groups[self._get_param("ReplicationGroupId")]
        count = 1 + self._get_int_param("NewReplicaCount")
        if count == 1 and "enabled" in (group.automatic_failover, group.multi_az):
            raise refused("InvalidParameterCombination", "A group with a standby in another zone has at least one replica.")
        first = group.node_groups[0]["node_group_members"][0]
        group.member_clusters[:] = [f"{group.replication_group_id}-{index + 1:0>3}" for index in range(count)]
        group.node_groups[0]["node_group_members"] = [
            {**first, "cache_cluster_id": member, "current_role": "primary" if index == 0 else "replica"}
            for index, member in enumerate(group.member_clusters)
        ]
        return ActionResult({"ReplicationGroup": group})

    @add(Response)
    def increase_replica_count(self):
        return counted(self)

    @add(Response)
    def decrease_replica_count(self):
        return counted(self)


def deletion_of_replication_groups():
    """moto: keeps a group in the state `deleting` for good, and ignores FinalSnapshotIdentifier. AWS: it is gone in the end; leaves a snapshot of that
    name, and deletes nothing where there is one of it already (ElastiCache API Reference, DeleteReplicationGroup: SnapshotAlreadyExistsFault)."""
    @wrap(Response)
    def delete_replication_group(original, self):
        name = self._get_param("FinalSnapshotIdentifier")
        if name:
            snapshots = kept(self.elasticache_backend, "last_snapshots")
            if name in snapshots:
                raise refused("SnapshotAlreadyExistsFault", f"Snapshot {name} already exists.")
            snapshots[name] = self._get_param("ReplicationGroupId")
        answer = original(self)
        self.elasticache_backend.replication_groups.pop(self._get_param("ReplicationGroupId"))
        return answer


def snapshots_that_are_deleted():
    """moto: does not know the last snapshots, which stand above. AWS: deletes them as any other, and the name is free again."""
    @wrap(Response)
    def delete_snapshot(original, self):
        snapshots, name = kept(self.elasticache_backend, "last_snapshots"), self._get_param("SnapshotName")
        if name not in snapshots:
            return original(self)
        return ActionResult({"Snapshot": {"SnapshotName": name, "ReplicationGroupId": snapshots.pop(name), "SnapshotStatus": "deleting"}})


def changes_of_users():
    """moto: lacks ModifyUser. AWS: the user that stands gets what is given."""
    @add(Response)
    def modify_user(self):
        user = self.elasticache_backend.users.get(self._get_param("UserId"))
        if user is None:
            raise UserNotFound(self._get_param("UserId"))
        user.access_string = self._get_param("AccessString") or user.access_string
        return ActionResult(user)


def groups_of_users():
    """moto: has none. AWS: keeps them; one of Valkey's takes no user without a way to say who it is (ElastiCache User Guide, "Role-Based Access
    Control (RBAC)"), and a cache's group is not deleted (InvalidUserGroupState)."""
    def users_are_there(backend, engine, ids):
        for id in ids:
            user = backend.users.get(id)
            if user is None:
                raise UserNotFound(id)
            if engine == "valkey" and user.authentication_type not in ("iam", "password"):
                raise refused("InvalidParameterCombination", f"The user {id} has no authentication.")

    @add(Response)
    def create_user_group(self):
        backend, name, engine = self.elasticache_backend, self._get_param("UserGroupId"), self._get_param("Engine").lower()
        if name in kept(backend, "user_groups"):
            raise refused("UserGroupAlreadyExists", f"{name} already exists.")
        ids = self._get_param("UserIds") or []
        users_are_there(backend, engine, ids)
        arn = arn_of(backend, "usergroup", name)
        kept(backend, "user_groups")[name] = group = {
            "UserGroupId": name, "Status": "active", "Engine": engine, "UserIds": ids, "MinimumEngineVersion": "7.2", "ARN": arn,
        }
        keep_tags(backend, arn, self._get_param("Tags"))
        return ActionResult(group)

    @add(Response)
    def describe_user_groups(self):
        name = self._get_param("UserGroupId")
        all = kept(self.elasticache_backend, "user_groups")
        return ActionResult({"UserGroups": [one(self.elasticache_backend, "user_groups", name, "UserGroupNotFound")] if name else list(all.values())})

    @add(Response)
    def modify_user_group(self):
        group = one(self.elasticache_backend, "user_groups", self._get_param("UserGroupId"), "UserGroupNotFound")
        added, removed = self._get_param("UserIdsToAdd") or [], self._get_param("UserIdsToRemove") or []
        users_are_there(self.elasticache_backend, group["Engine"], added)
        group["UserIds"] = [it for it in group["UserIds"] if it not in removed] + added
        return ActionResult(group)

    @add(Response)
    def delete_user_group(self):
        backend, name = self.elasticache_backend, self._get_param("UserGroupId")
        group = one(backend, "user_groups", name, "UserGroupNotFound")
        of_nodes = [it.replication_group_id for it in backend.replication_groups.values() if name in it.user_group_ids]
        using = of_nodes + [it["ServerlessCacheName"] for it in kept(backend, "serverless").values() if it["UserGroupId"] == name]
        if using:
            raise refused("InvalidUserGroupState", f"The user group {name} is in use by {using[0]}.")
        return ActionResult(kept(backend, "user_groups").pop(name) | {"Status": "deleting", "ARN": group["ARN"]})


def serverless_caches():
    """moto: has none. AWS: keeps what it is told; the endpoint answers on 6379, for those who only read on 6380."""
    @add(Response)
    def create_serverless_cache(self):
        backend, name = self.elasticache_backend, self._get_param("ServerlessCacheName")
        if name in kept(backend, "serverless"):
            raise refused("ServerlessCacheAlreadyExistsFault", f"{name} already exists.")
        group = self._get_param("UserGroupId")
        if group is not None:
            one(backend, "user_groups", group, "UserGroupNotFound")
        arn = arn_of(backend, "serverlesscache", name)
        host = f"{name}-abcdef.serverless.use1.cache.amazonaws.com"
        major = self._get_param("MajorEngineVersion") or "8"
        kept(backend, "serverless")[name] = cache = {
            "ServerlessCacheName": name, "Description": self._get_param("Description") or "", "CreateTime": utcnow(), "Status": "available",
            "Engine": self._get_param("Engine"), "MajorEngineVersion": major, "FullEngineVersion": f"{major}.0",
            "CacheUsageLimits": self._get_param("CacheUsageLimits"), "KmsKeyId": self._get_param("KmsKeyId"),
            "SecurityGroupIds": self._get_param("SecurityGroupIds") or [], "Endpoint": {"Address": host, "Port": 6379},
            "ReaderEndpoint": {"Address": host, "Port": 6380}, "ARN": arn, "UserGroupId": group, "SubnetIds": self._get_param("SubnetIds") or [],
            "SnapshotRetentionLimit": self._get_int_param("SnapshotRetentionLimit") or 0,
            "DailySnapshotTime": self._get_param("DailySnapshotTime") or "0",
        }
        keep_tags(backend, arn, self._get_param("Tags"))
        return ActionResult({"ServerlessCache": cache})

    @add(Response)
    def describe_serverless_caches(self):
        name, all = self._get_param("ServerlessCacheName"), kept(self.elasticache_backend, "serverless")
        found = [one(self.elasticache_backend, "serverless", name, "ServerlessCacheNotFoundFault")] if name else list(all.values())
        return ActionResult({"ServerlessCaches": found})

    @add(Response)
    def modify_serverless_cache(self):
        cache = one(self.elasticache_backend, "serverless", self._get_param("ServerlessCacheName"), "ServerlessCacheNotFoundFault")
        for parameter in ("Description", "CacheUsageLimits", "SecurityGroupIds", "UserGroupId", "DailySnapshotTime"):
            if self._get_param(parameter):
                cache[parameter] = self._get_param(parameter)
        if self._get_bool_param("RemoveUserGroup"):
            cache["UserGroupId"] = None
        if self._get_int_param("SnapshotRetentionLimit") is not None:
            cache["SnapshotRetentionLimit"] = self._get_int_param("SnapshotRetentionLimit")
        return ActionResult({"ServerlessCache": cache})

    @add(Response)
    def delete_serverless_cache(self):
        name = self._get_param("ServerlessCacheName")
        one(self.elasticache_backend, "serverless", name, "ServerlessCacheNotFoundFault")
        return ActionResult({"ServerlessCache": kept(self.elasticache_backend, "serverless").pop(name) | {"Status": "deleting"}})


def parameter_groups():
    """moto: has none. AWS: keeps them, and the parameters that a user set have the source `user`."""
    def found(self):
        return one(self.elasticache_backend, "parameter_groups", self._get_param("CacheParameterGroupName"), "CacheParameterGroupNotFound")

    def shown(group):
        return {key: value for key, value in group.items() if key != "Parameters"}

    @add(Response)
    def create_cache_parameter_group(self):
        backend, name = self.elasticache_backend, self._get_param("CacheParameterGroupName")
        arn = arn_of(backend, "parametergroup", name)
        kept(backend, "parameter_groups")[name] = group = {
            "CacheParameterGroupName": name, "CacheParameterGroupFamily": self._get_param("CacheParameterGroupFamily"),
            "Description": self._get_param("Description"), "IsGlobal": False, "ARN": arn, "Parameters": {},
        }
        keep_tags(backend, arn, self._get_param("Tags"))
        return ActionResult({"CacheParameterGroup": shown(group)})

    @add(Response)
    def describe_cache_parameter_groups(self):
        return ActionResult({"CacheParameterGroups": [shown(found(self))]})

    @add(Response)
    def describe_cache_parameters(self):
        parameters = found(self)["Parameters"].items()
        return ActionResult({"Parameters": [{"ParameterName": name, "ParameterValue": value, "Source": "user"} for name, value in parameters]})

    @add(Response)
    def modify_cache_parameter_group(self):
        for parameter in self._get_param("ParameterNameValues") or []:
            found(self)["Parameters"][parameter["ParameterName"]] = parameter["ParameterValue"]
        return ActionResult({"CacheParameterGroupName": found(self)["CacheParameterGroupName"]})

    @add(Response)
    def reset_cache_parameter_group(self):
        for parameter in self._get_param("ParameterNameValues") or []:
            found(self)["Parameters"].pop(parameter["ParameterName"], None)
        return ActionResult({"CacheParameterGroupName": found(self)["CacheParameterGroupName"]})

    @add(Response)
    def delete_cache_parameter_group(self):
        name = found(self)["CacheParameterGroupName"]
        if any(it.cache_parameter_group_name == name for it in self.elasticache_backend.replication_groups.values()):
            raise refused("InvalidCacheParameterGroupState", f"The parameter group {name} is in use.")
        kept(self.elasticache_backend, "parameter_groups").pop(name)
        return EmptyResult()


def subnet_groups():
    """moto: changes and deletes none. AWS: does, and deletes none that a cache uses (ElastiCache API Reference, DeleteCacheSubnetGroup:
    CacheSubnetGroupInUse)."""
    def found(self):
        groups, name = self.elasticache_backend.cache_subnet_groups, self._get_param("CacheSubnetGroupName")
        if name not in groups:
            raise CacheSubnetGroupNotFound(name)
        return groups[name]

    @add(Response)
    def modify_cache_subnet_group(self):
        group = found(self)
        made = type(group)(
            self.elasticache_backend.account_id, self.region, group.cache_subnet_group_name,
            self._get_param("CacheSubnetGroupDescription") or group.cache_subnet_group_description,
            self._get_param("SubnetIds") or group.subnet_ids, group.tags)
        self.elasticache_backend.cache_subnet_groups[group.cache_subnet_group_name] = made
        return ActionResult({"CacheSubnetGroup": made})

    @add(Response)
    def delete_cache_subnet_group(self):
        name = found(self).cache_subnet_group_name
        if any(it.cache_subnet_group_name == name for it in self.elasticache_backend.replication_groups.values()):
            raise refused("CacheSubnetGroupInUse", f"The cache subnet group {name} is currently in use.")
        self.elasticache_backend.cache_subnet_groups.pop(name)
        return EmptyResult()


def tags_of_everything():
    """moto: refuses the ARNs of what it lacks, and of parameter groups. AWS: tags them too."""
    @wrap(ElastiCacheBackend)
    def list_tags_for_resource(original, self, arn):
        if any(f":{kind}:" in arn for kind in ("usergroup", "serverlesscache", "parametergroup")):
            return self.tagging_service.list_tags_for_resource(arn)
        return original(self, arn)


PATCHES = (
    nodes_of_replication_groups,
    changes_of_replication_groups,
    deletion_of_replication_groups,
    snapshots_that_are_deleted,
    changes_of_users,
    groups_of_users,
    serverless_caches,
    parameter_groups,
    subnet_groups,
    tags_of_everything,
)
