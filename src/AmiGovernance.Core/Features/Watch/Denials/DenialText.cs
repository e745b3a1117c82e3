using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Watch.Denials;

/// <summary>Denied calls in words. All names come from records, which may say anything.</summary>
internal static class DenialText
{
    private const int MostNames = 3;

    /// <summary>
    /// Longer than any that AWS gives (IAM user guide, "IAM and AWS STS quotas"): a record may say anything, and others must fit in too.
    /// </summary>
    private const int LongestName = 200;

    private const int LongestCommand = 800;

    private static string Names(ImmutableArray<string> names) => Shortened.List([.. names.Select(Short)], MostNames);

    private static string Short(string name) => Shortened.Text(name, LongestName);

    /// <summary>Such as `denied in web-prod (111122223333): ec2:RunInstances of ami-…, owned by 999988887777`.</summary>
    public static PlainText Summary(BacktestFinding finding)
    {
        var account = Short(AccountLabel.Of(finding.Account, finding.AccountName));
        var actions = Names(finding.Actions);
        return PlainText.Of($"denied in {account}: {actions}{Images(finding)}");
    }

    private static string Images(BacktestFinding finding)
    {
        if (finding.Images.IsEmpty)
            return "";
        var owner = finding.Owner is "" or ImageOwners.Unknown ? "" : $", owned by {Short(finding.Owner)}";
        return $" of {Names(finding.Images)}{owner}";
    }

    /// <param name="finding">The calls.</param>
    /// <param name="recorded">What the records say denied them; empty where they do not say.</param>
    /// <param name="advice">What to do.</param>
    public static PlainText Details(BacktestFinding finding, ImmutableArray<string> recorded, Advice advice) =>
        PlainText.Concat([
            PlainText.Of($"by {Names(finding.Principals)} in {Names(finding.Regions)}\n"),
            PlainText.Of($"{Plural.Of(finding.Calls, "call")}, {Times(finding)}\n"),
            PlainText.Of($"denied by: {DeniedBy(finding, recorded)}\n"),
            PlainText.Of($"{advice.Why}\n"),
            Command(advice),
        ]);

    /// <summary>A command is whole or not there: half of one is no command. Names that AWS gives make none that is longer.</summary>
    private static PlainText Command(Advice advice)
    {
        var command = advice.Command.ToString();
        return command.Length is 0 or > LongestCommand ? PlainText.Empty : PlainText.Of($"  {command}\n");
    }

    private static string Times(BacktestFinding finding) =>
        finding switch
        {
            { First: { } first, Last: { } last } when first != last => $"from {first.IsoText()} to {last.IsoText()}",
            { Last: { } last } => $"at {last.IsoText()}",
            _ => "at a time that the record does not tell",
        };

    /// <summary>What the policies make of a call is said only where the record leaves it open.</summary>
    private static string DeniedBy(BacktestFinding finding, ImmutableArray<string> recorded)
    {
        var said = Short(string.Join(", ", recorded));
        var judged = string.Join(", ", finding.DeniedBy);
        if (said.Length > 0 && judged.Length > 0)
            return $"{said} ({judged})";
        if (said.Length > 0 || judged.Length > 0)
            return said + judged;
        return "a policy that the record does not name; ours may be it, which depends on the owner of the image";
    }
}
