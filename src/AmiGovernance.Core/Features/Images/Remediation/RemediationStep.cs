using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>One `ModifyImageAttribute`: who loses the image and who gets it, in one call, so that nobody is without it in between.</summary>
/// <param name="Before">The launch permissions as read just now.</param>
public sealed record RemediationStep(
    AccountId Account,
    string Region,
    string ImageId,
    ImmutableArray<LaunchPermission> Before,
    ImmutableArray<LaunchPermission> Add,
    ImmutableArray<LaunchPermission> Remove
)
{
    public string ApprovedBy { get; init; } = "";

    public string Ticket { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>For a way back the run that it takes back.</summary>
    public string Undoes { get; init; } = "";

    public ImmutableArray<LaunchPermission> After => [.. Before.Except(Remove).Union(Add).Order()];

    public bool IsEmpty => Add.IsEmpty && Remove.IsEmpty;

    /// <summary>For people, as the AWS CLI would be told.</summary>
    public string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"ec2:ModifyImageAttribute {ImageId} in {Account} {Region}:{(Remove.IsEmpty ? "" : $" remove {string.Join(", ", Remove)}")}{(Add.IsEmpty ? "" : $"{(Remove.IsEmpty ? "" : ";")} add {string.Join(", ", Add)}")}"
        );
}
