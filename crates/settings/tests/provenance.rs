//! Where each setting comes from.

use insta::assert_snapshot;

use crate::system::{LEAST, read};

#[test]
fn every_setting_knows_its_layer() {
    let layers = read(
        &[
            ("environments/prod.toml", "extends = \"base.toml\"\n\n[networking]\nzones = 3\n[networking.subnets]\n"),
            ("environments/base.toml", &format!("{LEAST}storage = 20\n\n[networking]\nzones = 2\n  nat = \"single\"\n")),
        ],
        &["rds.storage=30", "services.\"a.b\".port=1"],
    )
    .expect("the files are right");
    let lines: Vec<String> =
        layers.settings().map(|setting| format!("{} = {} ({})", setting.path, setting.value, setting.origin)).collect();
    assert_snapshot!(lines.join("\n"), @r#"
        networking.nat = "single" (environments/base.toml:8:3)
        networking.subnets = {} (environments/prod.toml:5:13)
        networking.zones = 3 (environments/prod.toml:4:1)
        rds.instance_class = "db.t3.small" (environments/base.toml:3:1)
        rds.storage = 30 (--set rds.storage=30)
        region = "us-east-1" (environments/base.toml:1:1)
        services."a.b".port = 1 (--set services."a.b".port=1)
        "#);
    assert_eq!(layers.origin(&"networking".into()).to_string(), "environments/prod.toml:3:2");
    assert_eq!(layers.origin(&"networking.cidr".into()).to_string(), "default");
}
