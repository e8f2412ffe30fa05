"""AWS Identity and Access Management."""

from moto.iam.models import IAMBackend

from .common import wrap


def what_a_role_keeps():
    """moto: UpdateRole takes what is left out for empty, so that a role whose sessions last longer has no description any
    more, which the provider sets by a call of its own. AWS: changes what is said (IAM API Reference, UpdateRole; the page
    asks for neither)."""
    @wrap(IAMBackend)
    def update_role(original, self, role_name, role_description, max_session_duration):
        description = self.get_role(role_name).description if role_description is None else role_description
        return original(self, role_name, description, max_session_duration)


PATCHES = (what_a_role_keeps,)
