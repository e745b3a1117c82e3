using System.Collections.Immutable;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>Which other systems write policies in the organization, and what they do to ours.</summary>
internal sealed class WriterChecks(
    IPolicyReader policies,
    IRoleReader roles,
    ReadPolicyHistory history,
    CheckedCalls calls
)
{
    private const string Name = "other-writers";

    /// <summary>Whether all policies were seen.</summary>
    public bool SawAll { get; init; } = true;

    /// <param name="seen">All policies by name, with those of our targets that they are attached to.</param>
    /// <param name="targets">The ids of our targets.</param>
    /// <param name="trusted">Null when it is not known.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task Run(
        ImmutableArray<SeenPolicy> seen,
        ImmutableArray<string> targets,
        ImmutableArray<string>? trusted,
        CancellationToken cancel
    )
    {
        var tagged = await WithTags(seen, cancel);
        var recorded = await history.Run(ReadPolicyHistory.Changes, from: null, cancel);
        var ours = tagged.Where(p => p.Tags.ContainsKey(DesiredState.OwnerTag)).Select(p => p.Id);
        var part = new OurPart(ours.ToHashSet(StringComparer.Ordinal), targets);
        var found = new FindOtherWriters(tagged, trusted ?? [], recorded, part)
        {
            Roles = await ExistingRoles(cancel),
        }.Run();
        foreach (var writer in found)
            calls.Add(Found(writer));
        if (recorded.Failure is { } failure)
            calls.Refuse(Name, failure);
        else if (!SawAll || trusted is null)
            calls.Add(Check.NotLooked(Name, "only in part: policies or services with trusted access were not read"));
        else if (found.IsEmpty)
            calls.Add(Check.Fine(Name, "no sign of another system that writes policies"));
    }

    /// <summary>Of the few that stand where ours stand, or will; the others are known by their names alone.</summary>
    private async Task<ImmutableArray<SeenPolicy>> WithTags(ImmutableArray<SeenPolicy> seen, CancellationToken cancel)
    {
        var tagged = ImmutableArray.CreateBuilder<SeenPolicy>(seen.Length);
        foreach (var policy in seen)
        {
            var isNear = !policy.Targets.IsEmpty;
            var tags = isNear ? await calls.Try(Name, () => policies.ListTagsForResource(policy.Id, cancel)) : null;
            tagged.Add(tags is null ? policy : policy with { Tags = tags.Value });
        }
        return tagged.ToImmutable();
    }

    /// <summary>In the caller's account; the systems have theirs in the management account.</summary>
    private async Task<ImmutableArray<string>> ExistingRoles(CancellationToken cancel)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var name in WriterSign.Roles)
        {
            if (await calls.Try(Name, () => roles.HasRole(name, cancel)) is not { Value: var isThere })
                break;
            if (isThere)
                found.Add(name);
        }
        return found.ToImmutable();
    }

    private static Check Found(FoundWriter found)
    {
        var signs = string.Join("; ", found.Evidence);
        if (!found.TouchesOurs)
            return Check.Fine(Name, $"{found.Title}, near none of ours: {signs}");
        return new Check(Name, CheckOutcome.Notice, $"{found.Title}, {found.Nearness}: {signs}")
        {
            Cause = found.Writer.Does,
            Remark = found.Writer.LiveWith,
        };
    }
}
