using System.Globalization;
using AmiGovernance.Core.Json;
using AmiGovernance.Core.Proof;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Cli.Output;

internal static class ProofView
{
    public static void WriteText(TextWriter writer, IReadOnlyList<GuaranteeResult> results)
    {
        foreach (var result in results)
        {
            var mark = result.Outcome switch { ProofOutcome.Proven => "✓", ProofOutcome.Refuted => "✗", ProofOutcome.NotProven => "?", _ => "–" };
            var note = result.Outcome == ProofOutcome.NotApplicable ? $" (not applicable: {result.Reason})" : $" ({Word(result.Outcome)}, {Plural.Of(result.Classes, "class").Replace("classs", "classes", StringComparison.Ordinal)})";
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mark} {result.Number,2}. {result.Title}{note}"));
            if (result.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven) writer.WriteLine($"       {Visible.Text(result.Reason ?? "")}");
            if (result.Counterexample is { } example) writer.WriteLine($"       amigov explain {Visible.Text(example)}");
            if (result.Outcome == ProofOutcome.Proven)
                foreach (var gap in result.Gaps) writer.WriteLine($"       not covered: {Visible.Text(gap)}");
        }
        writer.WriteLine();
        writer.WriteLine("Assumed:");
        foreach (var assumption in Prover.Assumptions) writer.WriteLine($"- {assumption}");
    }

    public static string Json(IReadOnlyList<GuaranteeResult> results, string day) => ReportJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", ReportJson.FormatVersion);
        writer.WriteString("as_of", day);
        writer.WriteStartArray("guarantees");
        foreach (var result in results)
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", result.Number);
            writer.WriteString("title", result.Title);
            writer.WriteString("outcome", Word(result.Outcome).Replace(' ', '_'));
            writer.WriteNumber("classes", result.Classes);
            if (result.Reason is not null) writer.WriteString("reason", result.Reason);
            if (result.Counterexample is not null) writer.WriteString("counterexample", $"amigov explain {result.Counterexample}");
            writer.WriteStrings("not_covered", result.Gaps);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStrings("assumptions", Prover.Assumptions);
        writer.WriteEndObject();
    });

    public static string Markdown(IReadOnlyList<GuaranteeResult> results) => TableOutput.Markdown(
        ["guarantee", "outcome", "classes", "reason or what is not covered"],
        results.Select(r => (IReadOnlyList<string>)
        [
            string.Create(CultureInfo.InvariantCulture, $"{r.Number}. {r.Title}"), Word(r.Outcome), r.Classes.ToString(CultureInfo.InvariantCulture), r.Reason ?? string.Join("; ", r.Gaps),
        ]));

    private static string Word(ProofOutcome outcome) => outcome switch
    {
        ProofOutcome.Proven => "proven",
        ProofOutcome.Refuted => "refuted",
        ProofOutcome.NotProven => "not proven",
        _ => "not applicable",
    };
}
