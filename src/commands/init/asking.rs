//! What `synth init` has to know: as it was typed, asked for on a terminal, or missing. It must not know what is made of it.

use std::collections::BTreeSet;
use std::env;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::str::FromStr;

use anyhow::{Result, anyhow, bail};
use domain::{DomainName, HostedZoneId, ProjectName, Region, ServiceName};
use engine::scaffold::project::{Delivery, Project, stand_in};

use super::arguments::{Arguments, DAYS_TO_FIND_OUT, service};
use crate::commands::pipeline::Kind;
use crate::commands::source::today;

/// What the project begins with: what was typed, and on a terminal what is asked for.
pub(super) fn complete(arguments: &Arguments) -> Result<Project> {
    let Arguments {
        folder,
        project,
        region,
        services,
        workers,
        jobs,
        account_id,
        domain,
        hosted_zone_id,
        mail,
        disaster_recovery_region,
        pipeline: _,
        language: _,
        repository: _,
        repository_ids: _,
        gitlab_project: _,
        principal: _,
        json: _,
    } = arguments;
    let missing = missing(arguments);
    let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    if !missing.is_empty() && !asks {
        let is = if missing.len() == 1 { "is" } else { "are" };
        bail!("{} {is} missing: on a terminal `synth init` asks, and here nobody answers", words::list(&missing));
    }
    // Who typed all that is needed is asked no further questions.
    let is_asked = !missing.is_empty();
    let name = match project {
        Some(name) => name.clone(),
        None => needed("Project name (short, in kebab-case: every name begins with it)", named_after(folder))?,
    };
    let region = match region {
        Some(region) => *region,
        None => needed("AWS region", usual_region())?,
    };
    let services = if services.is_empty() {
        let usual = name.as_str().parse::<ServiceName>().ok().map(|name| format!("{name}:8080"));
        vec![asked("First service, and the port on which its container listens (NAME:PORT)", usual.as_deref(), |text| {
            service(text).map(Some)
        })?]
        .into_iter()
        .flatten()
        .collect()
    } else {
        services.clone()
    };
    refuse_twice(
        services
            .iter()
            .map(|(name, _)| ("service", name))
            .chain(workers.iter().map(|name| ("worker", name)))
            .chain(jobs.iter().map(|name| ("job", name))),
    )?;
    let account_id = match account_id {
        None if is_asked => optional("AWS account id", "Terraform will apply to no other; ")?,
        account_id => account_id.clone(),
    };
    let domain = match (domain, hosted_zone_id) {
        (Some(domain), Some(zone)) => Some((domain.clone(), zone.clone())),
        (Some(domain), None) if asks => zone_of(domain)?,
        (Some(domain), None) => bail!("{}", without_zone(domain)),
        (None, _) if is_asked => match optional::<DomainName>("Production's domain, for HTTPS", "")? {
            Some(domain) => zone_of(&domain)?,
            None => None,
        },
        (None, _) => None,
    };
    let mail = match mail {
        None if is_asked => optional("Mail address for the alarms", "")?,
        mail => mail.clone(),
    };
    let delivery = delivery(arguments)?;
    Ok(Project {
        delivery,
        disaster_recovery_region: disaster_recovery_region.unwrap_or_else(|| stand_in(region)),
        name,
        region,
        services,
        workers: workers.clone(),
        jobs: jobs.clone(),
        account_id,
        domain,
        mail,
        distinction: format!("{:08x}", RandomState::new().build_hasher().finish() >> 32),
        accepted_until: today().days_later(DAYS_TO_FIND_OUT),
    })
}

/// Who delivers, by the pipeline that is asked for.
fn delivery(arguments: &Arguments) -> Result<Option<Delivery>> {
    let Arguments { pipeline, repository, repository_ids: ids, gitlab_project, principal, .. } = arguments;
    match pipeline {
        None | Some(Kind::Atlantis) => Ok(None),
        Some(Kind::Jenkins) => Ok(Some(Delivery::Jenkins(match principal {
            Some(principal) => principal.clone(),
            None => needed("The role or user with which Jenkins speaks to AWS, by its ARN", None)?,
        }))),
        Some(Kind::Gitlab) => Ok(Some(Delivery::Gitlab(match gitlab_project {
            Some(project) => project.clone(),
            None => needed("The project at GitLab, as group/project", None)?,
        }))),
        Some(Kind::Github) => {
            let repository = match repository {
                Some(repository) => repository.clone(),
                None => needed("The repository at GitHub, as owner/name", None)?,
            };
            Ok(Some(Delivery::Github { repository, ids: *ids }))
        }
    }
}

