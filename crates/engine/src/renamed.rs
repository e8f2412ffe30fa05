//! A section of the settings that got another name, as addresses tell it. AWS's names follow a section's, so that a move of its addresses alone makes
//! everything anew; this says what keeps it.

use aws::{EcsService, EcsTaskDefinition, ElasticacheReplicationGroup, ElasticacheServerlessCache, S3Bucket, SqsQueue};
use terraform::{Address, ResourceType as _};

/// What has a section of its own, and names in AWS that follow the section's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `[services.<name>]`.
    Service,
    /// `[jobs.<name>]`.
    Job,
    /// `[buckets.<name>]`.
    Bucket,
    /// `[caches.<name>]`.
    Cache,
    /// `[queues.<name>]`.
    Queue,
}

/// How the dead letters of a queue are labelled, behind its own label.
pub(crate) const DEAD_LETTERS: &str = "_dead_letters";

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [Self::Service, Self::Job, Self::Bucket, Self::Cache, Self::Queue];

    /// The table in which it stands.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Service => "services",
            Self::Job => "jobs",
            Self::Bucket => "buckets",
            Self::Cache => "caches",
            Self::Queue => "queues",
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Job => "job",
            Self::Bucket => "bucket",
            Self::Cache => "cache",
            Self::Queue => "queue",
        }
    }

    /// The types of which one is labelled as the section is called, and the module in which they stand, where others have some of that type too.
    fn labelled(self) -> (&'static [&'static str], Option<&'static str>) {
        match self {
            Self::Service => (&[EcsService::TYPE], None),
            Self::Job => (&[EcsTaskDefinition::TYPE], None),
            Self::Bucket => (&[S3Bucket::TYPE], Some("buckets")),
            Self::Cache => (&[ElasticacheServerlessCache::TYPE, ElasticacheReplicationGroup::TYPE], Some("caches")),
            Self::Queue => (&[SqsQueue::TYPE], Some("queues")),
        }
    }

    /// Whether one of this kind has this label, in a module of that name.
    fn is_labelled(self, module: &str, label: &str, is_emitted: &impl Fn(&Address) -> bool) -> bool {
        let (types, only) = self.labelled();
        let stands = |kind: &str| format!("module.{module}.{kind}.{label}").parse().is_ok_and(|address| is_emitted(&address));
        only.is_none_or(|only| only == module)
            && types.iter().any(|kind| stands(kind))
            // A service has a task definition as well.
            && (self != Self::Job || !stands(EcsService::TYPE))
    }
}

/// What stands in the settings under another name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Renamed {
    kind: Kind,
    from: String,
    to: String,
}

impl Renamed {
    /// What was renamed, if what stands at the one address belongs to it and stands at the other now; `is_emitted` tells which addresses are emitted
    /// now.
    pub fn of(from: &Address, to: &Address, is_emitted: impl Fn(&Address) -> bool) -> Option<Self> {
        if from.module() != to.module() || from.label() == to.label() {
            return None;
        }
        let module = to.module()?;
        let label = |of: &Address| of.label().to_string();
        Kind::ALL.into_iter().find_map(|kind| {
            let (from, to) = (label(from), label(to));
            let (from, to) = match (kind, from.strip_suffix(DEAD_LETTERS), to.strip_suffix(DEAD_LETTERS)) {
                (Kind::Queue, Some(from), Some(to)) => (from.to_owned(), to.to_owned()),
                _ => (from, to),
            };
            let is_renamed = kind.is_labelled(module, &to, &is_emitted) && !kind.is_labelled(module, &from, &is_emitted);
            // A label is the section's name, with `_` where a name has `-`.
            let name = |label: &str| label.replace('_', "-");
            is_renamed.then(|| Self { kind, from: name(&from), to: name(&to) })
        })
    }

    /// Its kind.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether a move is one of its own: `renamed_from` moves every address that differs in the name only, in all modules.
    pub fn moves(&self, from: &Address, to: &Address) -> bool {
        let (label, before) = (to.label().to_string(), from.label().to_string());
        let (old, new) = (self.from.replace('-', "_"), self.to.replace('-', "_"));
        from.module() == to.module()
            && label.match_indices(&new).any(|(at, _)| [&label[..at], &old, &label[at + new.len()..]].concat() == before)
    }

