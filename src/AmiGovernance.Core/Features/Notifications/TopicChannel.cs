using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Notifications;

/// <summary>
/// An SNS topic. A subject is ASCII without control characters, begins with a letter, a number or a punctuation mark, and is shorter
/// than 100 characters; a message holds up to 262,144 bytes (SNS API reference, "Publish").
/// </summary>
public sealed class TopicChannel(ITopic sns, Arn topic) : INotificationChannel
{
    private const int LongestSubject = 99;
    private const int LongestMessage = 262_144;
    private const string Cut = "\n… (cut: SNS takes no more)\n";

    public string Name => "sns";

    public async Task Send(Notification notification, CancellationToken cancel)
    {
        try
        {
            await sns.Publish(
                topic,
                Subject(notification.Subject),
                Utf8Limit.Cut(notification.Body, LongestMessage, Cut),
                cancel
            );
        }
        catch (AwsException e)
        {
            throw new NotificationException(e.Failure.Summary, isTransient: false, e);
        }
    }

    private static string Subject(string text)
    {
        var subject = string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?')).TrimStart(' ');
        return subject.Length > LongestSubject ? subject[..LongestSubject] : subject;
    }
}