/// The flags without which nothing can be begun, and which were not given.
fn missing(
    Arguments { project, region, services, pipeline, repository, gitlab_project, principal, .. }: &Arguments,
) -> Vec<&'static str> {
    let flags = [
        (project.is_none(), "--project <NAME>"),
        (region.is_none(), "--region <REGION>"),
        (services.is_empty(), "--service <NAME:PORT>"),
        (*pipeline == Some(Kind::Github) && repository.is_none(), "--repository <OWNER/NAME>"),
        (*pipeline == Some(Kind::Gitlab) && gitlab_project.is_none(), "--gitlab-project <GROUP/PROJECT>"),
        (*pipeline == Some(Kind::Jenkins) && principal.is_none(), "--principal <ARN>"),
    ];
    flags.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, flag)| flag).collect()
}

fn refuse_twice<'a>(names: impl Iterator<Item = (&'a str, &'a ServiceName)>) -> Result<()> {
    let mut known = BTreeSet::new();
    for (flag, name) in names {
        if !known.insert(name) {
            bail!("`--{flag} {name}` is given twice: each service and each job has a name of its own");
        }
    }
    Ok(())
}

/// Why a domain alone is not enough.
fn without_zone(domain: &DomainName) -> String {
    format!(
        "`--hosted-zone-id` is missing: AWS proves in the domain's public zone of Route 53 that `{domain}` is yours, and `aws route53 \
         list-hosted-zones` lists the zones; leave out `--domain` to begin without HTTPS"
    )
}

/// The domain with its zone; nothing where the zone is to be named later.
fn zone_of(domain: &DomainName) -> Result<Option<(DomainName, HostedZoneId)>> {
    let zone = optional("Id of the domain's public hosted zone in Route 53", "`aws route53 list-hosted-zones` lists them; ")?;
    Ok(zone.map(|zone| (domain.clone(), zone)))
}

/// The folder's name, if it is one for a project.
fn named_after(folder: &Path) -> Option<ProjectName> {
    let folder = if folder == Path::new(".") { env::current_dir().ok()? } else { folder.to_owned() };
    folder.file_name()?.to_str()?.parse().ok()
}

/// The region that this shell's AWS commands use.
fn usual_region() -> Option<Region> {
    ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().find_map(|variable| env::var(variable).ok()?.parse().ok())
}

fn needed<T: FromStr<Err: ToString> + ToString>(question: &str, usual: Option<T>) -> Result<T> {
    let usual = usual.map(|usual| usual.to_string());
    loop {
        let answer = asked(question, usual.as_deref(), |text| text.parse::<T>().map(Some).map_err(|error| error.to_string()))?;
        if let Some(answer) = answer {
            return Ok(answer);
        }
    }
}

fn optional<T: FromStr<Err: ToString>>(question: &str, note: &str) -> Result<Option<T>> {
    asked(&format!("{question} ({note}leave empty to set it later)"), None, |text| match text {
        "" => Ok(None),
        text => text.parse::<T>().map(Some).map_err(|error| error.to_string()),
    })
}

/// Asks until the answer can be read; nothing typed is the usual answer, if there is one.
fn asked<T>(question: &str, usual: Option<&str>, read: impl Fn(&str) -> Result<Option<T>, String>) -> Result<Option<T>> {
    loop {
        let shown = usual.map(|usual| format!(" [{usual}]")).unwrap_or_default();
        let mut told = io::stderr();
        write!(told, "{question}{shown}: ").and_then(|()| told.flush()).map_err(|error| anyhow!("cannot ask: {error}"))?;
        let mut answer = String::new();
        let length = io::stdin().lock().read_line(&mut answer).map_err(|error| anyhow!("cannot read the answer: {error}"))?;
        if length == 0 {
            bail!("nothing was written, since there was no answer");
        }
        let answer = match (answer.trim(), usual) {
            ("", Some(usual)) => usual,
            (answer, _) => answer,
        };
        match read(answer) {
            Ok(answer) => return Ok(answer),
            Err(why) => writeln!(told, "  {}", words::visible_lines(&why)).map_err(|error| anyhow!("cannot ask: {error}"))?,
        }
    }
}
