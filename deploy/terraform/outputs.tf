output "bucket" {
  description = "The store"
  value       = aws_s3_bucket.store.id
}

output "task_role_name" {
  description = "The role of the watch; with `--images-role` give it what `amigov doctor --iam-policy \"images scan\"` prints too"
  value       = aws_iam_role.task.name
}

output "security_group_id" {
  description = "Of the tasks: for a rule that lets your Prometheus in at port 9464"
  value       = aws_security_group.watch.id
}

output "log_group" {
  description = "Where the watch writes"
  value       = aws_cloudwatch_log_group.watch.name
}
