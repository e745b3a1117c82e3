using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>One image: as it is, to whom it is shared, what was found, and what it was before.</summary>
internal sealed class ImageView(string imageId, ImmutableArray<ImageVersion> versions, OpenInventory inventory)
{
    private const int LabelWidth = 17;

    private readonly ImmutableArray<ListedImage> now = inventory.Queries.List(new ListFilter { ImageId = imageId });
    private readonly ImmutableArray<(string Account, string Region, string Permission)> permissions =
        inventory.Queries.Permissions(imageId);

    public string Text()
    {
        var text = new StringBuilder();
        foreach (var place in versions.GroupBy(v => (v.Account, v.Region)))
            AppendPlace(text, [.. place]);
        return text.Append(inventory.AsOf).Append('\n').ToString();
    }

    /// <summary>What one account saw of it in one Region.</summary>
    private void AppendPlace(StringBuilder text, List<ImageVersion> history)
    {
        var last = history[^1];
        var current = now.FirstOrDefault(i => (i.Account, i.Region) == (last.Account, last.Region));
        text.Append(imageId).Append(current is null ? " (gone)" : "").Append('\n');
        Append(text, "account", InventoryOutput.Account(last.Account, current?.AccountName ?? ""));
        Append(text, "region", last.Region);
        foreach (var (column, value) in last.Fields)
            Append(text, column.Replace('_', ' '), value);
        foreach (var permission in permissions.Where(p => (p.Account, p.Region) == (last.Account, last.Region)))
            Append(text, "launch by", permission.Permission);
        foreach (var finding in current?.Findings ?? [])
            Append(text, "found", Explain(finding));
        foreach (var version in history.SkipLast(1))
            Append(text, "before", Difference(version, last));
        Append(text, "seen", Seen(history[0].FromScan, last.UntilScan));
    }

    /// <summary>Left out when there is nothing to say.</summary>
    private static void Append(StringBuilder text, string label, string value)
    {
        if (value.Length > 0)
            text.Append($"  {label}".PadRight(LabelWidth)).Append(Sanitize.Text(value)).Append('\n');
    }

    private static string Explain(ImageFinding finding)
    {
        var what = finding.Detail.Length > 0 ? finding.Detail : finding.Kind.Title();
        return $"{finding.Kind.Name()}: {what}";
    }

    private static string Difference(ImageVersion version, ImageVersion last)
    {
        var changed = version.Fields.Except(last.Fields).Select(f => $"{f.Column} {Shown(f.Value)}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"scan {version.FromScan} to {version.UntilScan}: {string.Join(", ", changed)}"
        );
    }

    private static string Shown(string value) => value.Length > 0 ? value : "none";

    private static string Seen(long from, long? until)
    {
        var rest = until is { } gone ? string.Create(CultureInfo.InvariantCulture, $", gone in scan {gone}") : " on";
        return string.Create(CultureInfo.InvariantCulture, $"from scan {from}{rest}");
    }

    public string Json() =>
        ReportJson.Of(
            new ImageDocument(
                imageId,
                [.. now.Select(InventoryJson.Of)],
                [.. permissions.Select(p => new LaunchPermissionPart(p.Account, p.Region, p.Permission))],
                [.. versions.Select(InventoryJson.Of)]
            )
            {
                Scan = InventoryJson.Scan(inventory),
            }
        );
}
