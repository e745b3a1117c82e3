using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>Reads a review list that people have edited.</summary>
public static class ReviewListReader
{
    private static readonly string[] Keys = ["format_version", "images"];

    private static readonly string[] RequiredImageKeys = ["account", "region", "image_id", "decision"];

    /// <summary>In the order in which they are written.</summary>
    private static readonly string[] ImageKeys =
    [
        "account",
        "account_name",
        "region",
        "image_id",
        "name",
        "shared_with",
        "usage_report",
        "used_by",
        "decision",
        "grant",
        "reason",
        "expires_on",
        "approved_by",
        "ticket",
    ];

    private static readonly SourceUpkeep Upkeep = new() { DescribedBy = "amigov schema image_review" };

    private static readonly string[] UseKeys = ["account", "resource_type", "count"];

    /// <summary>The list, with what is wrong with the file. Whether decisions can be carried out is for the checks.</summary>
    /// <param name="source">The file.</param>
    public static Reading<ReviewList> Read(SourceText source) =>
        Reading.Of(bag =>
        {
            if (JsonParser.Parse(source.KeptBy(Upkeep), bag) is not { } tree)
                return null;
            if (ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root)
                return null;
            foreach (var key in Keys)
                root.Require(key);
            root.RequireVersion("1.0");
            var images = root.List("images", 0).Select(n => Image(root, n)).OfType<ReviewedImage>();
            var list = new ReviewList([.. images]);
            ReportTwice(list, bag);
            return list;
        });

    private static ReviewedImage? Image(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, ImageKeys) is not { } entry)
            return null;
        foreach (var key in RequiredImageKeys)
            entry.Require(key);
        if (entry.AccountId("account") is not { } account)
            return null;
        if (entry.Text("region") is not { } region || entry.Text("image_id") is not { } image)
            return null;

        var decision = entry.Choice("decision", ReviewDecisions.Names.All);
        return new ReviewedImage(account, region, image)
        {
            AccountName = Raw(entry, "account_name"),
            Name = Raw(entry, "name"),
            SharedWith = Permissions(entry, "shared_with"),
            UsageReport = entry.Date("usage_report"),
            UsedBy = [.. entry.List("used_by", 0).Select(n => Use(entry, n)).OfType<ImageUser>()],
            Decision = ReviewDecisions.Names.Find(decision) ?? ReviewDecision.Open,
            Grant = Permissions(entry, "grant"),
            Reason = Raw(entry, "reason"),
            ExpiresOn = Raw(entry, "expires_on").Length == 0 ? null : entry.Date("expires_on"),
            ApprovedBy = Raw(entry, "approved_by"),
            Ticket = Raw(entry, "ticket"),
            Location = entry.Tree.At(entry.Node["decision"] ?? entry.Node),
        };
    }

    private static ImageUser? Use(ObjectReader entry, JsonNode node)
    {
        if (entry.Open(node, UseKeys) is not { } use || use.AccountId("account") is not { } account)
            return null;
        return new ImageUser(account, Raw(use, "resource_type"), use.Integer("count", 0, int.MaxValue) ?? 0);
    }

    private static ImmutableArray<LaunchPermission> Permissions(ObjectReader entry, string key)
    {
        var found = ImmutableArray.CreateBuilder<LaunchPermission>();
        foreach (var node in entry.List(key, 0))
        {
            if (entry.Text(node) is not { } text)
                continue;
            if (LaunchPermission.Parse(text) is { } permission)
                found.Add(permission);
            else
                entry.Bag.Report(
                    ConfigDiagnostics.UnknownValue,
                    entry.Tree.At(node),
                    $"`{text}` is nobody who can be given an image",
                    "write an account id, or the ARN of an organization or organizational unit"
                );
        }
        return found.ToImmutable();
    }

    private static void ReportTwice(ReviewList list, DiagnosticBag bag)
    {
        foreach (var same in list.Images.GroupBy(i => i.Key))
            if (same.ToList() is [{ Location: { } first }, { Location: { } second } twice, ..])
                bag.Report(
                    ConfigDiagnostics.NotUnique,
                    second,
                    $"`{twice.WrittenImageId}` is in the list twice",
                    null,
                    null,
                    null,
                    new RelatedLocation(first, "first given here")
                );
    }

    private static string Raw(ObjectReader entry, string key) => (entry.Node[key] as JsonString)?.Value ?? "";
}
