using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>One image: as it is, to whom it is shared, what was found, and what it was before.</summary>
internal sealed class ImageView(string imageId, ImmutableArray<ImageVersion> versions, InventoryQueries queries)
{
    private readonly ImmutableArray<ListedImage> now = queries.List(new ListFilter([], [], [], null, imageId));
    private readonly ImmutableArray<(string Account, string Region, string Permission)> permissions =
        queries.Permissions(imageId);

    public string Text()
    {
        var text = new StringBuilder();
        void Line(string label, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                text.Append(label.PadRight(17)).Append(Visible.Text(value)).Append('\n');
        }
        foreach (var place in versions.GroupBy(v => (v.Account, v.Region)))
        {
            var last = place.Last();
            var current = now.FirstOrDefault(i => (i.Account, i.Region) == place.Key);
            text.Append(imageId).Append(current is null ? " (gone)" : "").Append('\n');
            Line(
                "  account",
                current is { AccountName.Length: > 0 } ? $"{last.Account} {current.AccountName}" : last.Account
            );
            Line("  region", last.Region);
            foreach (var (column, value) in last.Fields)
                Line($"  {column.Replace('_', ' ')}", value);
            foreach (var (_, _, permission) in permissions.Where(p => (p.Account, p.Region) == place.Key))
                Line("  launch by", permission);
            foreach (var finding in current?.Findings ?? [])
                Line(
                    "  found",
                    $"{finding.Kind.Name()}: {(finding.Detail.Length > 0 ? finding.Detail : finding.Kind.Title())}"
                );
            foreach (var version in place.Where(v => v != last))
                Line(
                    "  before",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"scan {version.FromScan} to {version.UntilScan}: {Difference(version, last)}"
                    )
                );
            Line(
                "  seen",
                last.UntilScan is { } until
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"from scan {place.First().FromScan}, gone in scan {until}"
                    )
                    : string.Create(CultureInfo.InvariantCulture, $"from scan {place.First().FromScan} on")
            );
        }
        return text.ToString();
    }

    private static string Difference(ImageVersion version, ImageVersion last) =>
        string.Join(
            ", ",
            version
                .Fields.Where(f => last.Fields.All(l => l != f))
                .Select(f => $"{f.Column} {(f.Value.Length > 0 ? f.Value : "none")}")
        );

    public string Json() =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("image_id", imageId);
            writer.WriteStartArray("now");
            foreach (var image in now)
                InventoryJson.Write(writer, image);
            writer.WriteEndArray();
            writer.WriteStartArray("launch_permissions");
            foreach (var (account, region, permission) in permissions)
            {
                writer.WriteStartObject();
                writer.WriteString("account", account);
                writer.WriteString("region", region);
                writer.WriteString("permission", permission);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("versions");
            foreach (var version in versions)
            {
                writer.WriteStartObject();
                writer.WriteString("account", version.Account);
                writer.WriteString("region", version.Region);
                writer.WriteNumber("from_scan", version.FromScan);
                if (version.UntilScan is { } until)
                    writer.WriteNumber("until_scan", until);
                foreach (var (column, value) in version.Fields)
                    writer.WriteString(column, value);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
}
