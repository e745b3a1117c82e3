using AmiGovernance.Core.Identifiers;

namespace AmiGovernance.Core.Images.Remediation;

/// <summary>Who uses an image, as an image usage report of EC2 says.</summary>
/// <param name="ResourceType">`ec2:Instance` or `ec2:LaunchTemplate`.</param>
public sealed record ImageUse(AccountId Account, string ResourceType, long Count);
