//! What `terraform test` proves of the queues.

use aws::SqsQueueReference;
use terraform::{Address, ModuleCall, Run};

use crate::config::{Queue, Queues};
use crate::interface::Inputs;

/// The run that plans the queues alone; none where there is no queue.
pub fn facts(call: &ModuleCall, account_id: &str, queues: &Queues) -> Option<Run> {
    if queues.is_empty() {
        return None;
    }
    let run = Run::new(call, Inputs { account_id: account_id.into() }.into_body());
    Some(queues.all().fold(run, of_queue))
}

fn of_queue(run: Run, queue: &Queue) -> Run {
    let of = |label: String| SqsQueueReference::from(Address::managed("aws_sqs_queue", label));
    let (made, dead_letters) = (of(queue.label()), of(queue.dead_letters_label()));
    let (name, settings) = (queue.name(), &queue.settings);
    let (timeout, days) = (settings.visibility_timeout_seconds.get(), settings.dead_letter_retention_days.get());
    run.assert(
        made.visibility_timeout_seconds().equals(timeout),
        &format!("a message of {name} that is read is hidden for {timeout} seconds"),
    )
    .assert(
        dead_letters.message_retention_seconds().equals(days * 24 * 60 * 60),
        &format!("the dead letters of {name} stay for {days} days"),
    )
}
