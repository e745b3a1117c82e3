using System.Globalization;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Public images with who uses them and what was decided.</summary>
internal static class ReviewView
{
    private static readonly string[] Headers =
    [
        "IMAGE",
        "ACCOUNT",
        "REGION",
        "NAME",
        "SHARED WITH",
        "USED BY",
        "DECISION",
    ];

    /// <param name="isComplete">Whether all public images are known.</param>
    public static string Text(
        CliContext context,
        ReviewList list,
        string path,
        OpenInventory inventory,
        bool isComplete
    )
    {
        var sign = isComplete ? "✓" : "⚠";
        var known = isComplete ? "" : " known";
        if (list.Images.IsEmpty)
            return $"{sign} {path}: no public images{known}, {inventory.AsOf}\n";

        var table = TableOutput.Text(context, Headers, list.Images.Select(Cells));
        var open = list.Images.Count(i => i.Decision == ReviewDecision.Open);
        return $"{table}\n{sign} {path}: {Plural.Of(list.Images.Length, "public image")}{known}, {inventory.AsOf}, {open} not decided;"
            + $" {SuggestedCommand.Of($"amigov images remediate {path}")} shows what would be done\n";
    }

    private static string[] Cells(ReviewedImage image) =>
        [
            image.WrittenImageId,
            InventoryOutput.Account(image.Account.Value, image.AccountName),
            image.WrittenRegion,
            image.Name,
            string.Join(", ", image.SharedWith.Select(Named)),
            Uses(image),
            Decision(image),
        ];

    private static string Named(LaunchPermission permission)
    {
        if (permission == LaunchPermission.Everyone)
            return "everyone";
        var name = permission.Account is { } account ? KnownAccounts.Name(account) : null;
        return name is null ? permission.Value : $"{permission.Value} ({name})";
    }

    private static string Uses(ReviewedImage image)
    {
        if (image.UsageReport is null)
            return image.IsReportPending ? "report pending" : "no report";
        var users = image.UsedBy.IsEmpty ? "nobody" : string.Join(", ", image.UsedBy.Select(Use));
        return $"{users} ({image.UsageReport.Value.Text()})";
    }

    private static string Use(ImageUser user)
    {
        var what = user.ResourceType switch
        {
            "ec2:Instance" => "instances",
            "ec2:LaunchTemplate" => "launch templates",
            var other => other,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{user.Account}: {user.Count} {what}");
    }

    private static string Decision(ReviewedImage image) =>
        image switch
        {
            { Decision: ReviewDecision.Private, Grant.IsEmpty: true } => "private",
            { Decision: ReviewDecision.Private } => $"private, for {Grants(image)}",
            { Decision: ReviewDecision.Keep } => $"keep until {image.ExpiresOn?.Text() ?? "?"}",
            _ => "open",
        };

    private static string Grants(ReviewedImage image) => string.Join(", ", image.Grant.Select(g => g.Value));
}
