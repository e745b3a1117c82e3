using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>The file in which public images are reviewed: a decision for each.</summary>
public sealed record ReviewList(ImmutableArray<ReviewedImage> Images)
{
    private static readonly string[] Keys = ["format_version", "images"];

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

    private static readonly string[] UseKeys = ["account", "resource_type", "count"];

    /// <summary>In the order of the enum.</summary>
    private static readonly string[] Decisions = ["open", "private", "keep"];

    /// <summary>Null with a report when the file is no review list. Whether decisions can be carried out is for the checks.</summary>
    public static ReviewList? Read(SourceText source, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var list =
            JsonParser.Parse(source, own) is { } tree && ObjectReader.Open(tree, tree.Root, Keys, own) is { } root
                ? new ReviewList([.. root.List("images", 0).Select(n => Read(root, n)).OfType<ReviewedImage>()])
                : null;
        list?.ReportTwice(own);
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : list;
    }

    private static ReviewedImage? Read(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, ImageKeys) is not { } entry)
            return null;
        foreach (var key in new[] { "account", "region", "image_id", "decision" })
            entry.Require(key);
        if (
            entry.AccountId("account") is not { } account
            || entry.Text("region") is not { } region
            || entry.Text("image_id") is not { } image
        )
            return null;
        return new ReviewedImage(account, region, image)
        {
            AccountName = Raw(entry, "account_name"),
            Name = Raw(entry, "name"),
            SharedWith = Permissions(entry, "shared_with"),
            UsageReport = entry.Date("usage_report"),
            UsedBy = [.. entry.List("used_by", 0).Select(n => Use(entry, n)).OfType<ImageUser>()],
            Decision = (ReviewDecision)Math.Max(0, Array.IndexOf(Decisions, entry.Choice("decision", Decisions))),
            Grant = Permissions(entry, "grant"),
            Reason = Raw(entry, "reason"),
            ExpiresOn = Raw(entry, "expires_on").Length == 0 ? null : entry.Date("expires_on"),
            ApprovedBy = Raw(entry, "approved_by"),
            Ticket = Raw(entry, "ticket"),
            Location = entry.Tree.At(entry.Node["decision"] ?? entry.Node),
        };
    }

    private static ImageUser? Use(ObjectReader entry, JsonNode node) =>
        entry.Open(node, UseKeys) is { } use && use.AccountId("account") is { } account
            ? new ImageUser(account, Raw(use, "resource_type"), use.Integer("count", 0, int.MaxValue) ?? 0)
            : null;

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

    private void ReportTwice(DiagnosticBag bag)
    {
        foreach (
            var twice in Images
                .GroupBy(i => (i.Account, i.Region, i.ImageId))
                .Where(g => g.Count() > 1)
                .Select(g => g.ToList())
        )
            if (twice[1].Location is { } location && twice[0].Location is { } first)
                bag.Report(
                    ConfigDiagnostics.NotUnique,
                    location,
                    $"`{twice[1].ImageId}` is in the list twice",
                    null,
                    null,
                    null,
                    new RelatedLocation(first, "first given here")
                );
    }

    private static string Raw(ObjectReader entry, string key) => (entry.Node[key] as JsonString)?.Value ?? "";

    public byte[] ToBytes() =>
        [
            .. JsonText.Write(
                indented: true,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("format_version", "1.0");
                    writer.WriteStartArray("images");
                    foreach (var image in Images)
                        Write(writer, image);
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }
            ),
            (byte)'\n',
        ];

    private static void Write(Utf8JsonWriter writer, ReviewedImage image)
    {
        writer.WriteStartObject();
        writer.WriteString("account", image.Account.Value);
        // Text from outside: what is invisible or turns text around is written visibly, for people review this file.
        writer.WriteString("account_name", Visible.Text(image.AccountName));
        writer.WriteString("region", image.Region);
        writer.WriteString("image_id", image.ImageId);
        writer.WriteString("name", Visible.Text(image.Name));
        writer.WriteStrings("shared_with", image.SharedWith.Select(p => p.ToString()));
        if (image.UsageReport is { } day)
            writer.WriteString("usage_report", day.Text());
        writer.WriteStartArray("used_by");
        foreach (var use in image.UsedBy)
        {
            writer.WriteStartObject();
            writer.WriteString("account", use.Account.Value);
            writer.WriteString("resource_type", use.ResourceType);
            writer.WriteNumber("count", use.Count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("decision", Decisions[(int)image.Decision]);
        writer.WriteStrings("grant", image.Grant.Select(p => p.Value));
        writer.WriteString("reason", image.Reason);
        writer.WriteString("expires_on", image.ExpiresOn?.Text() ?? "");
        writer.WriteString("approved_by", image.ApprovedBy);
        writer.WriteString("ticket", image.Ticket);
        writer.WriteEndObject();
    }
}
