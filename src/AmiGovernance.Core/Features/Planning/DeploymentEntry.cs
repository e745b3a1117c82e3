using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>One line of a file of the record: see <see cref="DeploymentFile"/> and <see cref="ChainedEntry"/>.</summary>
public sealed record DeploymentEntry(DeploymentEvent Event, DateTimeOffset At, string Deployment) : ChainedEntry
{
    /// <summary>The ARN that AWS knows the caller by.</summary>
    public string Who { get; init; } = "";

    public string Organization { get; init; } = "";

    public string Why { get; init; } = "";

    /// <summary>The mode that the deployment brings; empty when it does not change.</summary>
    public string Mode { get; init; } = "";

    public DeploymentPurpose Purpose { get; init; }

    /// <summary>Of the start: the command that began it, without its options; empty in records of earlier versions.</summary>
    public string Command { get; init; } = "";

    public bool IsRollback => Purpose == DeploymentPurpose.Rollback;

    /// <summary>Of the start of a run that did not end: what goes on with it.</summary>
    public string GoOn =>
        Purpose switch
        {
            DeploymentPurpose.Rollback => "run the same `amigov rollback` again",
            DeploymentPurpose.ScheduledEnd or DeploymentPurpose.Repair => "`amigov watch` goes on with it",
            _ when Command is "apply" or "promote" => $"run the same {SuggestedCommand.Of($"amigov {Command}")} again",
            // Earlier versions did not record it.
            _ when Stages.IsEmpty => "run the same `amigov apply` or `amigov promote` again",
            _ => "run `amigov promote` again",
        };

    /// <summary>Of the end: where the declarative policies stand.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>The targets that are enforced while the mode of the others is audit mode.</summary>
    public ImmutableArray<string> Stages { get; init; } = [];

    /// <summary>Of the start: our policies as they stood, for rollback.</summary>
    public ImmutableArray<RecordedPolicy> Before { get; init; } = [];

    /// <summary>Of the start: what somebody took the responsibility for, such as what gets weaker; a sentence each.</summary>
    public ImmutableArray<string> Accepted { get; init; } = [];

    /// <summary>Of an entry that joins ends: the hashes of the others, beside the one that it follows.</summary>
    public ImmutableArray<string> Parents { get; init; } = [];

    /// <summary>Of an entry that joins ends: hashes that AWS's tags name and that are in no record any more.</summary>
    public ImmutableArray<string> Lost { get; init; } = [];

    public PlanStep? Step { get; init; }

    public string PolicyId { get; init; } = "";

    /// <summary>For a failure AWS's code and text, for a gate its name.</summary>
    public string Detail { get; init; } = "";

    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("event", Event.Name());
        writer.WriteString("at", At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteString("deployment", Deployment);
        WriteText(writer, "who", Who);
        WriteText(writer, "organization", Organization);
        WriteText(writer, "why", Why);
        WriteText(writer, "mode", Mode);
        if (Purpose != DeploymentPurpose.Update)
            writer.WriteString("kind", Purpose.Name());
        WriteText(writer, "command", Command);
        WriteText(writer, "policy_id", PolicyId);
        WriteText(writer, "detail", Detail);
        if (!Targets.IsEmpty)
            writer.WriteStrings("targets", Targets);
        if (!Stages.IsEmpty)
            writer.WriteStrings("stages", Stages);
        if (!Accepted.IsEmpty)
            writer.WriteStrings("accepted", Accepted);
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
            PlanStepJson.Write(writer, Step);
        }
        if (!Parents.IsEmpty)
            writer.WriteStrings("parents", Parents);
        if (!Lost.IsEmpty)
            writer.WriteStrings("lost", Lost);
    }
}
