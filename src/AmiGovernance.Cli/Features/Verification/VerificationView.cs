using System.Globalization;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>
/// A verification for people: the checklist, and under each item what it rests on. Equal lines of several places are one.
/// </summary>
internal static class VerificationView
{
    private const int MostAccounts = 3;

    /// <summary>Lines that say the same in several places.</summary>
    private sealed record Group(VerificationLine Line, IReadOnlyList<VerificationLine> Lines);

    public static string Text(VerificationReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine($"Verification at {VerificationWords.Time(report)} in {string.Join(", ", report.Regions)}");
        WriteAccounts(text, report);
        foreach (var item in VerificationReport.Checklist)
            WriteItem(text, report, item);
        text.WriteLine();
        foreach (var gap in report.Gaps)
            text.WriteLine($"not verified: {VerificationWords.Describe(gap)}");
        if (report.Gaps.Length > 0)
            text.WriteLine();
        text.WriteLine("What the evidence shows, and what it does not:");
        foreach (var evidence in EvidenceOf(report))
            text.WriteLine($"  {evidence.Text, -18}{evidence.Shows}");
        text.WriteLine();
        text.WriteLine(VerificationWords.Summary(report));
        return text.ToString();
    }

    /// <summary>The kinds of evidence that the report rests on.</summary>
    public static IEnumerable<EvidenceWords> EvidenceOf(VerificationReport report) =>
        report.Lines.Select(l => l.Evidence).Distinct().Order().Select(VerificationWords.Of);

    private static void WriteAccounts(StringWriter text, VerificationReport report)
    {
        if (report.Accounts.IsEmpty)
        {
            text.WriteLine("  no account is under the policies");
            return;
        }
        var names = report.Accounts.Max(a => VerificationWords.Name(a).Length);
        var roles = report.Accounts.Max(a => a.Role.Length);
        foreach (var account in report.Accounts)
        {
            var name = VerificationWords.Name(account).PadRight(names);
            var role = account.Role.PadRight(roles);
            text.WriteLine($"  {account.Id}  {name}  {role}  {account.Mode.Name()}, {account.ModeSource}");
        }
    }

    private static void WriteItem(StringWriter text, VerificationReport report, ChecklistItem item)
    {
        var box = VerificationWords.Of(report.ResultOf(item)).Box;
        text.WriteLine();
        text.WriteLine($"{box} {VerificationWords.Of(item).Text}");
        var groups = Groups(report, item).ToList();
        foreach (var group in groups)
            WriteGroup(text, report, group);
        if (groups.Count == 0)
            text.WriteLine($"    - {WhyNothing(item)}");
    }

    private static IEnumerable<Group> Groups(VerificationReport report, ChecklistItem item) =>
        report
            .Of(item)
            .GroupBy(l => (l.Evidence, l.What, l.Expected, l.Actual, l.Result, l.Note))
            .OrderBy(g => g.Key.Evidence)
            .Select(g => new Group(g.First(), [.. g.OrderBy(l => l.Account).ThenBy(l => l.Region)]));

    private static string WhyNothing(ChecklistItem item) =>
        item switch
        {
            ChecklistItem.Exceptions => "no exception account is among those verified",
            ChecklistItem.CloudTrail => "not asked for (`--cloudtrail`)",
            _ => "nothing was checked",
        };

    private static void WriteGroup(StringWriter text, VerificationReport report, Group group)
    {
        var line = group.Line;
        var isBad = line.Result is LineResult.NotAsExpected or LineResult.NotChecked;
        var mark = VerificationWords.Of(line.Result).Mark;
        var expected = isBad ? $"; expected: {line.Expected}" : "";
        var evidence = VerificationWords.Of(line.Evidence).Text + Where(report, group);
        text.WriteLine($"    {mark} {line.What}: {Sanitize.Text(line.Actual)}{expected} ({evidence})");
        if (line.Note.Length > 0)
            text.WriteLine($"        {Sanitize.Text(line.Note)}");
        if (isBad)
            foreach (var one in group.Lines)
                text.WriteLine($"        {Describe(one)}".TrimEnd());
    }

    /// <summary>The place, what was used there, and AWS's answer.</summary>
    private static string Describe(VerificationLine line)
    {
        var subject = line.Subject.Length > 0 ? $" {Sanitize.Text(line.Subject)}" : "";
        var answer = VerificationWords.Describe(line.Answer);
        var said = answer.Length > 0 ? $": {answer}" : "";
        return $"{line.Account} {line.Region}{subject}{said}";
    }

    /// <summary>Where a line holds that does not hold everywhere.</summary>
    private static string Where(VerificationReport report, Group group)
    {
        var ids = group.Lines.Select(l => l.Account).Distinct().ToList();
        if (ids.Count == report.Accounts.Length)
            return "";
        if (ids.Count > MostAccounts)
            return $"; {ids.Count} of {Plural.Of(report.Accounts.Length, "account")}";

        var names = report.Accounts.Where(a => a.Name.Length > 0).ToDictionary(a => a.Id, VerificationWords.Name);
        return $"; {string.Join(", ", ids.Select(id => names.GetValueOrDefault(id, id.Value)))}";
    }
}
