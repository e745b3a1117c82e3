namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>Publishes to an SNS topic. Throws <see cref="AwsException"/> when AWS refuses.</summary>
public interface ITopic
{
    Task Publish(string topicArn, string subject, string message, CancellationToken cancel);
}
