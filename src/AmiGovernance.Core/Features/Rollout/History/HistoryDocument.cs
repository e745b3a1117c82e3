using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <summary>The deployment record, or one deployment of it.</summary>
/// <param name="Entries">As the files hold them, in their order.</param>
/// <param name="NotRead">Files that could not be read, or not whole: what they hold is missing above, or cannot be believed.</param>
public sealed record HistoryDocument(ImmutableArray<DeploymentEntryPart> Entries, ImmutableArray<string> NotRead)
    : ReportDocument
{
    public static HistoryDocument Of(IEnumerable<DeploymentEntry> entries, ImmutableArray<string> notRead) =>
        new([.. entries.Select(DeploymentEntryPart.Of)], notRead);
}

/// <param name="Event">What happened.</param>
/// <param name="At">When (UTC), with milliseconds.</param>
/// <param name="Deployment">Its name.</param>
/// <param name="Who">The ARN that AWS knows the caller by.</param>
/// <param name="Organization">Its id.</param>
/// <param name="Why">As whoever deployed has said.</param>
/// <param name="Mode">That the deployment brings; left out when it does not change.</param>
/// <param name="Kind">Of deployment; left out for an update.</param>
/// <param name="PolicyId">Of the policy that the step is about.</param>
/// <param name="Detail">For a failure AWS's code and text, for a gate its name.</param>
/// <param name="Targets">Of the end: where the declarative policies stand.</param>
/// <param name="Stages">The targets that are enforced while the mode of the others is audit mode.</param>
/// <param name="Accepted">Of the start: what somebody took the responsibility for, such as what gets weaker; a sentence each.</param>
/// <param name="Before">Of the start: our policies as they stood, for rollback.</param>
/// <param name="Step">The call.</param>
/// <param name="Parents">Of an entry that joins ends: the hashes of the others, beside the one that it follows.</param>
/// <param name="Lost">Of an entry that joins ends: hashes that AWS's tags name and that are in no record any more.</param>
/// <param name="Previous">Hash of the entry before; empty for the first.</param>
/// <param name="Hash">SHA-256 of the line without this member.</param>
public sealed record DeploymentEntryPart(
    [OneOf<DeploymentEvent>] string Event,
    string At,
    string Deployment,
    string? Who,
    string? Organization,
    string? Why,
    string? Mode,
    [OneOf<DeploymentPurpose>] string? Kind,
    string? PolicyId,
    string? Detail,
    ImmutableArray<string>? Targets,
    ImmutableArray<string>? Stages,
    ImmutableArray<string>? Accepted,
    ImmutableArray<RecordedPolicyPart>? Before,
    PlanStepPart? Step,
    ImmutableArray<string>? Parents,
    ImmutableArray<string>? Lost,
    string Previous,
    string Hash
)
{
    internal static DeploymentEntryPart Of(DeploymentEntry entry) =>
        new(
            entry.Event.Name(),
            entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            entry.Deployment,
            entry.Who.IfAny(),
            entry.Organization.IfAny(),
            entry.Why.IfAny(),
            entry.Mode.IfAny(),
            entry.Purpose == DeploymentPurpose.Update ? null : entry.Purpose.Name(),
            entry.PolicyId.IfAny(),
            entry.Detail.IfAny(),
            entry.Targets.IfAny(),
            entry.Stages.IfAny(),
            entry.Accepted.IfAny(),
            entry.Before.Select(RecordedPolicyPart.Of).ToImmutableArray().IfAny(),
            entry.Step is { } step ? PlanStepPart.Of(step) : null,
            entry.Parents.IfAny(),
            entry.Lost.IfAny(),
            entry.Previous,
            entry.Hash
        );
}

/// <param name="Id">As AWS has given it.</param>
/// <param name="Name">Unique for its type.</param>
/// <param name="Type">As Organizations names it.</param>
/// <param name="Description">Of the policy.</param>
/// <param name="Content">The document.</param>
/// <param name="Targets">Where it was attached.</param>
/// <param name="Tags">That it had.</param>
public sealed record RecordedPolicyPart(
    string Id,
    string Name,
    [OneOf<OrganizationPolicyType>] string Type,
    string? Description,
    string Content,
    ImmutableArray<string> Targets,
    ImmutableSortedDictionary<string, string>? Tags
)
{
    internal static RecordedPolicyPart Of(RecordedPolicy policy) =>
        new(
            policy.Id,
            policy.Name,
            policy.Type.Name(),
            policy.Description.IfAny(),
            policy.Content,
            policy.Targets,
            policy.Tags.IsEmpty ? null : policy.Tags
        );
}
