using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>What the deployment record says of the time in audit mode.</summary>
internal sealed class RecordedAudit(IFileStore files, TimeProvider time) : IAuditEvidence
{
    public Task<AuditEvidence> Find(GateInput input, CancellationToken cancel) => Task.FromResult(Find(input));

    private AuditEvidence Find(GateInput input)
    {
        var read = DeploymentRecord.Read(files);
        if (read.IfSound is not { } log)
            return new AuditEvidence { Refusal = $"the deployment record is corrupt: {read.Findings[0].Message}" };
        return new AuditEvidence
        {
            Starts = [.. input.Targets.Select(path => Start(path, log))],
            Remarks = ListChanged(log),
        };
    }

    private static AuditStart Start(ImmutableArray<string> path, DeploymentLog log) =>
        log.InAuditSince(path) is { } since
            ? new AuditStart(IsInAudit: true, since, $"in audit mode since {since.MinuteText()} by the record")
            : new AuditStart(IsInAudit: false, null, "no deployment in audit mode is recorded");

    private ImmutableArray<string> ListChanged(DeploymentLog log)
    {
        if (log.ListChanged is not { } changed)
            return [];
        var days = Math.Floor((time.GetUtcNow() - changed).TotalDays);
        var effect = $"was in audit mode for {Plural.Of((int)days, "day")}";
        return [$"the list was changed last on {changed.Day().Text()}: what it denies since then {effect}"];
    }
}
