using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.History;
using AmiGovernance.Core.Features.Rollout.Upkeep;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>Takes into the record what another system deployed, and tells it.</summary>
internal sealed class TakeCarriedDeployments(ReadPolicyHistory history, IFileStore files, TimeProvider time)
{
    /// <summary>A call that CloudTrail does not have by then was made in another account, or is too old.</summary>
    private static readonly TimeSpan Late = 6 * AwsFacts.RecordDelay.Value;

    private DateTimeOffset? unnamedSince;

    /// <summary>What there is to tell; a condition where the record cannot be written.</summary>
    /// <param name="seen">The organization as it was looked at.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<(ImmutableArray<WatchNews> News, WatchCondition? Trouble)> Run(
        PlannedUpkeep seen,
        CancellationToken cancel
    )
    {
        if (seen is not { Newest: { } config, Carrier: not Carrier.Amigov, Unfinished: null })
            return ([], null);
        var bag = new DiagnosticBag();
        var record = new RecordCarried(history, files, time) { TakesUnnamed = time.GetUtcNow() - unnamedSince >= Late };
        var carried = await record.Run(seen.Observed, seen.Log, config, bag, cancel);
        if (carried is null)
            return (
                [],
                UpkeepConditions.Of(
                    "carried",
                    PlainText.Of($"what {config.Deployment.Carrier.Title()} deployed cannot be recorded"),
                    bag.ToSorted()
                )
            );
        var waits = carried.Path is null && !carried.Changes.IsEmpty;
        if (waits && carried.NotRead is { } why)
            return ([], NotNamed(config.Deployment.Carrier, why));
        unnamedSince = waits ? unnamedSince ?? time.GetUtcNow() : null;
        return (carried.Path is null ? [] : [News(carried)], null);
    }

    private static WatchCondition NotNamed(Carrier carrier, string why) =>
        new(
            "carried",
            PlainText.Of($"what {carrier.Title()} deployed is not recorded: who did it cannot be looked up"),
            PlainText.Of($"CloudTrail cannot be read: {why}\n")
        );

    private static WatchNews News(CarriedDeployment carried) =>
        new(
            PlainText.Of($"found on AWS and recorded: {Plural.Of(carried.Changes.Length, "change")} of our policies"),
            PlainText.Concat([
                .. carried.Changes.Select(c =>
                    PlainText.Of(
                        $"{c.Step.Text}, by {c.Call?.Caller.Name ?? "somebody whom CloudTrail does not name"}\n"
                    )
                ),
            ])
        );
}
