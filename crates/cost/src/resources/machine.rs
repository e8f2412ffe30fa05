//! EC2 instances, such as a bastion. It must not know who works on them.

use aws::Instance;
use aws::instance::RootBlockDevice;
use rust_decimal::Decimal;

use crate::estimate::Service;
use crate::estimator::{Draft, Estimator};
use crate::item::{Item, Listed};
use crate::number::HOURS;

/// The metrics that detailed monitoring sends (EC2 User Guide, "Manage detailed monitoring").
const DETAILED_METRICS: u32 = 7;

/// The price of machines: hours, disk, address, detailed monitoring.
pub(super) fn machines(estimator: &mut Estimator<'_>) {
    for machine in estimator.of::<Instance>() {
        let name = machine.resource().label;
        let kind = machine.get(Instance::INSTANCE_TYPE).literal().unwrap_or_default();
        let hours = format!("{HOURS} h");
        let item = Item::Machine(kind.clone());
        estimator.add(Draft::new(Service::Ec2, format!("{name}: machine"), item, HOURS, format!("{kind}, {hours}"), &[machine]));
        let mut disks = machine.blocks(Instance::ROOT_BLOCK_DEVICE);
        let disk = disks.find_map(|disk| disk.get(RootBlockDevice::VOLUME_SIZE).literal()).map(Decimal::from);
        let of_image = estimator.assumptions.machine_disk_gigabytes.value();
        let size = disk.unwrap_or(of_image);
        let draft =
            Draft::new(Service::Ec2, format!("{name}: disk"), Listed::EbsGp3, size, format!("{} GB", size.normalize()), &[machine]);
        estimator.add(if disk.is_some() { draft } else { draft.assuming(&["machine_disk_gigabytes"]) });
        if machine.get(Instance::ASSOCIATE_PUBLIC_IP_ADDRESS).is_true() {
            let what = format!("{name}: public address");
            estimator.add(Draft::new(Service::Network, what, Listed::PublicIpv4, HOURS, hours, &[machine]));
        }
        if machine.get(Instance::MONITORING).is_true() {
            let what = format!("{name}: detailed monitoring");
            let metrics = Decimal::from(DETAILED_METRICS);
            let method = format!("{DETAILED_METRICS} metrics");
            estimator.add(Draft::new(Service::CloudWatch, what, Listed::CustomMetric, metrics, method, &[machine]));
        }
    }
}
