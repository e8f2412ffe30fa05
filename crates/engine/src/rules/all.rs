//! Every rule, by code: the files of this folder that are called as codes are. Derived: `cargo xtask bless`.
//!
//! A code that was given up is never given again: MON002, MON003 and MON006 are faults without a code today, and RDS014 became RDS016.

use super::rule::Rule;

#[path = "acc001.rs"]
mod acc001;
#[path = "buc001.rs"]
mod buc001;
#[path = "cac001.rs"]
mod cac001;
#[path = "cac002.rs"]
mod cac002;
#[path = "cac003.rs"]
mod cac003;
#[path = "cac004.rs"]
mod cac004;
#[path = "del001.rs"]
mod del001;
#[path = "del002.rs"]
mod del002;
#[path = "ecs001.rs"]
mod ecs001;
#[path = "ecs002.rs"]
mod ecs002;
#[path = "ecs003.rs"]
mod ecs003;
#[path = "ecs004.rs"]
mod ecs004;
#[path = "ecs005.rs"]
mod ecs005;
#[path = "enc001.rs"]
mod enc001;
#[path = "iam001.rs"]
mod iam001;
#[path = "iam002.rs"]
mod iam002;
#[path = "imp001.rs"]
mod imp001;
#[path = "job001.rs"]
mod job001;
#[path = "lim001.rs"]
mod lim001;
#[path = "lim002.rs"]
mod lim002;
#[path = "mon001.rs"]
mod mon001;
#[path = "mon004.rs"]
mod mon004;
#[path = "mon005.rs"]
mod mon005;
#[path = "mon007.rs"]
mod mon007;
#[path = "mon008.rs"]
mod mon008;
#[path = "mon009.rs"]
mod mon009;
#[path = "net001.rs"]
mod net001;
#[path = "net002.rs"]
mod net002;
#[path = "net003.rs"]
mod net003;
#[path = "net004.rs"]
mod net004;
#[path = "net005.rs"]
mod net005;
#[path = "net006.rs"]
mod net006;
#[path = "net007.rs"]
mod net007;
#[path = "own001.rs"]
mod own001;
#[path = "own002.rs"]
mod own002;
#[path = "rds001.rs"]
mod rds001;
#[path = "rds002.rs"]
mod rds002;
#[path = "rds003.rs"]
mod rds003;
#[path = "rds004.rs"]
mod rds004;
#[path = "rds005.rs"]
mod rds005;
#[path = "rds006.rs"]
mod rds006;
#[path = "rds007.rs"]
mod rds007;
#[path = "rds008.rs"]
mod rds008;
#[path = "rds009.rs"]
mod rds009;
#[path = "rds010.rs"]
mod rds010;
#[path = "rds011.rs"]
mod rds011;
#[path = "rds012.rs"]
mod rds012;
#[path = "rds013.rs"]
mod rds013;
#[path = "rds015.rs"]
mod rds015;
#[path = "rds016.rs"]
mod rds016;
#[path = "sec001.rs"]
mod sec001;
#[path = "sec002.rs"]
mod sec002;
#[path = "sqs001.rs"]
mod sqs001;
#[path = "sta001.rs"]
mod sta001;
#[path = "sta002.rs"]
mod sta002;

/// Every rule, by code.
pub static RULES: &[Rule] = &[
    acc001::RULE,
    buc001::RULE,
    cac001::RULE,
    cac002::RULE,
    cac003::RULE,
    cac004::RULE,
    del001::RULE,
    del002::RULE,
    ecs001::RULE,
    ecs002::RULE,
    ecs003::RULE,
    ecs004::RULE,
    ecs005::RULE,
    enc001::RULE,
    iam001::RULE,
    iam002::RULE,
    imp001::RULE,
    job001::RULE,
    lim001::RULE,
    lim002::RULE,
    mon001::RULE,
    mon004::RULE,
    mon005::RULE,
    mon007::RULE,
    mon008::RULE,
    mon009::RULE,
    net001::RULE,
    net002::RULE,
    net003::RULE,
    net004::RULE,
    net005::RULE,
    net006::RULE,
    net007::RULE,
    own001::RULE,
    own002::RULE,
    rds001::RULE,
    rds002::RULE,
    rds003::RULE,
    rds004::RULE,
    rds005::RULE,
    rds006::RULE,
    rds007::RULE,
    rds008::RULE,
    rds009::RULE,
    rds010::RULE,
    rds011::RULE,
    rds012::RULE,
    rds013::RULE,
    rds015::RULE,
    rds016::RULE,
    sec001::RULE,
    sec002::RULE,
    sqs001::RULE,
    sta001::RULE,
    sta002::RULE,
];
