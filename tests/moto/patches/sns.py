"""Amazon SNS."""

from moto.sns.responses import SNSResponse as Response

from .common import wrap


def attributes_of_topics():
    """moto: keeps every attribute of a topic and gives these not back. AWS: gives those that were set."""
    attributes = {"SignatureVersion": "signature_version", "TracingConfig": "tracing_config"}

    @wrap(Response)
    def get_topic_attributes(original, self):
        answer = original(self)
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        answer.result["Attributes"] |= {name: getattr(topic, attribute) for name, attribute in attributes.items()
                                        if hasattr(topic, attribute)}
        return answer


PATCHES = (attributes_of_topics,)
