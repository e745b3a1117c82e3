using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

public enum RollbackTo
{
    /// <summary>What stood there before a deployment, from the record.</summary>
    Before,

    /// <summary>The emergency path: from the organization alone, and quickly.</summary>
    AuditMode,

    /// <summary>Our policies detached and deleted.</summary>
    Nothing,
}

/// <param name="Deployment">The one to undo, together with those after it; null for the last.</param>
/// <param name="Adopt">Take over policies of our names that somebody else made.</param>
public sealed record RollbackRequest(RollbackTo To, string? Deployment, string ConfigPath, bool Adopt);

/// <param name="Notes">What does not come back, each with its reason.</param>
public sealed record PlannedRollback(
    Organization Observed,
    DesiredState Desired,
    PlanResult Result,
    MeaningDifference? Meaning,
    ImmutableArray<string> Notes
);

/// <summary>
/// Works out the calls of a way back. The files of the repository are looked at for the names of the policies only, and need
/// not be readable.
/// </summary>
public sealed class PlanRollback(IOrganizations aws, IFileStore files, IProgress<ReadProgress>? progress = null)
{
    /// <summary>Null with a report when the record does not hold what is needed.</summary>
    public async Task<PlannedRollback?> Run(RollbackRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        var names = files.Exists(request.ConfigPath)
            ? RepositoryFiles.ReadConfig(files, request.ConfigPath, new DiagnosticBag())?.Policy ?? new PolicyConfig()
            : new PolicyConfig();
        var log = DeploymentRecord.Read(files, new DiagnosticBag());
        switch (request.To)
        {
            case RollbackTo.AuditMode:
                var quickly = await new ReadOurPolicies(aws).Read(log, names, cancel);
                return Plan(quickly, WayBack.ToAuditMode(quickly, names), request, []);
            case RollbackTo.Nothing:
                var observed = await new ReadOrganization(aws, progress).Read([], cancel);
                return Plan(observed, WayBack.ToNothing, request, []);
            default:
                return await Before(request, bag, cancel);
        }
    }

    private async Task<PlannedRollback?> Before(RollbackRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        var own = new DiagnosticBag();
        var log = DeploymentRecord.Read(files, own);
        bag.AddRange(own.ToSorted());
        // A record that was changed can say anything.
        if (own.HasErrors)
            return null;
        if (log.Before(request.Deployment) is not { } before)
        {
            bag.Report(
                RolloutDiagnostics.NothingToGoBackTo,
                SourceLocation.OfFile(AmiGovernance.Core.Base.Text.SourceText.Missing(DeploymentLog.Path)),
                request.Deployment is null
                    ? "no finished deployment is recorded"
                    : $"no finished deployment `{request.Deployment}` is recorded",
                "`amigov history` lists them; `amigov rollback --to audit_mode` and `--delete` need no record"
            );
            return null;
        }
        var observed = await new ReadOrganization(aws, progress).Read(
            [.. before.SelectMany(p => p.Targets).Distinct()],
            cancel
        );
        var desired = WayBack.ToBefore(before, new OrganizationIndex(observed), out var gone);
        return Plan(
            observed,
            desired,
            request,
            [.. gone.Select(t => $"{t} is no longer in the organization: nothing is attached there")]
        );
    }

    private static PlannedRollback Plan(
        Organization observed,
        DesiredState desired,
        RollbackRequest request,
        ImmutableArray<string> notes
    )
    {
        // What else policies need is no business of a way back.
        observed = observed with
        {
            TrustedServices = null,
        };
        var result = Planner.Plan(observed, desired, request.Adopt);
        if (result.Plan is { IsEmpty: false, ModeAfter: null })
            notes =
            [
                .. notes,
                "what the accounts had set themselves before holds again: allowed images and public access to images may be without any limit",
            ];
        return new PlannedRollback(
            observed,
            desired,
            result,
            result.Plan is null ? null : PlanDeployment.MeaningOf(observed, desired),
            notes
        );
    }
}
