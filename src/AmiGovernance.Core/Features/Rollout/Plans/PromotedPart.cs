using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>The part of an organization that a promotion enforces and that is not enforced yet.</summary>
/// <param name="Paths">Of each target that is promoted, from the root down.</param>
/// <param name="Accounts">In any state.</param>
public sealed record PromotedPart(
    ImmutableArray<ImmutableArray<string>> Paths,
    ImmutableArray<OrganizationAccount> Accounts
)
{
    internal static PromotedPart None { get; } = new([], []);

    /// <param name="targets">What is to be enforced.</param>
    /// <param name="stages">What is enforced already.</param>
    /// <param name="index">The organization.</param>
    internal static PromotedPart Of(
        IEnumerable<string> targets,
        IReadOnlyCollection<string> stages,
        OrganizationIndex index
    )
    {
        ImmutableArray<ImmutableArray<string>> paths = [.. targets.Select(index.PathTo).Where(IsNotEnforced)];
        var promoted = paths.Select(path => path[^1]).ToHashSet(StringComparer.Ordinal);
        return new PromotedPart(paths, [.. index.Organization.Accounts.Where(IsPromoted)]);

        bool IsNotEnforced(ImmutableArray<string> path) => !path.Any(stages.Contains);

        // The declarative policy reaches the management account, a service control policy does not.
        bool IsReached(OrganizationAccount account) =>
            !ScpAlone.In(index.Organization) || account.Id != index.Organization.ManagementAccount;

        bool IsPromoted(OrganizationAccount account)
        {
            var path = index.PathTo(account.Id.Value);
            return path.Any(promoted.Contains) && IsNotEnforced(path) && IsReached(account);
        }
    }
}
