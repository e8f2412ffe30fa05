"""Amazon CloudWatch Logs."""

import json

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse as Response
from moto.moto_api._internal import mock_random

from .common import add, kept, wrap


def class_of_log_groups():
    """moto: forgets logGroupClass. AWS: keeps it, STANDARD by default; DescribeLogGroups gives it."""
    @wrap(Response)
    def create_log_group(original, self):
        answer = original(self)
        group = self.logs_backend.groups[self._get_param("logGroupName")]
        group.log_group_class = self._get_param("logGroupClass") or "STANDARD"
        return answer

    @wrap(LogGroup)
    def to_describe_dict(original, self):
        return original(self) | {"logGroupClass": getattr(self, "log_group_class", "STANDARD")}


def query_definitions():
    """moto: lacks Put-, Describe- and DeleteQueryDefinition. AWS: keeps saved queries under an id of its own."""
    @add(Response)
    def put_query_definition(self):
        id = self._get_param("queryDefinitionId") or str(mock_random.uuid4())
        kept(self.logs_backend, "query_definitions")[id] = {
            "queryDefinitionId": id,
            "name": self._get_param("name"),
            "queryString": self._get_param("queryString"),
            "logGroupNames": self._get_param("logGroupNames") or [],
        }
        return json.dumps({"queryDefinitionId": id})

    @add(Response)
    def describe_query_definitions(self):
        prefix = self._get_param("queryDefinitionNamePrefix") or ""
        definitions = kept(self.logs_backend, "query_definitions").values()
        return json.dumps({"queryDefinitions": [d for d in definitions if d["name"].startswith(prefix)]})

    @add(Response)
    def delete_query_definition(self):
        definition = kept(self.logs_backend, "query_definitions").pop(self._get_param("queryDefinitionId"), None)
        return json.dumps({"success": definition is not None})


PATCHES = (class_of_log_groups, query_definitions)
