"""Amazon Route 53."""

from moto.route53 import models


def ids_of_zones():
    """moto: gives a hosted zone any letters and digits. AWS: one that begins with Z (Route 53 Developer Guide, "Working with hosted zones")."""
    original = models.create_route53_zone_id
    models.create_route53_zone_id = lambda *args, **kwargs: "Z" + original(*args, **kwargs)[1:]


PATCHES = (ids_of_zones,)
