using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Writers;

/// <summary>A policy, as far as it is needed to see whose it is.</summary>
/// <param name="Targets">Where it is attached, as far as that was read.</param>
public sealed record SeenPolicy(
    string Id,
    string Name,
    ImmutableSortedDictionary<string, string> Tags,
    ImmutableArray<string> Targets
)
{
    /// <summary>All policies of an organization that are not AWS's own.</summary>
    public static ImmutableArray<SeenPolicy> Of(Organization organization)
    {
        var targets = organization.Attachments.ToLookup(a => a.PolicyId, a => a.TargetId);
        return
        [
            .. organization
                .Policies.Where(p => !p.AwsManaged)
                .Select(p => new SeenPolicy(p.Id, p.Name, p.Tags, [.. targets[p.Id]])),
        ];
    }
}

/// <summary>Another writer in an organization, and how near it comes to ours.</summary>
/// <param name="IsCertain">Else it is perhaps another.</param>
/// <param name="Evidence">The signs, each in words.</param>
public sealed record FoundWriter(KnownWriter Writer, bool IsCertain, ImmutableArray<string> Evidence)
{
    /// <summary>Our targets that its policies are attached to, or that it watches.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Policies of ours, or of our names, that bear its sign or that it changed.</summary>
    public ImmutableArray<string> Ours { get; init; } = [];

    public bool TouchesOurs => !Targets.IsEmpty || !Ours.IsEmpty;

    /// <summary>Such as `perhaps Terraform`.</summary>
    public string Title => IsCertain ? Writer.Name : $"perhaps {Writer.Name}";

    /// <summary>Which of ours it comes near; empty when it comes near none.</summary>
    public string Nearness
    {
        get
        {
            var targets = Targets.IsEmpty ? [] : new[] { $"on our target {string.Join(", ", Targets)}" };
            var ours = Ours.IsEmpty ? [] : new[] { $"at {string.Join(", ", Ours.Select(p => $"`{p}`"))}" };
            return string.Join(", ", targets.Concat(ours));
        }
    }
}
