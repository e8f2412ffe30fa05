# A module of somebody's own, as an organization has them: typed variables, a provider that its caller chooses, a module in it.

terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = ">= 5.0"
      configuration_aliases = [aws.replica]
    }
  }
}

variable "name" {
  description = "What everything of the module is called."
  type        = string
}

variable "text" {
  type    = string
  default = ""
}

variable "places" {
  description = "Where it stands."
  type = object({
    vpc_id     = string
    subnet_ids = set(string)
    seconds    = optional(number, 60)
  })
}

variable "labels" {
  type    = map(string)
  default = {}
}

variable "after" {
  type    = any
  default = []
}

variable "token" {
  type      = string
  default   = ""
  sensitive = true
}

resource "terraform_data" "mark" {
  input = {
    name   = var.name
    text   = var.text
    places = var.places
    labels = var.labels
    after  = var.after
  }
}

resource "aws_sqs_queue" "marks" {
  name                      = var.name
  message_retention_seconds = var.places.seconds
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "replica" {
  provider = aws.replica

  name                    = "${var.name}-replica"
  sqs_managed_sse_enabled = true
}

module "inner" {
  source = "./inner"
  name   = var.name
}

output "queue_url" {
  description = "Where marks are put."
  value       = aws_sqs_queue.marks.url
}

output "queue_arn" {
  description = "The queue's ARN."
  value       = aws_sqs_queue.marks.arn
}

output "text" {
  description = "The text as it was given."
  value       = terraform_data.mark.output.text
}

output "inner" {
  value = module.inner.id
}
