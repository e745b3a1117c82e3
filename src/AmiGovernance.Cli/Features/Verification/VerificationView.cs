using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>A verification for people: the checklist, and under each item what it rests on. Equal lines of several places are one.</summary>
internal static class VerificationView
{
    /// <summary>The runbook's checklist in its own words.</summary>
    public static readonly IReadOnlyList<string> Items =
    [
        "Approved AMI launches succeed",
        "Non-approved AMI launches are blocked (enforcement mode) or logged (audit mode)",
        "AMI creation operations are denied",
        "AMI copy/import operations are denied",
        "Public AMI sharing is denied",
        "Exception accounts can launch their own AMIs (until expiry)",
        "CloudTrail logs show policy evaluation results",
    ];

    public static readonly IReadOnlyList<string> Evidence =
    [
        "dry run",
        "real launch",
        "image mark",
        "settings",
        "effective policy",
        "policy text",
        "CloudTrail",
    ];

    private static readonly string[] Shows =
    [
        "authorization by the service control policy; EC2 ends a dry run before the declarative layer",
        "both layers for one image; the layer that answers first hides the other",
        "EC2's own judgement of one image by Allowed AMIs; not a launch that was refused",
        "what is in force in the Region and that an EC2 policy manages it; not a launch that was refused",
        "what Organizations says reaches the account; not that EC2 acts on it",
        "the attached policies as amigov reads them, for a time when no call can be made",
        "that the call was recorded with its decision",
    ];

    /// <summary>Lines that say the same in several places.</summary>
    private sealed record Group(VerificationLine Line, IReadOnlyList<VerificationLine> Lines);

    private static IEnumerable<Group> Groups(VerificationReport report, ChecklistItem item) =>
        report
            .Of(item)
            .GroupBy(l => (l.Evidence, l.What, l.Expected, l.Actual, l.Result, l.Note))
            .OrderBy(g => g.Key.Evidence)
            .Select(g => new Group(
                g.First(),
                [.. g.OrderBy(l => l.Account, StringComparer.Ordinal).ThenBy(l => l.Region, StringComparer.Ordinal)]
            ));

    public static string Text(VerificationReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine($"Verification at {Time(report)} in {string.Join(", ", report.Regions.Select(Visible.Text))}");
        var (names, roles) = (report.Accounts.Max(a => Name(a).Length), report.Accounts.Max(a => a.Role.Length));
        foreach (var account in report.Accounts)
            text.WriteLine(
                $"  {account.Account}  {Name(account).PadRight(names)}  {account.Role.PadRight(roles)}  {account.Mode.Name()}, {account.ModeSource}"
            );
        foreach (var item in VerificationReport.Checklist)
        {
            text.WriteLine();
            text.WriteLine($"{Box(report.ResultOf(item))} {Items[(int)item]}");
            foreach (var group in Groups(report, item))
                WriteGroup(text, report, group);
            if (!report.Of(item).Any())
                text.WriteLine($"    - {Nothing(item)}");
        }
        text.WriteLine();
        foreach (var gap in report.Gaps)
            text.WriteLine($"not verified: {Where(gap.Account, gap.Region)}{gap.Reason}");
        if (report.Gaps.Length > 0)
            text.WriteLine();
        text.WriteLine("What the evidence shows, and what it does not:");
        foreach (var kind in report.Lines.Select(l => l.Evidence).Distinct().Order())
            text.WriteLine($"  {Evidence[(int)kind], -18}{Shows[(int)kind]}");
        text.WriteLine();
        text.WriteLine(Summary(report));
        return text.ToString();
    }

    private static void WriteGroup(StringWriter text, VerificationReport report, Group group)
    {
        var line = group.Line;
        var bad = line.Result is LineResult.NotAsExpected or LineResult.NotChecked;
        text.WriteLine(
            $"    {Mark(line.Result)} {line.What}: {Visible.Text(line.Actual)}{(bad ? $"; expected: {line.Expected}" : "")} ({Evidence[(int)line.Evidence]}{In(report, group)})"
        );
        if (line.Note.Length > 0)
            text.WriteLine($"        {Visible.Text(line.Note)}");
        if (!bad)
            return;
        foreach (var one in group.Lines)
            text.WriteLine(
                $"        {one.Account} {one.Region}{(one.Subject.Length > 0 ? $" {Visible.Text(one.Subject)}" : "")}{(one.Answer is { Code.Length: > 0 } answer ? $": {Answer(answer)}" : "")}".TrimEnd()
            );
    }

    /// <summary>Where a line holds that does not hold everywhere.</summary>
    private static string In(VerificationReport report, Group group)
    {
        var accounts = group.Lines.Select(l => l.Account).Distinct().ToList();
        if (accounts.Count == report.Accounts.Length)
            return "";
        return accounts.Count > 3
            ? $"; {accounts.Count} of {report.Accounts.Length} accounts"
            : $"; {string.Join(", ", accounts.Select(id => report.Accounts.FirstOrDefault(a => a.Account == id) is { Name.Length: > 0 } known ? Name(known) : id))}";
    }

