//! What is said of tasks, services, images and load balancers.

use crate::common::table;
use domain::{
    CooldownSeconds, DeregistrationDelay, FargateCpu, FargateMemory, FargateSize, GracePeriod, HealthCheckInterval,
    HealthCheckThreshold, HealthCheckTimeout, HostPattern, IdleTimeout, ImageReference, ImageTag, KeptImages,
    MaximumHealthyPercent, PathPattern, Percentage, PoolSize, PositivePercentage, RulePriority, SlowStart, TaskCount,
    UntaggedImageDays,
};

#[test]
fn fargate_sells_seven_sizes_of_cpu() {
    insta::assert_snapshot!(table::<FargateCpu>([256, 512, 1024, 2048, 4096, 8192, 16384], [0, 255, 300, 20_000]));
    insta::assert_snapshot!(table::<FargateMemory>(
        [512, 1024, 30_720, 32_768, 36_864, 61_440, 65_536, 122_880],
        [256, 600, 31_744, 34_816, 63_488, 200_000]
    ));
}

#[test]
fn fargate_sells_some_memory_with_some_cpu() {
    let lines = [256, 512, 1024, 2048, 4096, 8192, 16384].map(|cpu| {
        let cpu = FargateCpu::try_from(cpu).expect("Fargate sells it");
        let memories: Vec<String> = cpu.memories().map(|memory| memory.to_string()).collect();
        format!("{cpu}: {}", memories.join(" "))
    });
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_memories_that_fargate_sells_are_those_of_its_sizes() {
    let mut sold: Vec<u32> = [256, 512, 1024, 2048, 4096, 8192, 16384]
        .into_iter()
        .flat_map(|cpu| FargateCpu::try_from(cpu).expect("Fargate sells it").memories().map(FargateMemory::get))
        .collect();
    sold.sort_unstable();
    sold.dedup();
    assert_eq!(FargateMemory::ALLOWED, domain::Allowed::Listed(&sold.leak()[..]));
}

#[test]
fn a_size_that_fargate_does_not_sell_is_refused_with_those_it_does() {
    let size = |cpu: i64, memory: i64| FargateSize::new(cpu.try_into().expect("a CPU"), memory.try_into().expect("a memory"));
    let right = size(256, 512).expect("Fargate sells it");
    assert_eq!((right.cpu().get(), right.memory().get()), (256, 512));
    assert_eq!(right.to_string(), "256 CPU units and 512 MiB");
    let refused = [(256, 4096), (512, 512), (1024, 1024), (4096, 32_768), (8192, 17_408), (16384, 16_384)]
        .map(|(cpu, memory)| size(cpu, memory).expect_err("Fargate does not sell it").to_string());
    insta::assert_snapshot!(refused.join("\n"));
}

#[test]
fn an_image_tag_is_one_of_oci() {
    insta::assert_snapshot!(table::<ImageTag>(
        ["1.4.2", "latest", "_x-Y.z", &*"a".repeat(128)],
        ["", ".x", "-x", "a b", "a:b", &*"a".repeat(129)]
    ));
}

#[test]
fn an_image_has_a_tag_or_a_digest() {
    let digest = format!("public.ecr.aws/nginx/nginx@sha256:{}", "0a".repeat(32));
    let both = format!("task-api:1.4.2@sha256:{}", "0a".repeat(32));
    insta::assert_snapshot!(table::<ImageReference>(
        [
            "111122223333.dkr.ecr.us-east-1.amazonaws.com/task-api:1.4.2",
            "nginx:1.27",
            "library/nginx:1.27",
            "localhost:5000/a/b_c/d__e-f.g:x",
            "registry:5000/a:1",
            &*digest,
            &*both,
        ],
        [
            "",
            "nginx",
            "public.ecr.aws/nginx/nginx",
            "Nginx:1",
            "nginx:",
            "nginx:a b",
            "a//b:1",
            "-a:1",
            "a-:1",
            "a___b:1",
            "nginx@sha256:12",
            "bad_host.com/a:1",
            "nginx@sha512:00",
        ],
    ));
    let image: ImageReference = both.parse().expect("it is an image");
    assert_eq!((image.registry(), image.repository()), (None, "task-api"));
    assert_eq!(image.tag().map(ImageTag::as_str), Some("1.4.2"));
    assert!(image.digest().is_some_and(|digest| digest.starts_with("sha256:0a")));
    let image: ImageReference = "public.ecr.aws/nginx/nginx:1".parse().expect("it is an image");
    assert_eq!((image.registry(), image.repository()), (Some("public.ecr.aws"), "nginx/nginx"));
}

#[test]
fn counts_and_shares_have_their_bounds() {
    insta::assert_snapshot!(table::<TaskCount>([0, 3, 5000], [-1, 5001]));
    insta::assert_snapshot!(table::<Percentage>([0, 70, 100], [-1, 101]));
    insta::assert_snapshot!(table::<PositivePercentage>([1, 80, 100], [0, 101]));
    insta::assert_snapshot!(table::<MaximumHealthyPercent>([100, 200], [99, 201]));
    insta::assert_snapshot!(table::<PoolSize>([0, 25, 5000], [-1, 5001]));
    insta::assert_snapshot!(table::<KeptImages>([1, 30, 100_000], [0, 100_001]));
    insta::assert_snapshot!(table::<UntaggedImageDays>([1, 7, 3650], [0, 3651]));
}

#[test]
fn waiting_times_have_their_bounds() {
    insta::assert_snapshot!(table::<CooldownSeconds>([0, 300], [-1, 2_147_483_648_i64]));
    insta::assert_snapshot!(table::<GracePeriod>([0, 60, 2_147_483_647], [-1, 2_147_483_648_i64]));
    insta::assert_snapshot!(table::<DeregistrationDelay>([0, 3600], [-1, 3601]));
    insta::assert_snapshot!(table::<SlowStart>([0, 30, 900], [-1, 1, 29, 901]));
    insta::assert_snapshot!(table::<HealthCheckInterval>([5, 300], [4, 301]));
    insta::assert_snapshot!(table::<HealthCheckTimeout>([2, 120], [1, 121]));
    insta::assert_snapshot!(table::<HealthCheckThreshold>([2, 10], [1, 11]));
    insta::assert_snapshot!(table::<IdleTimeout>([1, 4000], [0, 4001]));
}

#[test]
fn a_listener_rule_compares_paths_and_hosts() {
    insta::assert_snapshot!(table::<RulePriority>([1, 50_000], [0, 50_001]));
    insta::assert_snapshot!(table::<PathPattern>(
        ["/api/*", "*", "/img/?.png", "/a_-.$/~\"'@:+&b", &*format!("/{}", "a".repeat(127))],
        ["", "api/*", "/a b", "/a#", "/ä", &*format!("/{}", "a".repeat(128))],
    ));
    insta::assert_snapshot!(table::<HostPattern>(
        ["api.example.com", "*.example.com", "API-?.Example.Com"],
        ["", "localhost", "example.*", "example.com1", "a_b.example.com", "example.", &*format!("{}.example.com", "a".repeat(117))],
    ));
}
