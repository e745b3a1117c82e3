using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Decisions;

internal static class ProofView
{
    public static void WriteText(
        TextWriter writer,
        IReadOnlyList<GuaranteeResult> results,
        OrganizationProofResult? organization
    )
    {
        foreach (var result in results)
        {
            var mark = result.Outcome switch
            {
                ProofOutcome.Proven => "✓",
                ProofOutcome.Refuted => "✗",
                ProofOutcome.NotProven => "?",
                _ => "–",
            };
            var note =
                result.Outcome == ProofOutcome.NotApplicable
                    ? $" (not applicable: {result.Reason})"
                    : $" ({Word(result.Outcome)}, {Plural.Of(result.Classes, "class").Replace("classs", "classes", StringComparison.Ordinal)})";
            writer.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{mark} {result.Number, 2}. {result.Title}{note}")
            );
            if (result.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven)
                writer.WriteLine($"       {Visible.Text(result.Reason ?? "")}");
            if (result.Counterexample is { } example)
                writer.WriteLine($"       amigov explain {Visible.Text(example)}");
            if (result.Outcome == ProofOutcome.Proven)
                foreach (var gap in result.Gaps)
                    writer.WriteLine($"       not covered: {Visible.Text(gap)}");
        }
        if (organization is not null)
            WriteAccounts(writer, organization);
        writer.WriteLine();
        writer.WriteLine("Assumed:");
        foreach (var assumption in Assumptions(organization))
            writer.WriteLine($"- {assumption}");
    }

    private static ImmutableArray<string> Assumptions(OrganizationProofResult? organization) =>
        organization is null ? Prover.Assumptions : Prover.OrganizationAssumptions;

    private static void WriteAccounts(TextWriter writer, OrganizationProofResult organization)
    {
        if (organization.Guarantees.IsEmpty)
            writer.WriteLine("nothing is proven: no account is under both policies");
        writer.WriteLine();
        writer.WriteLine("Accounts:");
        foreach (var group in organization.Groups)
        {
            writer.WriteLine(
                $"{(group.Covered ? group.Problems.IsEmpty ? "✓" : "✗" : "–")} {OrganizationProof.Describe(group.Accounts)}{(group.Covered ? "" : " (not covered)")}"
            );
            foreach (var problem in group.Problems)
                writer.WriteLine($"       {Visible.Text(problem)}");
            foreach (var remark in group.Remarks.Take(MostRemarks))
                writer.WriteLine($"       note: {Visible.Text(remark)}");
            if (group.Remarks.Length > MostRemarks)
                writer.WriteLine(
                    $"       note: {Plural.Of(group.Remarks.Length - MostRemarks, "more note")} (`--output json`)"
                );
        }
    }

    private const int MostRemarks = 8;

    public static string Json(
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
        writer.WriteStartArray("guarantees");
        foreach (var result in results)
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", result.Number);
            writer.WriteString("title", result.Title);
            writer.WriteString("outcome", Word(result.Outcome).Replace(' ', '_'));
            writer.WriteNumber("classes", result.Classes);
            if (result.Reason is not null)
                writer.WriteString("reason", result.Reason);
            if (result.Counterexample is not null)
                writer.WriteString("counterexample", $"amigov explain {result.Counterexample}");
            writer.WriteStrings("not_covered", result.Gaps);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (organization is not null)
        {
            writer.WriteStartArray("account_groups");
            foreach (var group in organization.Groups)
            {
                writer.WriteStartObject();
                writer.WriteBoolean("covered", group.Covered);
                writer.WriteStrings("accounts", group.Accounts.Select(a => a.Value));
                writer.WriteStrings("problems", group.Problems);
                writer.WriteStrings("notes", group.Remarks);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        writer.WriteStrings("assumptions", Assumptions(organization));
    }

    public static string Markdown(IReadOnlyList<GuaranteeResult> results, OrganizationProofResult? organization) =>
        Guarantees(results) + (organization is null ? "" : "\n" + Accounts(organization));

    private static string Accounts(OrganizationProofResult organization) =>
        TableOutput.Markdown(
            ["accounts", "covered", "problems", "notes"],
            organization.Groups.Select(g =>
                (IReadOnlyList<string>)
                    [
                        OrganizationProof.Describe(g.Accounts),
                        g.Covered ? "yes" : "no",
                        string.Join("; ", g.Problems),
                        string.Join("; ", g.Remarks),
                    ]
            )
        );

    private static string Guarantees(IReadOnlyList<GuaranteeResult> results) =>
        TableOutput.Markdown(
            ["guarantee", "outcome", "classes", "reason or what is not covered"],
            results.Select(r =>
                (IReadOnlyList<string>)
                    [
                        string.Create(CultureInfo.InvariantCulture, $"{r.Number}. {r.Title}"),
                        Word(r.Outcome),
                        r.Classes.ToString(CultureInfo.InvariantCulture),
                        r.Reason ?? string.Join("; ", r.Gaps),
                    ]
            )
        );

    private static string Word(ProofOutcome outcome) =>
        outcome switch
        {
            ProofOutcome.Proven => "proven",
            ProofOutcome.Refuted => "refuted",
            ProofOutcome.NotProven => "not proven",
            _ => "not applicable",
        };
}