    /// <summary>The encoded part of a denial tells people nothing.</summary>
    private static string Answer(CallAnswer answer)
    {
        var message = answer.Message;
        var cut = message.IndexOf(" Encoded authorization failure message", StringComparison.Ordinal);
        return Visible.Text(
            $"{answer.Code}: {(cut > 0 ? message[..cut] : message)}{(answer.RequestId is null ? "" : $" (request {answer.RequestId})")}"
        );
    }

    public static string Markdown(VerificationReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine(
            $"# Verification of AMI governance\n\n{Time(report)}, {AmiGovernance.Cli.Shell.Markdown.Escape(string.Join(", ", report.Regions))}. {Summary(report)}\n"
        );
        text.Write(
            TableOutput.Markdown(
                ["account", "name", "role", "expected mode"],
                report.Accounts.Select(a => new[] { a.Account, a.Name, a.Role, $"`{a.Mode.Name()}`, {a.ModeSource}" })
            )
        );
        text.WriteLine("\n## Checklist\n");
        foreach (var item in VerificationReport.Checklist)
            text.WriteLine(
                $"- {(report.ResultOf(item) == LineResult.AsExpected ? "[x]" : "[ ]")} {Items[(int)item]}{(report.ResultOf(item) == LineResult.AsExpected ? "" : $": {Word(report.ResultOf(item))}")}"
            );
        foreach (var gap in report.Gaps)
            text.WriteLine(
                $"\nNot verified: {AmiGovernance.Cli.Shell.Markdown.Escape(Where(gap.Account, gap.Region) + gap.Reason)}"
            );
        text.WriteLine("\n## Evidence\n");
        text.Write(
            TableOutput.Markdown(
                [
                    "",
                    "test",
                    "account",
                    "Region",
                    "expected",
                    "actual",
                    "evidence",
                    "image or instance",
                    "AWS's answer",
                    "note",
                ],
                report
                    .Lines.OrderBy(l => l.Item)
                    .Select(l =>
                        new[]
                        {
                            Mark(l.Result),
                            l.What,
                            l.Account,
                            l.Region,
                            l.Expected,
                            l.Actual,
                            Evidence[(int)l.Evidence],
                            $"{l.Subject}{(l.SubjectSource.Length > 0 ? $" ({l.SubjectSource})" : "")}",
                            l.Answer is { Code.Length: > 0 } answer
                                ? $"{Answer(answer)}{(l.EventId.Length > 0 ? $" (event {l.EventId})" : "")}"
                                : "",
                            l.Note,
                        }
                    )
            )
        );
        text.WriteLine();
        foreach (var kind in report.Lines.Select(l => l.Evidence).Distinct().Order())
            text.WriteLine($"- *{Evidence[(int)kind]}* shows {Shows[(int)kind]}.");
        return text.ToString();
    }

    private static string Name(VerifiedAccount account) => Visible.Text(account.Name);

    private static string Where(string account, string region) =>
        account.Length == 0 ? ""
        : region.Length == 0 ? $"{account}: "
        : $"{account} in {region}: ";

    private static string Time(VerificationReport report) =>
        report.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Nothing(ChecklistItem item) =>
        item switch
        {
            ChecklistItem.Exceptions => "no exception account is among those verified",
            ChecklistItem.CloudTrail => "not asked for (`--cloudtrail`)",
            _ => "nothing was checked",
        };

    private static string Summary(VerificationReport report)
    {
        var counts = report.Lines.GroupBy(l => l.Result).ToDictionary(g => g.Key, g => g.Count());
        var all = report.Lines.Count(l => l.Result is not (LineResult.NotAsked or LineResult.NotApplicable));
        var bad = new[] { LineResult.NotAsExpected, LineResult.NotChecked }
            .Where(counts.ContainsKey)
            .Select(r => $"{counts[r]} {Word(r)}")
            .ToList();
        if (report.Gaps.Length > 0)
            bad.Add($"{Plural.Of(report.Gaps.Length, "gap")}");
        return bad.Count == 0
            ? $"{Plural.Of(all, "check")}, all as expected."
            : $"{Plural.Of(all, "check")}: {counts.GetValueOrDefault(LineResult.AsExpected)} as expected, {string.Join(", ", bad)}.";
    }

    public static string Word(LineResult result) =>
        result switch
        {
            LineResult.AsExpected => "as expected",
            LineResult.NotAsked => "not asked for",
            LineResult.NotApplicable => "not applicable",
            LineResult.NotChecked => "not checked",
            _ => "not as expected",
        };

    private static string Mark(LineResult result) =>
        result switch
        {
            LineResult.AsExpected => "✓",
            LineResult.NotAsExpected => "✗",
            LineResult.NotChecked => "?",
            _ => "-",
        };

    private static string Box(LineResult result) =>
        result switch
        {
            LineResult.AsExpected => "[x]",
            LineResult.NotAsExpected => "[✗]",
            LineResult.NotChecked => "[?]",
            _ => "[-]",
        };
}
