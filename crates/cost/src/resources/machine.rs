//! EC2 instances, such as a bastion. It must not know who works on them.

use rust_decimal::Decimal;
use terraform::read::Resource;

use crate::HOURS;
use crate::estimate::Service;
use crate::item::{Item, Listed};
use crate::reckoning::{Draft, Reckoning, blocks, is_true, number, text};

/// The metrics that detailed monitoring sends (EC2 User Guide, "Manage detailed monitoring").
const DETAILED_METRICS: u32 = 7;

/// The price of machines: hours, disk, address, detailed monitoring.
pub(super) fn machines(reckoning: &mut Reckoning<'_>, machines: &[Resource<'_>]) {
    for machine in machines {
        let (name, body) = (&machine.address.label, &machine.body);
        let kind = text(body, "instance_type").unwrap_or_default();
        let hours = format!("{HOURS} h");
        let item = Item::Machine(kind.to_owned());
        reckoning.add(Draft::new(Service::Ec2, format!("{name}: machine"), item, HOURS, format!("{kind}, {hours}"), &[machine]));
        let disk = blocks(body, "root_block_device").into_iter().find_map(|disk| number(disk, "volume_size")).map(Decimal::from);
        let of_image = reckoning.assumptions.machine_disk_gigabytes.value();
        let size = disk.unwrap_or(of_image);
        let draft =
            Draft::new(Service::Ec2, format!("{name}: disk"), Listed::EbsGp3, size, format!("{} GB", size.normalize()), &[machine]);
        reckoning.add(if disk.is_some() { draft } else { draft.assuming(&["machine_disk_gigabytes"]) });
        if is_true(body, "associate_public_ip_address") {
            let what = format!("{name}: public address");
            reckoning.add(Draft::new(Service::Network, what, Listed::PublicIpv4, HOURS, hours, &[machine]));
        }
        if is_true(body, "monitoring") {
            let what = format!("{name}: detailed monitoring");
            let metrics = Decimal::from(DETAILED_METRICS);
            let method = format!("{DETAILED_METRICS} metrics");
            reckoning.add(Draft::new(Service::CloudWatch, what, Listed::CustomMetric, metrics, method, &[machine]));
        }
    }
}
