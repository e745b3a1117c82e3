using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>Publishes to SNS topics.</summary>
public interface ITopic
{
    /// <summary>Calls `sns:Publish`. Throws <see cref="AwsException"/> when AWS refuses.</summary>
    /// <param name="topic">That of a topic (<see cref="TopicArn"/>); it is called in the Region that it names.</param>
    /// <param name="subject">As SNS takes it.</param>
    /// <param name="message">As SNS takes it.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    Task Publish(Arn topic, string subject, string message, CancellationToken cancel);
}
