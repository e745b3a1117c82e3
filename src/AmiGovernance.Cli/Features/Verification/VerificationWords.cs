using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>An item of the checklist.</summary>
/// <param name="Name">In JSON.</param>
/// <param name="Text">In the runbook's own words.</param>
internal sealed record ItemWords(string Name, string Text);

/// <summary>A kind of evidence.</summary>
/// <param name="Name">In JSON.</param>
/// <param name="Text">For people.</param>
/// <param name="Shows">What it shows, and what it does not.</param>
internal sealed record EvidenceWords(string Name, string Text, string Shows);

/// <summary>A result.</summary>
/// <param name="Name">In JSON.</param>
/// <param name="Text">For people.</param>
/// <param name="Mark">Before a line.</param>
/// <param name="Box">Before an item of the checklist.</param>
internal sealed record ResultWords(string Name, string Text, string Mark, string Box);

/// <summary>What the parts of a verification are called, the same in every output.</summary>
internal static class VerificationWords
{
    private static readonly Dictionary<ChecklistItem, ItemWords> Items = new()
    {
        [ChecklistItem.ApprovedLaunches] = new("approved_launches", "Approved AMI launches succeed"),
        [ChecklistItem.OtherLaunches] = new(
            "other_launches",
            "Non-approved AMI launches are blocked (enforcement mode) or logged (audit mode)"
        ),
        [ChecklistItem.Creation] = new("creation", "AMI creation operations are denied"),
        [ChecklistItem.CopyAndImport] = new("copy_and_import", "AMI copy/import operations are denied"),
        [ChecklistItem.PublicSharing] = new("public_sharing", "Public AMI sharing is denied"),
        [ChecklistItem.Exceptions] = new("exceptions", "Exception accounts can launch their own AMIs (until expiry)"),
        [ChecklistItem.CloudTrail] = new("cloudtrail", "CloudTrail logs show policy evaluation results"),
    };

    private static readonly Dictionary<EvidenceKind, EvidenceWords> Evidence = new()
    {
        [EvidenceKind.DryRun] = new(
            "dry_run",
            "dry run",
            "authorization by the service control policy; EC2 ends a dry run before the declarative layer"
        ),
        [EvidenceKind.Launch] = new(
            "launch",
            "real launch",
            "both layers for one image; the layer that answers first hides the other"
        ),
        [EvidenceKind.ImageMark] = new(
            "image_mark",
            "image mark",
            "EC2's own judgement of one image by Allowed AMIs; not a launch that was refused"
        ),
        [EvidenceKind.Settings] = new(
            "settings",
            "settings",
            "what is in force in the Region and that an EC2 policy manages it; not a launch that was refused"
        ),
        [EvidenceKind.EffectivePolicy] = new(
            "effective_policy",
            "effective policy",
            "what Organizations says reaches the account; not that EC2 acts on it"
        ),
        [EvidenceKind.PolicyText] = new(
            "policy_text",
            "policy text",
            "the attached policies as amigov reads them, for a time when no call can be made"
        ),
        [EvidenceKind.CloudTrail] = new("cloudtrail", "CloudTrail", "that the call was recorded with its decision"),
    };

    private static readonly Dictionary<LineResult, ResultWords> Results = new()
    {
        [LineResult.AsExpected] = new("as_expected", "as expected", "✓", "[x]"),
        [LineResult.NotAsked] = new("not_asked", "not asked for", "-", "[-]"),
        [LineResult.NotApplicable] = new("not_applicable", "not applicable", "-", "[-]"),
        [LineResult.NotChecked] = new("not_checked", "not checked", "?", "[?]"),
        [LineResult.NotAsExpected] = new("not_as_expected", "not as expected", "✗", "[✗]"),
    };

    public static ItemWords Of(ChecklistItem item) => Items[item];

    public static EvidenceWords Of(EvidenceKind evidence) => Evidence[evidence];

    public static ResultWords Of(LineResult result) => Results[result];

    public static string Name(VerifiedAccount account) => Sanitize.Text(account.Name);

    public static string Time(VerificationReport report) => report.At.MinuteText();

    /// <summary>Such as `12 checks: 10 as expected, 1 not as expected, 1 gap.`</summary>
    public static string Summary(VerificationReport report)
    {
        if (report.Looked.IsNothing)
            return $"Nothing was verified{string.Concat(Bad(report).Select(b => $", {b}"))}.";
        var all = report.Lines.Count(l => l.Result is not (LineResult.NotAsked or LineResult.NotApplicable));
        var checks = Plural.Of(all, "check");
        var bad = Bad(report).ToList();
        return bad.Count == 0
            ? $"{checks}, all as expected."
            : $"{checks}: {Count(report, LineResult.AsExpected)} as expected, {string.Join(", ", bad)}.";
    }

    private static IEnumerable<string> Bad(VerificationReport report)
    {
        foreach (var result in new[] { LineResult.NotAsExpected, LineResult.NotChecked })
            if (Count(report, result) > 0)
                yield return $"{Count(report, result)} {Of(result).Text}";
        if (report.Gaps.Length > 0)
            yield return Plural.Of(report.Gaps.Length, "gap");
    }

    private static int Count(VerificationReport report, LineResult result) =>
        report.Lines.Count(l => l.Result == result);

    /// <summary>Where, and why; the place is left out where the gap has none.</summary>
    public static string Describe(VerificationGap gap)
    {
        if (gap.Account is null)
            return gap.Reason;
        var region = gap.Region is null ? "" : $" in {gap.Region}";
        return $"{gap.Account}{region}: {gap.Reason}";
    }

    /// <summary>An answer that is an error, empty for others. The encoded part of a denial tells people nothing.</summary>
    public static string Describe(CallAnswer? answer)
    {
        if (answer is null || answer.Code.Length == 0)
            return "";
        var message = answer.Message.Split(" Encoded authorization failure message")[0];
        var request = answer.RequestId is null ? "" : $" (request {answer.RequestId})";
        return Sanitize.Text($"{answer.Code}: {message}{request}");
    }
}
