using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Where a report goes.</summary>
/// <param name="MailTo">Mail addresses; empty for no mail.</param>
/// <param name="Mail">How mail is sent; null for no mail.</param>
/// <param name="Chat">Whether it goes to the chat webhook of the environment.</param>
/// <param name="TopicArn">An SNS topic; null for none.</param>
internal sealed record ReportRecipients(IReadOnlyList<string> MailTo, MailSettings? Mail, bool Chat, string? TopicArn)
{
    public bool IsAnybody => MailTo.Count > 0 || Chat || TopicArn is not null;
}
