# What services take of a module of somebody's own: a secret, a policy, a resource, a security group.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

resource "aws_kms_key" "orders" {
  description         = var.name
  enable_key_rotation = true
}

resource "aws_secretsmanager_secret" "orders" {
  name       = var.name
  kms_key_id = aws_kms_key.orders.arn
}

resource "aws_sqs_queue" "orders" {
  name                    = var.name
  sqs_managed_sse_enabled = true
}

resource "aws_iam_policy" "orders" {
  name = var.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.orders.arn }]
  })
}

resource "aws_security_group" "orders" {
  name        = var.name
  description = "What takes orders"
  vpc_id      = var.vpc_id
}

output "secret" {
  description = "One value of the secret."
  value       = "${aws_secretsmanager_secret.orders.arn}:token::"
}

output "key_arn" {
  description = "The key of the secret."
  value       = aws_kms_key.orders.arn
}

output "queue_arn" {
  description = "The queue."
  value       = aws_sqs_queue.orders.arn
}

output "policy_arn" {
  description = "What may be sent."
  value       = aws_iam_policy.orders.arn
}

output "security_group_id" {
  description = "Whom the tasks reach."
  value       = aws_security_group.orders.id
}
