using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>Where the rollout stands.</summary>
/// <param name="At">When the organization was read.</param>
/// <param name="Organization">Its id.</param>
/// <param name="Carrier">Who deploys the policies.</param>
/// <param name="Accounts">How many the organization has.</param>
/// <param name="Notes">What the service does not have, and who deploys if not amigov; a sentence each.</param>
/// <param name="Policies">Ours that are in the organization.</param>
/// <param name="Targets">Of our declarative policies.</param>
/// <param name="Drift">Places that should say the same and do not.</param>
/// <param name="OtherWriters">Other systems that write policies there; those that come near ours first.</param>
/// <param name="Covered">How many accounts both layers protect.</param>
/// <param name="NotCovered">Accounts that not both layers protect.</param>
/// <param name="Exceptions">Those that have ended or end soon.</param>
/// <param name="LastDeployment">The last run that is recorded.</param>
/// <param name="Next">What comes next, a sentence each.</param>
/// <param name="NotRead">What could not be looked at, and why: there may be more.</param>
public sealed record StatusDocument(
    Moment At,
    string Organization,
    [OneOf<Carrier>] string Carrier,
    int Accounts,
    ImmutableArray<string>? Notes,
    ImmutableArray<PolicyPart> Policies,
    ImmutableArray<TargetPart> Targets,
    ImmutableArray<DriftPart> Drift,
    ImmutableArray<WriterPart> OtherWriters,
    int Covered,
    ImmutableArray<CoverageGapPart> NotCovered,
    ImmutableArray<EndingExceptionPart> Exceptions,
    LastDeploymentPart? LastDeployment,
    ImmutableArray<string> Next,
    ImmutableArray<string> NotRead
) : ReportDocument
{
    public static StatusDocument Of(StatusReport report) =>
        new(
            report.At,
            report.Organization.Id,
            report.Carrier.Name(),
            report.Organization.Accounts.Length,
            report.Notes.IfAny(),
            [.. report.Policies.Select(PolicyPart.Of)],
            [.. report.Targets.Select(TargetPart.Of)],
            [.. report.Drifts.Select(DriftPart.Of)],
            WriterPart.Of(report.Writers),
            report.Covered,
            [.. report.Gaps.Select(g => new CoverageGapPart(g.Why, [.. g.Accounts.Select(a => a.Value)]))],
            [.. report.Exceptions.Select(EndingExceptionPart.Of)],
            LastDeploymentPart.Of(report.LastDeployment),
            report.Next,
            report.NotRead
        );
}

/// <param name="Id">As AWS has given it.</param>
/// <param name="Name">Unique for its type.</param>
/// <param name="Type">As Organizations names it.</param>
/// <param name="Mode">Of a declarative policy.</param>
/// <param name="Targets">Where it is attached.</param>
public sealed record PolicyPart(
    string Id,
    string Name,
    [OneOf<OrganizationPolicyType>] string Type,
    [OneOf<AllowedImagesState>] string? Mode,
    ImmutableArray<string> Targets
)
{
    internal static PolicyPart Of(PolicyStatus status) =>
        new(status.Policy.Id, status.Policy.Name, status.Policy.Type.Name(), status.Mode?.Name(), status.Targets);
}

/// <param name="Target">The id of a root, organizational unit or account.</param>
/// <param name="Mode">That is in effect there by our policies.</param>
/// <param name="Since">When the mode began there, by the record; left out when it does not say.</param>
/// <param name="Accounts">Below it, without those below another target.</param>
/// <param name="DeniedBy">Our service control policies that deny launches there though the mode does not say so.</param>
public sealed record TargetPart(
    string Target,
    [OneOf<AllowedImagesState>] string? Mode,
    Moment? Since,
    int Accounts,
    ImmutableArray<string>? DeniedBy
)
{
    internal static TargetPart Of(TargetStatus status) =>
        new(status.Target, status.Mode?.Name(), status.Since, status.Accounts, status.DeniedBy.IfAny());
}

/// <param name="Why">In one sentence.</param>
/// <param name="Accounts">Their ids.</param>
public sealed record CoverageGapPart(string Why, ImmutableArray<string> Accounts);

/// <param name="Account">Its id.</param>
/// <param name="Ticket">Of the exception.</param>
/// <param name="DaysLeft">0 or less when it has ended; left out when the entry has no end that can be read.</param>
public sealed record EndingExceptionPart(string Account, string? Ticket, int? DaysLeft)
{
    internal static EndingExceptionPart Of(ExceptionStatus status) =>
        new(status.Exception.AccountId.Value, status.Exception.Ticket, status.DaysLeft);
}

/// <param name="Name">As the record names it.</param>
/// <param name="Who">Who deployed.</param>
/// <param name="Outcome">A run that did not end is gone on with by the next one.</param>
public sealed record LastDeploymentPart(
    string Name,
    string Who,
    [OneOf(LastDeploymentPart.Finished, LastDeploymentPart.Failed, LastDeploymentPart.Open)] string Outcome
)
{
    private const string Finished = "finished";
    private const string Failed = "failed";
    private const string Open = "did not end";

    /// <summary>Null when there is none.</summary>
    /// <param name="entries">Of the last run.</param>
    public static LastDeploymentPart? Of(ImmutableArray<DeploymentEntry> entries) =>
        entries is [var first, ..]
            ? new LastDeploymentPart(first.Deployment, first.Who, OutcomeOf(entries[^1].Event))
            : null;

    private static string OutcomeOf(DeploymentEvent last) =>
        last switch
        {
            DeploymentEvent.Finished => Finished,
            DeploymentEvent.Failed => Failed,
            _ => Open,
        };
}
