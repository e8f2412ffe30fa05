"""Amazon Route 53."""

from moto.route53 import models

from .common import wrap


def ids_of_zones():
    """moto: gives a hosted zone any letters and digits. AWS: one that begins with Z (Route 53 Developer Guide, "Working with hosted zones")."""
    original = models.create_route53_zone_id
    models.create_route53_zone_id = lambda *args, **kwargs: "Z" + original(*args, **kwargs)[1:]


def records_made_again():
    """moto: takes a record that was made, deleted and is made once more for one that exists, where any record comes after it by name.
    AWS: makes it."""
    @wrap(models.Route53Backend)
    def change_resource_record_sets(original, self, zoneid, change_list):
        zone = self.get_hosted_zone(zoneid)
        there = {(record.name, record.type) for record in zone.rrsets}
        for change in change_list:
            record = change["ResourceRecordSet"]
            if change["Action"] == "CREATE" and (record["Name"].rstrip(".") + ".", record["Type"]) not in there:
                zone.rr_changes[:] = [earlier for earlier in zone.rr_changes if earlier != change]
        return original(self, zoneid, change_list)


PATCHES = (ids_of_zones, records_made_again)
