"""Amazon DynamoDB."""

from moto.dynamodb.responses import DynamoHandler

from .common import wrap


def encryption_that_changes():
    """moto: UpdateTable forgets SSESpecification. AWS: the table that stands goes to that key (DynamoDB API Reference, UpdateTable)."""
    @wrap(DynamoHandler)
    def update_table(original, self):
        answer = original(self)
        if "SSESpecification" in self.body:
            self.dynamodb_backend.get_table(self.body["TableName"]).sse_specification = self.body["SSESpecification"]
        return answer


PATCHES = (encryption_that_changes,)
