namespace AmiGovernance.Core.Operations.Notifications;

/// <summary>An SNS topic. A subject holds up to 100 characters of ASCII (SNS API reference, "Publish").</summary>
public sealed class TopicChannel(ITopic topic, string topicArn) : INotificationChannel
{
    private const int LongestSubject = 100;

    public string Name => "sns";

    public async Task Send(Notification notification, CancellationToken cancel)
    {
        var subject = string.Concat(notification.Subject.Select(c => c is >= ' ' and <= '~' ? c : '?'));
        try
        {
            await topic.Publish(topicArn, subject.Length > LongestSubject ? subject[..LongestSubject] : subject, notification.Body, cancel).ConfigureAwait(false);
        }
        catch (AwsException e)
        {
            throw new NotificationException($"SNS: {e.Code}: {e.Message}", isTransient: false, e);
        }
    }
}
