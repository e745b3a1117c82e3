using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Discovery.Proposing;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>A discovery at a terminal: a line for each owner, then why, and what it rests on. No id is broken.</summary>
/// <param name="width">In columns; at least 80 are used.</param>
internal sealed class DiscoveryText(TextWriter text, int width)
{
    private const int Narrowest = 80;
    private const int MostRows = 20;

    private readonly int width = Math.Max(width, Narrowest);

    public void Write(DiscoveryReport report)
    {
        foreach (var line in DiscoveryWords.Looked(report))
            Line(line);
        text.WriteLine();
        WriteOwners(report);
        WriteRisk(report);
        WriteUnknown(report);
        WriteProof(report);
        text.WriteLine();
        Line(DiscoveryWords.Verdict(report));
    }

    private void WriteOwners(DiscoveryReport report)
    {
        if (report.Owners.IsEmpty)
            return;
        var owner = report.Owners.Max(o => o.Owner.Length);
        Row(owner, "OWNER", "PROPOSAL", "SURE", "ACCTS", "USES", "LAUNCHES", "LAST USE");
        foreach (var proposed in report.Owners)
            Row(owner, [proposed.Owner, .. DiscoveryWords.Numbers(proposed)]);

        text.WriteLine("\nWHY");
        foreach (var proposed in report.Owners)
            WriteReason(proposed);
    }

    private void WriteReason(OwnerProposal proposed)
    {
        Line($"  {proposed.Owner}: {proposed.Who}: {proposed.Why}");
        if (DiscoveryWords.Examples(proposed) is { Length: > 0 } examples)
            Line($"    such as {examples}");
        if (proposed.Until is { } end)
            Line($"    until {end.AddDays(-1).Text()}, for {DiscoveryWords.UsableBy(proposed)}");
        if (proposed.Command.Length > 0)
            text.WriteLine($"    {proposed.Command}");
    }

    private void WriteRisk(DiscoveryReport report)
    {
        if (report.Entries.IsEmpty)
            return;
        text.WriteLine("\nWHAT EACH ENTRY LETS IN");
        foreach (var entry in report.Entries)
        {
            Line($"  {entry.Value}: {entry.Risk.LetsIn} ({DiscoveryWords.Seen(entry.Risk)})");
            foreach (var criteria in entry.Risk.Alternatives)
                Line($"    narrower: {DiscoveryWords.Of(criteria)}");
        }
    }

    private void WriteUnknown(DiscoveryReport report)
    {
        if (report.Unknown.IsEmpty)
            return;
        text.WriteLine("\nOWNER NOT KNOWN: NEITHER ALLOWED NOR REFUSED");
        foreach (var image in report.Unknown.Take(MostRows))
        {
            Line($"  {DiscoveryWords.Name(image)}: {DiscoveryWords.Of(image)}");
            Line($"    {image.Settle}");
        }
        WriteMore(report.Unknown.Length, "image");
    }

    private void WriteProof(DiscoveryReport report)
    {
        if (report.Replay is { } replay)
        {
            text.WriteLine("\nREPLAYED");
            Line($"  {DiscoveryWords.Replayed(replay)}");
            WriteHits(replay);
        }
        if (report.Past is null)
            return;
        text.WriteLine("\nHELD OUT");
        Line($"  {DiscoveryWords.HeldOut(report)}");
        if (report.HeldOut is { } proof)
            WriteHits(proof.Replay);
    }

    private void WriteHits(ReplayedProposal replay)
    {
        foreach (var hit in replay.Hits.Take(MostRows))
            Line($"  - {DiscoveryWords.Of(hit)}");
        WriteMore(replay.Hits.Length, "pair of owner and accounts", "pairs of owner and accounts");
    }

    private void WriteMore(int count, string one) => WriteMore(count, one, $"{one}s");

    private void WriteMore(int count, string one, string several)
    {
        if (count > MostRows)
            Line($"  … and {Quantity.Of(count - MostRows, $"more {one}", $"more {several}")}; `--output json` has all");
    }

    private void Row(int owner, params ReadOnlySpan<string> cells)
    {
        var line =
            $"{Sanitize.Text(cells[0]).PadRight(owner)}  {cells[1], -15}  {cells[2], -6}  {cells[3], 5}  {cells[4], 6}  {cells[5], 8}";
        // A long name leaves no place for the day, which Markdown and JSON have.
        var whole = $"{line}  {cells[6], 10}";
        text.WriteLine((whole.Length <= width ? whole : line).TrimEnd());
    }

    private void Line(string line) => text.WriteLine(FoldedLine.Of(Sanitize.Text(line), width));
}
