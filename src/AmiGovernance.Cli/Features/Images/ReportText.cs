using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Identifiers;
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

    private bool IsFirst => since == 0;

    public PlainText Subject =>
        PlainText.Of($"Images of {inventory.Scan.Organization}: {string.Join(", ", SubjectParts())}");

    private IEnumerable<string> SubjectParts()
    {
        var opened = Images(FindingKind.Public);
        var bySnapshot = Images(FindingKind.PublicSnapshot);
        bySnapshot.ExceptWith(opened);
        var other = changes.Count(c => !IsOpened(c));
        var noun = IsFirst ? "finding" : "change";
        var newly = IsFirst ? "" : "newly ";
        var isOpen = opened.Count + bySnapshot.Count > 0;
        if (opened.Count > 0)
            yield return $"{Plural.Of(opened.Count, "image")} {newly}public";
        if (bySnapshot.Count > 0)
            yield return $"{Plural.Of(bySnapshot.Count, "image")} with a {newly}public snapshot";
        if (other > 0 || !isOpen)
            yield return Plural.Of(other, isOpen ? $"other {noun}" : noun);
    }

    /// <summary>The images of which it was found; each once, however many snapshots of it are open.</summary>
    private HashSet<(string Account, string Region, string ImageId)> Images(FindingKind kind) =>
        [
            .. changes
                .Where(c => c.Kind == ChangeKind.Found && c.Finding == kind)
                .Select(c => (c.Account, c.Region, c.ImageId)),
        ];

    private static bool IsOpened(InventoryChange change) =>
        change is { Kind: ChangeKind.Found, Finding: FindingKind.Public or FindingKind.PublicSnapshot };

    public PlainText Body =>
        PlainText.Concat([
            Headline(),
            .. Sections.Select(s => Section(s.Title, [.. changes.Where(c => c.Kind == s.Kind)])),
        ]);

    private PlainText Headline()
    {
        var scan = inventory.Scan;
        var read = ScanView.ReadPlaces(inventory.Ledger);
        var span = IsFirst
            ? "everything that is worth a warning"
            : string.Create(CultureInfo.InvariantCulture, $"against scan {since}");
        var gaps = inventory.Gaps == 0 ? "" : $"; {InventoryOutput.Places(inventory.Gaps)} not read";
        return PlainText.Of($"Scan {scan.Number} of {scan.StartedAt.Day().Text()}, {span}: {read} read{gaps}.\n");
    }

    private PlainText Section(string title, List<InventoryChange> of)
    {
        if (of.Count == 0)
            return PlainText.Empty;
        var head = PlainText.Of($"\n{title} ({of.Count}):\n");
        var lines = of.Take(LinesOfEach).Select(change => PlainText.Of($"  {Line(change)}\n"));
        var rest =
            of.Count > LinesOfEach
                ? PlainText.Of($"  … and {of.Count - LinesOfEach} more: {Command(since)}\n")
                : PlainText.Empty;
        return PlainText.Concat([head, .. lines, rest]);
    }

    private static string Command(long since) => ShellText.Of($"amigov images changes --since {since}");

    private static string Line(InventoryChange change)
    {
        var line = new StringBuilder(InventoryOutput.Account(change.Account, change.AccountName));
        line.Append(' ').Append(change.Region);
        if (change.ImageId.Length > 0)
            line.Append(' ').Append(change.ImageId);
        if (change.ImageId.Length > 0 && change.Name.Length > 0)
            line.Append(" (").Append(change.Name).Append(')');

        var what = change.Finding is { } kind ? new ImageFinding(kind, change.Detail).ToString() : change.Detail;
        if (what.Length > 0)
            line.Append(": ").Append(what);
        return line.ToString();
    }
}
