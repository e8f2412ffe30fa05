# A queue that the services may write to, encrypted with the topics' key, with a policy that is read from a file.

variable "retention_seconds" {
  type    = number
  default = 3600
}

locals {
  queue_name = "task-api-own-mails"
}

resource "aws_sqs_queue" "mails" {
  name                       = local.queue_name
  message_retention_seconds  = var.retention_seconds
  sqs_managed_sse_enabled    = true
  visibility_timeout_seconds = 30
}

resource "aws_sqs_queue_policy" "mails" {
  queue_url = aws_sqs_queue.mails.id
  policy = templatefile("${path.module}/policies/mails.json", {
    queue = aws_sqs_queue.mails.arn
    role  = module.ecs.task_role_arns["task-api"]
  })
}

output "mails_queue_url" {
  description = "Where mails are put."
  value       = aws_sqs_queue.mails.url
}
