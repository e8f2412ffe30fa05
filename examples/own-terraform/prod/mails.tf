# A queue of mails, which the service fills, and the alarm that says when nobody empties it.

resource "aws_sqs_queue" "mails" {
  name                    = "shop-mails-prod"
  sqs_managed_sse_enabled = true
}

resource "aws_iam_role_policy" "web_sends_mails" {
  name = "send-mails"
  role = module.ecs.task_role_names["web"]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "SendMails"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [aws_sqs_queue.mails.arn]
    }]
  })
}

resource "aws_cloudwatch_metric_alarm" "mails_wait" {
  alarm_name          = "shop-mails-wait-prod"
  alarm_description   = "Mails wait for more than a quarter of an hour"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.mails.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 900
  treat_missing_data  = "notBreaching"
  alarm_actions       = [module.monitoring.alerts_topic_arn]
}

output "mails_queue_url" {
  description = "Where the service puts mails."
  value       = aws_sqs_queue.mails.url
}
