//! What cuts a run short: a reader that goes, a full disk, a kill.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::command::sandbox::Sandbox;

#[test]
fn a_reader_that_goes_is_no_fault() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "monitoring.alert_mail = []\n");
    for (arguments, environment) in [(["--env", "prod"], "prod"), (["--env", "staging"], "staging")] {
        let mut command = sandbox.command(&arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started");
        drop((child.stdout.take(), child.stderr.take()));
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0));
        assert!(!sandbox.tree(&format!("out/{environment}")).is_empty());
    }
}

#[test]
fn a_full_disk_behind_the_output_is_an_error() {
    let sandbox = Sandbox::new();
    let full = File::options().write(true).open("/dev/full").expect("Linux has a device that is full");
    let mut child = sandbox.command(&["schema"]).stdout(full).stderr(Stdio::piped()).spawn().expect("it can be started");
    let mut told = String::new();
    child.stderr.take().expect("it is a pipe").read_to_string(&mut told).expect("it is UTF-8");
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
    assert!(told.starts_with("error: cannot write to standard output: No space left on device"), "{told}");
}

#[test]
fn a_killed_run_leaves_the_old_folder_or_the_new_one() {
    const LONGEST: Duration = Duration::from_secs(2);
    let sandbox = Sandbox::new();
    let arguments = |gateways| ["--env", "prod", "--quiet", "--set", gateways];
    let variants = [arguments("networking.nat_gateways=single"), arguments("networking.nat_gateways=per-zone")];
    let mut whole: Vec<BTreeMap<PathBuf, Vec<u8>>> = Vec::new();
    let mut duration = Duration::ZERO;
    for variant in &variants {
        let start = Instant::now();
        sandbox.synth(variant).well();
        duration = duration.max(start.elapsed());
        whole.push(sandbox.tree("out/prod"));
    }
    assert!(whole[0] != whole[1], "one can tell the old folder from the new one");

    let start = Instant::now();
    let mut killed = 0;
    for (number, variant) in variants.iter().cycle().enumerate().take(60) {
        if start.elapsed() > LONGEST {
            break;
        }
        let mut child = sandbox.command(variant).spawn().expect("it can be started");
        // At another moment of the run each time.
        sleep(duration * (u32::try_from(number).unwrap_or_default() * 7 % 20) / 20);
        child.kill().expect("it is our own");
        killed += usize::from(child.wait().expect("it ends").code().is_none());
        let found = sandbox.tree("out/prod");
        assert!(whole.contains(&found), "after {number} runs: {:?}", found.keys());
    }
    assert!(killed > 0, "every run ended before it was killed");

    sandbox.synth(&variants[0]).well();
    assert!(whole[0] == sandbox.tree("out/prod"));
    assert_eq!(sandbox.names("out"), ["prod"], "nothing of the killed runs is left");
}
