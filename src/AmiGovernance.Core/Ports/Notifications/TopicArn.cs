using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>ARNs of SNS topics: `arn:aws:sns:eu-central-1:111122223333:ami-exceptions`.</summary>
public static class TopicArn
{
    /// <summary>False when the text is no ARN, or not that of a topic.</summary>
    public static bool TryParse(string text, out Arn topic) =>
        Arn.TryParse(text, out topic)
        && topic.Service == "sns"
        && RegionName.TryParse(topic.Region, out _)
        && AccountId.IsValid(topic.Account)
        && IsName(topic.Resource);

    /// <summary>A subscription has one part more.</summary>
    private static bool IsName(string resource) =>
        resource.Length > 0 && !resource.Contains(':', StringComparison.Ordinal);
}
