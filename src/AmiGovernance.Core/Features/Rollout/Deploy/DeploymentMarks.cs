using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// Tells other clones of a deployment, and finds theirs. Organizations has no conditional write: of two who begin at once, each looks
/// after it has written its mark and again at the end, so that at least one of them is told.
/// </summary>
/// <param name="reader">Reads tags.</param>
/// <param name="writer">Writes them.</param>
/// <param name="rootId">The root carries the mark.</param>
/// <param name="record">Takes the entries of this deployment.</param>
/// <param name="consistency">Waits until AWS shows what was written.</param>
internal sealed class DeploymentMarks(
    IPolicyReader reader,
    IPolicyWriter writer,
    string rootId,
    DeploymentRecord record,
    EventualConsistency consistency
)
{
    private DeploymentMark? own;

    /// <summary>Of an emergency; null once it is settled, and in other deployments.</summary>
    private Task<AwsException?>? beginning;
    private bool mayRead = true;

    /// <summary>In an emergency nobody is waited for, and nothing that goes wrong here stops anything.</summary>
    public bool IsEmergency { get; init; }

    /// <summary>The hashes of marks that were there before: an emergency goes on where the record does not hold them.</summary>
    public ImmutableHashSet<string> Seen { get; init; } = [];

    /// <summary>Whether AWS took the mark of the beginning; it may have refused.</summary>
    public bool IsMarked => own is not null;

    /// <summary>Null when nobody began since the record was read; else who did.</summary>
    public async Task<string?> Overtaken(CancellationToken cancel) => IsEmergency ? null : Other(await Read(cancel));

    /// <summary>Writes that this deployment began. Null when nobody else began at the same time; else who did.</summary>
    /// <param name="entry">The start, as it is recorded.</param>
    /// <param name="policyIds">Those of our policies.</param>
    /// <param name="bag">Takes a warning when AWS does not take the mark: that alone is no reason not to deploy.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<string?> Begin(
        DeploymentEntry entry,
        IEnumerable<string> policyIds,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var mark = new DeploymentMark(record.Serial, HasEnded: false, record.LastHash, entry.At, entry.Who);
        if (IsEmergency)
        {
            // No call of an emergency waits for this one.
            beginning = Try(mark, cancel);
            if (beginning.IsCompleted)
                await Settle(bag);
            return null;
        }
        try
        {
            await writer.TagResource(rootId, mark.ToTags(), cancel);
        }
        // The root may have all tags that it may have.
        catch (AwsException e) when (e.IsAccessDenied || e.Code is "ConstraintViolationException")
        {
            Warn(e, bag);
            return null;
        }
        own = mark;
        return await OtherAtTheSameTime(cancel) ?? await OtherThatEnded(policyIds, cancel);
    }

    /// <summary>Waits for the mark of the beginning, where nothing waited for it.</summary>
    /// <param name="bag">Takes a warning when AWS refuses it.</param>
    public async Task Settle(DiagnosticBag bag)
    {
        if (beginning is null)
            return;
        var refused = await beginning;
        beginning = null;
        if (refused is not null)
            Warn(refused, bag);
    }

    /// <summary>Null when AWS took it.</summary>
    private async Task<AwsException?> Try(DeploymentMark mark, CancellationToken cancel)
    {
        try
        {
            await writer.TagResource(rootId, mark.ToTags(), cancel);
            own = mark;
            return null;
        }
        catch (AwsException e)
        {
            return e;
        }
    }

    /// <summary>One whose mark on the root was written over by the own one: it has marked our policies before.</summary>
    private async Task<string?> OtherThatEnded(IEnumerable<string> policyIds, CancellationToken cancel)
    {
        foreach (var id in policyIds)
            if (Other(DeploymentMark.Of(await Tags(id, cancel))) is { } other)
                return other;
        return null;
    }

    /// <summary>Null where they may not be read, and where the policy is gone: then a call fails.</summary>
    private async Task<ImmutableSortedDictionary<string, string>?> Tags(string policyId, CancellationToken cancel)
    {
        try
        {
            return await ReadableTags.Of(policyId, reader, cancel);
        }
        catch (AwsException e) when (e.Code is "TargetNotFoundException" or "PolicyNotFoundException")
        {
            return null;
        }
    }

    private async Task<string?> OtherAtTheSameTime(CancellationToken cancel)
    {
        DeploymentMark? seen = null;
        await consistency.UntilNone(
            async () =>
            {
                seen = await Read(cancel);
                var isSettled = !mayRead || IsOwn(seen) || Other(seen) is not null;
                return isSettled ? null : "AWS shows what was before";
            },
            cancel
        );
        return Other(seen);
    }

    /// <summary>
    /// Writes that this deployment ended, on the root and on policies. Null when nobody else was at work; else who was. Of two who end at
    /// once, the marks of one are on the policies before the other looks at them, or its mark is on the root before the other looks there.
    /// </summary>
    /// <param name="entry">The end, as it is recorded.</param>
    /// <param name="policyIds">Those of our policies.</param>
    /// <param name="bag">Takes a warning when AWS refuses: all calls were made all the same.</param>
    /// <param name="cancel">Ends the calls.</param>
    public async Task<string?> End(
        DeploymentEntry entry,
        IEnumerable<string> policyIds,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        await Settle(bag);
        // Where the beginning was refused, so is the end.
        if (!IsMarked)
            return null;
        var mark = new DeploymentMark(record.Serial, HasEnded: true, record.LastHash, entry.At, entry.Who);
        List<string> ids = [.. policyIds];
        string? other = null;
        try
        {
            other = await OtherThatEnded(ids, cancel);
            foreach (var id in ids)
                await writer.TagResource(id, mark.ToTags(), cancel);
            // The root comes last: whoever marks it afterwards finds the policies marked.
            other ??= Other(await Read(cancel));
            await writer.TagResource(rootId, mark.ToTags(), cancel);
        }
        catch (AwsException e)
        {
            Warn(e, bag);
        }
        return other;
    }

    private async Task<DeploymentMark?> Read(CancellationToken cancel)
    {
        var tags = await ReadableTags.Of(rootId, reader, cancel);
        mayRead = tags is not null;
        return DeploymentMark.Of(tags);
    }

    private bool IsOwn(DeploymentMark? mark) => mark is not null && mark.Hash == own?.Hash;

    private string? Other(DeploymentMark? mark)
    {
        var isKnown = mark is null || IsOwn(mark) || Seen.Contains(mark.Hash) || record.Known.Knows(mark.Hash);
        return isKnown ? null : $"{UpToDateRecord.Text(mark!)} began at the same time";
    }

    private static void Warn(AwsException refused, DiagnosticBag bag) =>
        bag.Report(
            PlanningDiagnostics.NotMarked,
            SourceLocation.OfFile(SourceText.Missing("organization")),
            $"other clones are not told of this deployment: {refused.Failure.Summary}",
            refused.IsAccessDenied
                ? "allow `organizations:TagResource` on the root and on our policies"
                : "push the record, so that they have it: without a mark nothing stops them from deploying beside it"
        );
}
