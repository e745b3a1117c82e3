using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>
/// Where launches are blocked today: by the declarative policy, or by service control policies where no declarative policy does.
/// Enforcement elsewhere is a decision of its own, which no proposal takes.
/// </summary>
internal sealed class BlockedTargets
{
    private readonly OrganizationIndex index;
    private readonly HashSet<string> targets;

    public BlockedTargets(Organization organization, ScpFacts scps, DeclarativeFacts declaratives)
    {
        index = OrganizationIndex.Of(organization);
        var enabled = declaratives.Read.Where(d => d.Meaning.State == AllowedImagesState.Enabled).ToList();
        By = enabled.Count > 0 ? "the declarative policy does not block launches" : "no policy blocks launches";
        IEnumerable<FoundPolicy> blocking = enabled.Count > 0 ? enabled.Select(d => d.Policy) : scps.BlockingLaunches;
        targets = blocking.SelectMany(p => p.Targets).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What is so elsewhere, in words.</summary>
    public string By { get; }

    /// <summary>Those of a policy where launches are not blocked.</summary>
    public ImmutableArray<string> NotAmong(FoundPolicy policy) => [.. policy.Targets.Where(t => !Reach(t))];

    /// <param name="target">By its id.</param>
    public bool Reach(string target) => IsReached(index, target, targets);

    /// <summary>Whether it is one of these, or below one.</summary>
    public static bool IsReached(OrganizationIndex index, string target, HashSet<string> targets) =>
        targets.Contains(target) || index.PathTo(target).Any(targets.Contains);
}
