using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>Who made a change of our policies.</summary>
public sealed record DriftAuthor
{
    /// <summary>The call that made it; null when it is not known.</summary>
    public PolicyCall? Call { get; init; }

    /// <summary>Why the call is not known; empty when it is.</summary>
    public string Unknown { get; init; } = "";

    /// <summary>Which system the caller is; null for a person, and for what is not known here.</summary>
    public KnownWriter? Writer => Call?.Caller.Sign is { } sign ? KnownWriter.Of(sign.Writer) : null;

    /// <summary>Whether the caller is that system for sure.</summary>
    public bool IsCertain => Call?.Caller.Sign is { IsCertain: true };
}

/// <summary>Finds the calls that made a drift: the newest that fits, after the last thing that the record knows of.</summary>
internal static class DriftAuthors
{
    /// <summary>The names of the calls to ask for: those that tell of other writers, and those that may have made the changes.</summary>
    public static IEnumerable<string> Operations(ImmutableArray<Drift> changes) =>
        ReadPolicyHistory.Changes.Concat(OtherOperations(changes));

    /// <summary>Of the calls that may have made the changes those that tell nothing of other writers.</summary>
    public static IEnumerable<string> OtherOperations(ImmutableArray<Drift> changes) =>
        changes.SelectMany(d => d.Change?.LookedFor ?? []).Except(ReadPolicyHistory.Changes, StringComparer.Ordinal);

    public static IEnumerable<Drift> Of(ImmutableArray<Drift> changes, DeploymentLog log, PolicyHistory history)
    {
        var since = log.Entries.IsEmpty ? DateTimeOffset.MinValue : log.Entries[^1].At;
        return changes.Select(drift =>
            drift.Change is { } change ? drift with { By = Author(change, since, history) } : drift
        );
    }

    /// <summary>CloudTrail's times are whole seconds, the record's are finer.</summary>
    private static DriftAuthor Author(PolicyChange change, DateTimeOffset since, PolicyHistory history)
    {
        if (history.NotRead is { } why)
            return new DriftAuthor { Unknown = $"not read ({why})" };
        var call = history.Calls.FirstOrDefault(c => c.At >= since.AddSeconds(-1) && change.IsBy(c));
        return call is not null
            ? new DriftAuthor { Call = call }
            : new DriftAuthor { Unknown = $"not in {history.Name}, which {Reach(since, history)}" };
    }

    private static string Reach(DateTimeOffset since, PolicyHistory history) =>
        history.From > since
            ? $"reaches back to {history.From.Day().Text()}"
            : "gets calls some minutes late, and none of other accounts";
}
