"""Application Auto Scaling."""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse as Response

from .common import add, as_dict, kept, wrap


def scaling_policies_by_name():
    """moto: DescribeScalingPolicies ignores PolicyNames, so that every policy of a service reads back as its first one.
    AWS: gives the policies named."""
    @wrap(Response)
    def describe_scaling_policies(original, self):
        names, answer = self._get_param("PolicyNames"), json.loads(original(self))
        if names:
            answer["ScalingPolicies"] = [p for p in answer["ScalingPolicies"] if p["PolicyName"] in names]
        return json.dumps(answer)


def tags_of_scalable_targets():
    """moto: has no tags here. AWS: RegisterScalableTarget takes Tags, and ListTagsForResource gives them."""
    @wrap(Response)
    def register_scalable_target(original, self):
        answer = original(self)
        if tags := self._get_param("Tags"):
            arn = json.loads(answer)["ScalableTargetARN"]
            kept(self.applicationautoscaling_backend, "tags").setdefault(arn, {}).update(as_dict(tags))
        return answer

    @add(Response)
    def list_tags_for_resource(self):
        tags = kept(self.applicationautoscaling_backend, "tags")
        return json.dumps({"Tags": tags.get(self._get_param("ResourceARN"), {})})

    @add(Response)
    def tag_resource(self):
        tags = kept(self.applicationautoscaling_backend, "tags")
        tags.setdefault(self._get_param("ResourceARN"), {}).update(self._get_param("Tags"))
        return "{}"

    @add(Response)
    def untag_resource(self):
        tags = kept(self.applicationautoscaling_backend, "tags").get(self._get_param("ResourceARN"), {})
        for key in self._get_param("TagKeys"):
            tags.pop(key, None)
        return "{}"


PATCHES = (scaling_policies_by_name, tags_of_scalable_targets)
