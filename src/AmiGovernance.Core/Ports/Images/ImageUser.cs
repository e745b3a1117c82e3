using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>Who uses an image, as an image usage report of EC2 says.</summary>
/// <param name="ResourceType">`ec2:Instance` or `ec2:LaunchTemplate`.</param>
public sealed record ImageUser(AccountId Account, string ResourceType, long Count);
