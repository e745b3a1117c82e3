using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>Where monitoring is: in the account and Region of the trail's log group.</summary>
/// <param name="Partition">As ARNs name it, such as `aws`.</param>
public sealed record MonitoringPlace(string Partition, AccountId Account, RegionName Region)
{
    /// <summary>The name of the topic that alarms and rules publish to.</summary>
    public const string TopicName = "ami-governance-alarms";

    public Arn TopicArn => Regional("sns", TopicName);

    /// <summary>The ARN of something in this account and Region.</summary>
    public Arn Regional(string service, string resource) =>
        new(Partition, service, Region.Value, Account.Value, resource);

    /// <summary>The ARN of something that the account has in no Region.</summary>
    public Arn Global(string service, string resource) => new(Partition, service, "", Account.Value, resource);

    public override string ToString() => $"{Account} {Region}";
}
