"""Amazon Kinesis Data Streams, which the example of a module of one's own makes."""

from moto.kinesis.responses import KinesisResponse

from .common import wrap


def tags_of_new_streams():
    """moto: a new stream has no tags, whatever it is given. AWS: CreateStream takes them ("CreateStream", `Tags`)."""
    @wrap(KinesisResponse)
    def create_stream(original, self):
        result = original(self)
        self.kinesis_backend.add_tags_to_stream(None, self._get_param("StreamName"), self._get_param("Tags") or {})
        return result


PATCHES = (tags_of_new_streams,)
