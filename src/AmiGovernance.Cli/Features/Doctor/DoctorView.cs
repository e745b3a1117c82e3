using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Doctor;

namespace AmiGovernance.Cli.Features.Doctor;

internal static class DoctorView
{
    public static string Text(IReadOnlyList<Check> checks)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach (var check in checks)
        {
            text.WriteLine(
                $"{(check.Outcome switch { CheckOutcome.Fine => "✓", CheckOutcome.Wrong => "✗", _ => "?" })} {check.Name}: {Visible.Text(check.Found)}"
            );
            if (check.Cause is { } cause)
                text.WriteLine($"    {Visible.Text(cause)}");
            if (check.Command is { } command)
                text.WriteLine($"    → {Visible.Text(command)}");
        }
        var (wrong, notLooked) = (
            checks.Count(c => c.Outcome == CheckOutcome.Wrong),
            checks.Count(c => c.Outcome == CheckOutcome.NotLooked)
        );
        text.WriteLine();
        text.WriteLine(
            wrong == 0 && notLooked == 0
                ? "Nothing is wrong."
                : $"{Plural.Of(wrong, "thing")} wrong{(notLooked == 0 ? "" : $", {notLooked} not looked at")}."
        );
        return text.ToString();
    }

    public static string Json(IReadOnlyList<Check> checks) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteStartArray("checks");
            foreach (var check in checks)
            {
                writer.WriteStartObject();
                writer.WriteString("check", check.Name);
                writer.WriteString("outcome", Word(check.Outcome).Replace(' ', '_'));
                writer.WriteString("found", check.Found);
                if (check.Cause is { } cause)
                    writer.WriteString("cause", cause);
                if (check.Command is { } command)
                    writer.WriteString("command", command);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    public static string Markdown(IReadOnlyList<Check> checks) =>
        TableOutput.Markdown(
            ["check", "outcome", "found", "cause", "what mends it"],
            checks.Select(c =>
                (IReadOnlyList<string>)[c.Name, Word(c.Outcome), c.Found, c.Cause ?? "", c.Command ?? ""]
            )
        );

    private static string Word(CheckOutcome outcome) =>
        outcome switch
        {
            CheckOutcome.Fine => "fine",
            CheckOutcome.Wrong => "wrong",
            _ => "not looked at",
        };
}
