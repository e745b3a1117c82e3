using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>What is proven, for machines; docs/reference/outputs.md describes it.</summary>
internal static class ProofJson
{
    public static string Write(
        IReadOnlyList<GuaranteeResult> results,
        OrganizationProofResult? organization,
        string day
    ) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("as_of", day);
            WriteMembers(writer, results, organization);
            writer.WriteEndObject();
        });

    /// <summary>Into an object that the caller has begun.</summary>
    public static void WriteMembers(
        Utf8JsonWriter writer,
        IReadOnlyList<GuaranteeResult> results,
        OrganizationProofResult? organization
    )
    {
        writer.WriteObjects("guarantees", results, result => WriteMembers(writer, result));
        if (organization is not null)
            writer.WriteObjects("account_groups", organization.Groups, group => WriteMembers(writer, group));
        writer.WriteStrings("assumptions", ProofView.Assumptions(organization));
    }

    private static void WriteMembers(Utf8JsonWriter writer, GuaranteeResult result)
    {
        writer.WriteNumber("number", result.Number);
        writer.WriteString("title", result.Title);
        writer.WriteString("outcome", ProofView.Word(result.Outcome).Replace(' ', '_'));
        writer.WriteNumber("classes", result.Classes);
        writer.WriteStartObject("split");
        writer.WriteNumber("places", result.Partitioned.Places);
        writer.WriteNumber("images", result.Partitioned.Images);
        writer.WriteNumber("callers", result.Partitioned.Callers);
        writer.WriteNumber("times", result.Partitioned.Times);
        writer.WriteNumber("values", result.Partitioned.Values);
        writer.WriteEndObject();
        if (result.Reason is not null)
            writer.WriteString("reason", result.Reason);
        if (!result.Counterexample.IsEmpty)
            writer.WriteString("counterexample", ShellText.Of($"amigov explain {result.Counterexample}"));
        writer.WriteStrings("not_covered", result.Gaps);
    }

    private static void WriteMembers(Utf8JsonWriter writer, AccountGroup group)
    {
        writer.WriteBoolean("covered", group.Covered);
        writer.WriteStrings("accounts", group.Accounts.Select(a => a.Value));
        writer.WriteStrings("problems", group.Problems);
        writer.WriteStrings("notes", group.Remarks);
    }
}
