using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>
/// One `ModifyImageAttribute`: who loses the image and who gets it, in one call, so that nobody is without it in between.
/// </summary>
/// <param name="Before">The launch permissions as read just now.</param>
public sealed record RemediationStep(
    ImagePlace Image,
    ImmutableArray<LaunchPermission> Before,
    ImmutableArray<LaunchPermission> Add,
    ImmutableArray<LaunchPermission> Remove
)
{
    public string ApprovedBy { get; init; } = "";

    public string Ticket { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>For a rollback the run that it takes back.</summary>
    public string Undoes { get; init; } = "";

    public ImmutableArray<LaunchPermission> After => [.. Before.Except(Remove).Union(Add).Order()];

    public bool IsEmpty => Add.IsEmpty && Remove.IsEmpty;

    /// <summary>Whether launch permissions are as the call was planned for.</summary>
    public bool IsBefore(ImmutableArray<LaunchPermission> now) => now.ToHashSet().SetEquals(Before);

    /// <summary>Whether launch permissions are as the call was to make them.</summary>
    public bool IsAfter(ImmutableArray<LaunchPermission> now) => now.ToHashSet().SetEquals(After);

    /// <summary>For people: the call, and what it is given.</summary>
    public string Describe()
    {
        var parts = new[] { Describe("remove", Remove), Describe("add", Add) };
        return $"ec2:ModifyImageAttribute {Image}:{string.Join(';', parts.Where(p => p.Length > 0))}";
    }

    private static string Describe(string verb, ImmutableArray<LaunchPermission> permissions) =>
        permissions.IsEmpty ? "" : $" {verb} {string.Join(", ", permissions)}";
}
