using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>What an entry of the deployment record tells.</summary>
public enum DeploymentEvent
{
    /// <summary>A plan begins: who, why, which mode.</summary>
    Started,

    /// <summary>One call was done; the policy's id and previous content are kept for the way back.</summary>
    Done,

    /// <summary>The organization is as the plan wants it.</summary>
    Finished,

    /// <summary>A gate of the promotion was passed over, with a reason.</summary>
    Overridden,

    Failed,

    /// <summary>A gate of the promotion was passed, with its evidence.</summary>
    Passed,
}

/// <summary>One line of `deployments/log.jsonl`: see <see cref="ChainedEntry"/>.</summary>
public sealed record DeploymentEntry(DeploymentEvent Event, DateTimeOffset At, string Deployment) : ChainedEntry
{
    public static readonly IReadOnlyList<string> EventNames =
    [
        "started",
        "done",
        "finished",
        "overridden",
        "failed",
        "passed",
    ];

    /// <summary>The ARN that AWS knows the caller by.</summary>
    public string Who { get; init; } = "";

    public string Organization { get; init; } = "";

    public string Why { get; init; } = "";

    /// <summary>The mode that the deployment brings; empty when it does not change.</summary>
    public string Mode { get; init; } = "";

    /// <summary>Of the end: where the declarative policies stand.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>The targets that are enforced while the mode of the others is audit mode.</summary>
    public ImmutableArray<string> Stages { get; init; } = [];

    /// <summary>Of the start: our policies as they stood, for the way back.</summary>
    public ImmutableArray<RecordedPolicy> Before { get; init; } = [];

    public PlanStep? Step { get; init; }

    public string PolicyId { get; init; } = "";

    /// <summary>For a failure AWS's code and text, for a gate its name.</summary>
    public string Detail { get; init; } = "";

    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("event", EventNames[(int)Event]);
        writer.WriteString(
            "at",
            At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)
        );
        writer.WriteString("deployment", Deployment);
        WriteText(writer, "who", Who);
        WriteText(writer, "organization", Organization);
        WriteText(writer, "why", Why);
        WriteText(writer, "mode", Mode);
        WriteText(writer, "policy_id", PolicyId);
        WriteText(writer, "detail", Detail);
        if (!Targets.IsEmpty)
            writer.WriteStrings("targets", Targets);
        if (!Stages.IsEmpty)
            writer.WriteStrings("stages", Stages);
        if (!Before.IsEmpty)
        {
            writer.WriteStartArray("before");
            foreach (var policy in Before)
                policy.Write(writer);
            writer.WriteEndArray();
        }
        if (Step is not null)
        {
            writer.WritePropertyName("step");
            PlanFile.Write(writer, Step);
        }
    }

    /// <summary>The policy that the entry speaks of.</summary>
    public OrganizationPolicyType? PolicyType => Step?.Type;
}
