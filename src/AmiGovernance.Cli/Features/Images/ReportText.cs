using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What changed, as a message to people: plain text, which mails, chats and SNS show alike.</summary>
/// <param name="since">The scan that the recipient knows of; 0 for none.</param>
internal sealed class ReportText(ImmutableArray<InventoryChange> changes, long since, OpenInventory inventory)
{
    /// <summary>Of each kind of change; a message is no table.</summary>
    private const int LinesOfEach = 50;

    private static readonly (ChangeKind Kind, string Title)[] Sections =
    [
        (ChangeKind.Found, "Found"),
        (ChangeKind.Resolved, "Not so any more"),
        (ChangeKind.Setting, "Settings changed"),
        (ChangeKind.NotRead, "Not read any more, so nothing is known"),
        (ChangeKind.ReadAgain, "Read again"),
    ];

    public string Subject
    {
        get
        {
            var open = changes.Count(c =>
                c.Kind == ChangeKind.Found && c.Finding is FindingKind.Public or FindingKind.PublicSnapshot
            );
            var noun = since == 0 ? "finding" : "change";
            var what =
                open > 0
                    ? $"{Plural.Of(open, "image")} {(since == 0 ? "public" : "newly public")}{(changes.Length > open ? $", {Plural.Of(changes.Length - open, $"other {noun}")}" : "")}"
                    : Plural.Of(changes.Length, noun);
            return $"Images of {inventory.Scan.Organization}: {what}";
        }
    }

    public string Body
    {
        get
        {
            var text = new StringBuilder();
            text.Append(
                CultureInfo.InvariantCulture,
                $"Scan {inventory.Scan.Number} of {Day(inventory.Scan)}, {(since == 0 ? "everything that is worth a warning" : $"against scan {since}")}: "
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Plural.Of(Read.Count(), "Region")} of {Plural.Of(Read.Select(r => r.Account).Distinct().Count(), "account")} read"
            );
            var gaps = inventory.Ledger.Count(r => r.Coverage.IsGap());
            text.Append(
                gaps == 0 ? ".\n" : $"; {Plural.Of(gaps, "account and Region", "accounts and Regions")} not read.\n"
            );
            foreach (var (kind, title) in Sections)
                Append(text, title, [.. changes.Where(c => c.Kind == kind)]);
            return text.ToString();
        }
    }

    private IEnumerable<RegionScan> Read =>
        inventory.Ledger.Where(r => r.Coverage is Coverage.Read or Coverage.Partial);

    private static string Day(ScanRecord scan) =>
        scan.StartedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void Append(StringBuilder text, string title, List<InventoryChange> of)
    {
        if (of.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"\n{title} ({of.Count}):\n");
        foreach (var change in of.Take(LinesOfEach))
            text.Append("  ").Append(Visible.Text(Line(change))).Append('\n');
        if (of.Count > LinesOfEach)
            text.Append(
                CultureInfo.InvariantCulture,
                $"  … and {of.Count - LinesOfEach} more: amigov images changes --since {since}\n"
            );
    }

    private static string Line(InventoryChange change)
    {
        var place =
            $"{change.Account}{(change.AccountName.Length > 0 ? $" {change.AccountName}" : "")} {change.Region}";
        var image =
            change.ImageId.Length > 0 ? $" {change.ImageId}{(change.Name.Length > 0 ? $" ({change.Name})" : "")}" : "";
        var what = change.Finding is { } finding
            ? $"{finding.Name()}{(change.Detail.Length > 0 ? $": {change.Detail}" : "")}"
            : change.Detail;
        return what.Length > 0 ? $"{place}{image}: {what}" : $"{place}{image}";
    }
}
