using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Where a report goes.</summary>
/// <param name="MailTo">Mail addresses; empty for no mail.</param>
/// <param name="Mail">How mail is sent; null where no server is named.</param>
/// <param name="Chat">Whether it goes to the chat webhook of the environment.</param>
/// <param name="TopicArn">An SNS topic; null for none.</param>
internal sealed record ReportRecipients(IReadOnlyList<string> MailTo, MailSettings? Mail, bool Chat, string? TopicArn)
{
    /// <summary>Null for none.</summary>
    public EventBusName? EventBus { get; init; }

    public bool NeedsAws => TopicArn is not null || EventBus is not null;

    public bool IsAnybody => MailTo.Count > 0 || Chat || NeedsAws;
}
