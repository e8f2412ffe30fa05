//! Networks, ports, hosts, paths and mail addresses.

use crate::common::table;
use domain::{Cidr, DomainName, HealthCheckPath, HostedZoneId, MailAddress, Port, SubnetCidr, UrlPath, VpcCidr};

fn cidr(text: &str) -> Cidr {
    text.parse().expect("it is a network")
}

#[test]
fn a_network_has_no_bit_set_behind_its_prefix() {
    insta::assert_snapshot!(table::<Cidr>(
        ["10.0.0.0/16", "0.0.0.0/0", "255.255.255.255/32", "192.168.4.0/22"],
        [
            "10.0.0.1/16",
            "10.0.0.0",
            "10.0.0.7",
            "10.0.0/16",
            "10.0.0.0/33",
            "10.0.0.0/",
            "10.0.0.0/016",
            "10.0.0.0/+8",
            "256.0.0.0/8",
            "010.0.0.0/8",
            "fd00::/8",
            "anywhere",
            "",
        ],
    ));
}

#[test]
fn the_network_of_a_vpc_is_neither_too_large_nor_too_small() {
    insta::assert_snapshot!(table::<VpcCidr>(["10.0.0.0/16", "10.0.0.0/28"], ["10.0.0.0/15", "10.0.0.0/29", "10.0.0.1/16"]));
}

#[test]
fn the_network_of_a_subnet_is_neither_too_large_nor_too_small() {
    insta::assert_snapshot!(table::<SubnetCidr>(["10.0.1.0/24"], ["10.0.0.0/8", "10.0.1.0/30", "10.0.1.0"]));
    let subnet: SubnetCidr = "10.0.1.0/24".parse().expect("it is a subnet");
    assert_eq!(subnet.usable_addresses(), 251);
    assert_eq!(subnet.cidr(), cidr("10.0.1.0/24"));
}

#[test]
fn a_network_contains_and_overlaps() {
    let vpc = cidr("10.0.0.0/16");
    assert!(vpc.contains(&cidr("10.0.255.0/24")));
    assert!(vpc.contains(&vpc));
    assert!(!vpc.contains(&cidr("10.1.0.0/24")));
    assert!(!vpc.contains(&cidr("10.0.0.0/8")));
    assert!(vpc.overlaps(&cidr("10.0.0.0/8")));
    assert!(!vpc.overlaps(&cidr("10.1.0.0/16")));
    assert!(Cidr::ANYWHERE.contains(&vpc));
    assert!(!vpc.contains(&Cidr::ANYWHERE));
}

#[test]
fn a_network_is_cut_into_its_subnets_in_order() {
    let subnets: Vec<String> = cidr("10.0.0.0/22").subnets(24).map(|subnet| subnet.to_string()).collect();
    assert_eq!(subnets, ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]);
    assert_eq!(cidr("10.0.0.0/16").subnets(16).count(), 1);
    assert_eq!(cidr("10.0.0.0/16").subnets(8).count(), 0);
    assert_eq!(cidr("10.0.0.0/16").subnets(33).count(), 0);
    assert_eq!(Cidr::ANYWHERE.subnets(1).last(), Some(cidr("128.0.0.0/1")));
    assert_eq!(cidr("255.255.255.254/31").subnets(32).last(), Some(cidr("255.255.255.255/32")));
}

#[test]
fn a_network_knows_its_size_and_its_first_address() {
    assert_eq!(cidr("10.0.0.0/16").addresses(), 65_536);
    assert_eq!(cidr("10.0.0.7/32").addresses(), 1);
    assert_eq!(Cidr::ANYWHERE.addresses(), 4_294_967_296);
    assert_eq!(cidr("10.0.4.0/22").first_address().to_string(), "10.0.4.0");
    assert_eq!(cidr("10.0.4.0/22").prefix(), 22);
}

#[test]
fn a_network_is_private_only_if_all_of_it_is() {
    for private in ["10.0.0.0/8", "172.16.0.0/12", "172.31.255.0/24", "192.168.0.0/16", "100.64.0.0/10"] {
        assert!(cidr(private).is_private(), "{private}");
    }
    for public in ["0.0.0.0/0", "8.0.0.0/7", "172.32.0.0/16", "100.0.0.0/8", "192.0.0.0/8", "1.1.1.1/32"] {
        assert!(!cidr(public).is_private(), "{public}");
    }
    assert!(Cidr::ANYWHERE.is_anywhere());
    assert!(!cidr("0.0.0.0/1").is_anywhere());
}

#[test]
fn a_port_is_one_of_tcp() {
    insta::assert_snapshot!(table::<Port>([1, 8080, 65_535], [0, -1, 65_536, 4_294_967_297_i64]));
    assert_eq!([Port::SSH, Port::HTTP, Port::HTTPS, Port::POSTGRESQL].map(Port::get), [22, 80, 443, 5432]);
}

#[test]
fn a_domain_name_is_lowercase_labels() {
    let long = format!("{}.com", ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(57)].join("."));
    assert_eq!(long.len(), 253);
    insta::assert_snapshot!(table::<DomainName>(
        ["example.com", "a.b-c.example.co", "1.example.com", "xn--bcher-kva.example", &*long],
        [
            "",
            "example",
            "Example.com",
            "example.com.",
            "https://example.com/",
            "-a.example.com",
            "a-.example.com",
            "a..example.com",
            ".example.com",
            "a_b.example.com",
            "10.0.0.1",
            &*format!("{}.com", "a".repeat(64)),
            &*format!("d{long}"),
        ],
    ));
}

#[test]
fn a_mail_address_is_a_mailbox_at_a_domain() {
    insta::assert_snapshot!(table::<MailAddress>(
        ["alerts@example.com", "first.last+tag@mail.example.com", "o'x_1%@Example.com"],
        [
            "",
            "alerts",
            "alerts@",
            "@example.com",
            "alerts@example",
            "a@b@example.com",
            ".a@example.com",
            "a..b@example.com",
            "a b@example.com",
            "alerts@exa_mple.com",
            "mailto:alerts@example.com",
            "alerts@example.com.",
            &*format!("{}@example.com", "a".repeat(65)),
        ],
    ));
}

#[test]
fn a_hosted_zone_id_stands_without_its_prefix() {
    insta::assert_snapshot!(table::<HostedZoneId>(
        ["Z0123456789EXAMPLE", &*format!("Z{}", "1".repeat(31))],
        ["/hostedzone/Z0123456789EXAMPLE", "z0123", "A0123", "Z", &*format!("Z{}", "1".repeat(32))],
    ));
}

#[test]
fn the_path_of_a_url_begins_with_a_slash() {
    insta::assert_snapshot!(table::<UrlPath>(
        ["/", "/health", "/a/b%20c/~d;e=f", &*format!("/{}", "a".repeat(1023))],
        ["", "health", "/a b", "/a?b=c", "/a#b", "/ä"],
    ));
}

#[test]
fn a_health_check_path_may_have_a_query() {
    insta::assert_snapshot!(table::<HealthCheckPath>(
        ["/", "/health", "/health?deep=true&a=/b?c"],
        ["", "health", "?deep", "/a b", "/a#b", "/a?b c"],
    ));
}
