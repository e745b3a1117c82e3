using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>
/// Whether the record is the one that AWS's tags name. Each hash holds all that was written before it, so a record that was written anew
/// with earlier dates does not have the hash that the last deployment left on AWS.
/// </summary>
internal sealed class MarkedAudit(IFileReader files) : IAuditEvidence
{
    public Task<AuditEvidence> Find(GateInput input, CancellationToken cancel) =>
        Task.FromResult(
            Find(
                DeploymentRecord.ReadWhatIsThere(files),
                DeploymentMark.On(input.Organization),
                isCarried: input.Config.Deployment.Carrier != Carrier.Amigov
            )
        );

    private static AuditEvidence Find(DeploymentLog log, DeploymentMark? mark, bool isCarried)
    {
        if (mark is null)
            return new AuditEvidence
            {
                Remarks = ["no tag on AWS names a deployment: the dates of the record stand alone"],
            };
        if (UpToDateRecord.Missing(log, mark) is { } missing)
            return new AuditEvidence { Refusal = missing.Message };
        if (UpToDateRecord.Ahead(log, mark, isCarried) is { } ahead)
            return new AuditEvidence { Refusal = ahead };
        var name = UpToDateRecord.Text(mark);
        return new AuditEvidence { Remarks = [$"the record is the one that AWS's tags name: {name}"] };
    }
}
