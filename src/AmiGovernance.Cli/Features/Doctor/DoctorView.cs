using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Doctor;

namespace AmiGovernance.Cli.Features.Doctor;

/// <summary>The checks, each with what fixes it.</summary>
internal static class DoctorView
{
    public static string Text(IReadOnlyList<Check> checks)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach (var check in checks)
            Write(text, check);
        text.WriteLine();
        text.WriteLine(Summary(checks));
        return text.ToString();
    }

    private static void Write(StringWriter text, Check check)
    {
        text.WriteLine($"{Mark(check.Outcome)} {check.Name}: {Sanitize.Text(check.Found)}");
        if (check.Cause is { } cause)
            text.WriteLine($"    {Sanitize.Text(cause)}");
        // Each alone in its line: it is pasted.
        foreach (var command in Commands(check))
            text.WriteLine($"    → {Sanitize.Text(command)}");
        var mark = check.Command is null ? "→" : " ";
        if (check.Remark is { } remark)
            text.WriteLine($"    {mark} {Sanitize.Text(remark)}");
    }

    private static string[] Commands(Check check) => check.Command?.Split('\n') ?? [];

    private static string Summary(IReadOnlyList<Check> checks)
    {
        var wrong = checks.Count(c => c.Outcome == CheckOutcome.Wrong);
        var notLooked = checks.Count(c => c.Outcome == CheckOutcome.NotLooked);
        if (wrong == 0 && notLooked == 0)
            return "Nothing is wrong.";
        var gaps = notLooked == 0 ? "" : $", {notLooked} not checked";
        return $"{Plural.Of(wrong, "thing")} wrong{gaps}.";
    }

    public static MarkdownText Markdown(IReadOnlyList<Check> checks) =>
        TableOutput.Markdown(
            ["check", "outcome", "found", "cause", "fix"],
            checks.Select(c => (IReadOnlyList<string>)[c.Name, c.Outcome.Words(), c.Found, c.Cause ?? "", Fix(c)])
        );

    private static string Fix(Check check) =>
        string.Join("; ", check.Remark is { } remark ? [.. Commands(check), remark] : Commands(check));

    private static string Mark(CheckOutcome outcome) =>
        outcome switch
        {
            CheckOutcome.Fine => "✓",
            CheckOutcome.Wrong => "✗",
            CheckOutcome.Notice => "!",
            _ => "?",
        };
}
