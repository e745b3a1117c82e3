using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>A plan as JSON.</summary>
internal static class PlanJson
{
    public static string Write(PlanReport report, DateOnly day) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            WriteHead(writer, report.Plan, report.Caller, day);
            WriteMode(writer, "mode_before", report.Plan.ModeBefore);
            WriteMode(writer, "mode_after", report.Plan.ModeAfter);
            writer.WriteBoolean("enforces", report.Plan.Enforces);
            WriteNotes(writer, report.Proposal.Notes);
            WriteWeaker(writer, report.Proposal.Weaker);
            ChangesView.WriteJson(writer, report.Changes);
            WriteSteps(writer, report.Plan);
            WriteMeaning(writer, report.Proposal.Meaning);
            WritersView.WriteJson(writer, report.Writers.Found);
            writer.WriteStrings("not_read", report.Writers.NotRead);
            if (report.Proposal.Proof is { Result: var proof })
            {
                writer.WriteStartObject("proof");
                ProofJson.WriteMembers(writer, proof.Guarantees, proof);
                writer.WriteEndObject();
            }
            writer.WriteStrings("iam_actions", report.Permissions.Needed);
            if (report.Permissions.Missing is { } missing)
                writer.WriteStrings("iam_actions_missing", missing);
            writer.WriteEndObject();
        });

    public static void WriteHead(Utf8JsonWriter writer, Plan plan, CallerDetails caller, DateOnly day)
    {
        writer.WriteString("format_version", ReportJson.FormatVersion);
        writer.WriteString("as_of", day.Text());
        writer.WriteString("organization", plan.OrganizationId);
        writer.WriteString("caller", caller.Arn);
    }

    /// <summary>Nothing when there are none.</summary>
    public static void WriteNotes(Utf8JsonWriter writer, IReadOnlyCollection<string> notes)
    {
        if (notes.Count > 0)
            writer.WriteStrings("notes", notes);
    }

    private static void WriteWeaker(Utf8JsonWriter writer, ImmutableArray<Weakening> weaker) =>
        writer.WriteObjects(
            "weaker",
            weaker,
            weakening =>
            {
                writer.WriteString("kind", weakening.Kind.Name());
                writer.WriteString("what", weakening.Text);
                writer.WriteStrings("accounts", weakening.Accounts.Select(a => a.Value));
                writer.WriteStrings("entries", weakening.Entries.Select(e => e.Name));
                writer.WriteBoolean("reviewed", weakening.IsReviewed);
            }
        );

    private static void WriteMode(Utf8JsonWriter writer, string name, AllowedImagesState? mode)
    {
        if (mode is { } state)
            writer.WriteString(name, state.Name());
    }

    public static void WriteSteps(Utf8JsonWriter writer, Plan plan)
    {
        writer.WriteStartArray("steps");
        foreach (var step in plan.Steps)
            PlanStepJson.Write(writer, step);
        writer.WriteEndArray();
    }

    public static void WriteMeaning(Utf8JsonWriter writer, MeaningDifference? meaning)
    {
        writer.WriteStartObject("meaning");
        if (meaning is not null)
            DifferenceView.WriteMembers(writer, meaning);
        writer.WriteEndObject();
    }
}
