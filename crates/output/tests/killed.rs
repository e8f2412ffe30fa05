//! A run that is killed at any instant leaves the one folder or the other, whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use output::{Error, Files, Outcome, read, replace, replace_in_two_renames};

use crate::support::{Out, Standing, expected, folder_of_process, process, put_survivors, spawn, standing, versions};

/// How often each test kills, at most; it ends earlier after [`LONGEST`].
const KILLS: u64 = 100;
const LONGEST: Duration = Duration::from_millis(2400);

type Replace = fn(&Path, &Files) -> Result<Outcome, Error>;

/// What may stand in the folder: one version or the other, with what Terraform keeps.
fn whole() -> [BTreeMap<String, Standing>; 2] {
    let terraforms = tempfile::tempdir().expect("the temporary folder can be written");
    put_survivors(terraforms.path());
    versions().map(|version| {
        let mut all = expected(&version);
        all.extend(standing(terraforms.path()));
        all
    })
}

/// Kills a process that replaces, again and again, and looks each time; says how often it left something beside the folder.
fn kill_again_and_again(out: &Out, child: &str, replace: Replace, look: impl Fn(&Out)) -> usize {
    put_survivors(&out.folder());
    replace(&out.folder(), &versions()[0]).expect("the folder can be replaced");
    let started = Instant::now();
    let mut left = 0;
    for kill in 0..KILLS {
        let _ = fs::remove_file(out.beside("ready"));
        let mut process = spawn(process(child, &out.folder()));
        while !out.beside("ready").exists() {
            assert!(process.try_wait().expect("it can be asked").is_none(), "the process ended by itself");
            sleep(Duration::from_micros(200));
        }
        // Instants that are spread over some replacements, each one another.
        sleep(Duration::from_micros(kill * 7919 % 9973));
        process.kill().expect("the process is still there");
        process.wait().expect("the process ends");
        look(out);
        left += usize::from(out.beside(".prod.staging").exists() || out.beside(".prod.replaced").exists());
        if started.elapsed() > LONGEST {
            break;
        }
    }
    // The next run works as if nothing had been.
    let [_, two] = versions();
    replace(&out.folder(), &two).expect("the folder can be replaced");
    assert!(standing(&out.folder()) == whole()[1]);
    assert_eq!(out.neighbours(), ["prod", "ready"]);
    left
}

fn replace_for_ever(replace: Replace) {
    let Some(folder) = folder_of_process() else { return };
    let [one, two] = versions();
    loop {
        for version in [&two, &one] {
            replace(&folder, version).expect("the folder can be replaced");
        }
        fs::write(folder.with_file_name("ready"), "").expect("the file can be written");
    }
}

#[test]
#[cfg_attr(feature = "portable", ignore = "what only Unix promises")]
fn the_folder_is_one_version_or_the_other_after_every_kill() {
    let whole = whole();
    let left = kill_again_and_again(&Out::new(), "killed::replaces_for_ever", replace, |out| {
        assert!(whole.contains(&standing(&out.folder())), "the folder is neither version");
    });
    assert!(left > 0, "no kill has met a replacement halfway");
}

/// Without the exchange the promise is less: at one instant no folder stands under the name, and the old one, whole, stands
/// beside it, from where it is read and put back.
#[test]
fn without_the_exchange_the_folder_is_whole_or_stands_whole_beside() {
    let whole = whole();
    let versions = versions().map(Some);
    let left = kill_again_and_again(&Out::new(), "killed::replaces_for_ever_in_two_renames", replace_in_two_renames, |out| {
        let folder = if out.folder().exists() { out.folder() } else { out.beside(".prod.replaced") };
        assert!(whole.contains(&standing(&folder)), "the folder is neither version");
        assert!(versions.contains(&read(&out.folder()).expect("the folder can be read")));
    });
    assert!(left > 0, "no kill has met a replacement halfway");
}

#[test]
#[ignore = "another test runs it in a process of its own, and kills it"]
fn replaces_for_ever() {
    replace_for_ever(replace);
}

#[test]
#[ignore = "another test runs it in a process of its own, and kills it"]
fn replaces_for_ever_in_two_renames() {
    replace_for_ever(replace_in_two_renames);
}