    /// The settings that keep what it has: its addresses and AWS's names.
    pub fn remedy(&self) -> String {
        let Self { kind, from, to } = self;
        let aws_name = match kind {
            Kind::Service | Kind::Job => from.clone(),
            Kind::Bucket => format!("<project>-{from}-<environment>-<account>"),
            Kind::Cache | Kind::Queue => format!("<project>-{from}-<environment>"),
        };
        format!("[{}.{to}]\nrenamed_from = \"{from}\"\naws_name = \"{aws_name}\"\n", kind.table())
    }

    /// What happened, and that a move is not enough.
    pub(crate) fn words(&self) -> String {
        let Self { kind, from, to } = self;
        format!("the {} `{from}` is probably `{to}` now, and AWS's names follow a {}'s", kind.word(), kind.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(from: &str, to: &str, emitted: &[&str]) -> Option<Renamed> {
        let address = |text: &str| text.parse::<Address>().expect("it is an address");
        Renamed::of(&address(from), &address(to), |address| emitted.contains(&address.to_string().as_str()))
    }

    #[test]
    fn each_kind_is_told_by_what_is_labelled_as_its_section() {
        let cases = [
            (
                "module.ecs.aws_ecr_repository",
                "module.ecs.aws_ecs_service",
                "[services.new-one]\nrenamed_from = \"old\"\naws_name = \"old\"\n",
            ),
            (
                "module.ecs.aws_sqs_queue",
                "module.ecs.aws_ecs_task_definition",
                "[jobs.new-one]\nrenamed_from = \"old\"\naws_name = \"old\"\n",
            ),
            (
                "module.buckets.aws_s3_bucket",
                "module.buckets.aws_s3_bucket",
                "[buckets.new-one]\nrenamed_from = \"old\"\naws_name = \"<project>-old-<environment>-<account>\"\n",
            ),
            (
                "module.caches.aws_elasticache_replication_group",
                "module.caches.aws_elasticache_replication_group",
                "[caches.new-one]\nrenamed_from = \"old\"\naws_name = \"<project>-old-<environment>\"\n",
            ),
            (
                "module.queues.aws_sqs_queue",
                "module.queues.aws_sqs_queue",
                "[queues.new-one]\nrenamed_from = \"old\"\naws_name = \"<project>-old-<environment>\"\n",
            ),
        ];
        for (kind, labelled, remedy) in cases {
            let emitted = format!("{labelled}.new_one");
            let renamed =
                renamed(&format!("{kind}.old"), &format!("{kind}.new_one"), &[&emitted]).unwrap_or_else(|| panic!("{kind}"));
            assert_eq!(renamed.remedy(), remedy);
            let still = [emitted.as_str(), &format!("{labelled}.old")];
            assert_eq!(
                super::tests::renamed(&format!("{kind}.old"), &format!("{kind}.new_one"), &still),
                None,
                "the old one is still there"
            );
        }
        // The load balancer's own log is nobody's section.
        assert_eq!(renamed("module.ecs.aws_s3_bucket.a", "module.ecs.aws_s3_bucket.b", &["module.ecs.aws_s3_bucket.b"]), None);
    }

    #[test]
    fn dead_letters_go_with_their_queue() {
        let emitted = ["module.queues.aws_sqs_queue.letters", "module.queues.aws_sqs_queue.letters_dead_letters"];
        let of = |from: &str, to: &str| {
            renamed(&format!("module.queues.aws_sqs_queue.{from}"), &format!("module.queues.aws_sqs_queue.{to}"), &emitted)
        };
        assert_eq!(of("mails_dead_letters", "letters_dead_letters"), of("mails", "letters"));
    }

    #[test]
    fn what_differs_in_the_name_only_is_moved_with_it() {
        let emitted = ["module.caches.aws_elasticache_serverless_cache.new"];
        let kind = "module.caches.aws_elasticache_serverless_cache";
        let renamed = renamed(&format!("{kind}.old"), &format!("{kind}.new"), &emitted).expect("it is one");
        let moves = |from: &str, to: &str| renamed.moves(&from.parse().expect("one"), &to.parse().expect("one"));
        assert!(moves("module.ecs.aws_x.web__old", "module.ecs.aws_x.web__new"));
        assert!(!moves("module.ecs.aws_x.web__old", "module.ecs.aws_x.site__new"));
    }
}
