using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Config;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Json;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Core.Planning;

/// <summary>The deployment record as read, with what is wrong with its chain.</summary>
/// <param name="Length">The bytes of whole lines. What comes after is a line that a killed run did not end; it counts as not written.</param>
public sealed record DeploymentLog(ImmutableArray<DeploymentEntry> Entries, int Length)
{
    public const string Path = "deployments/log.jsonl";

    private static readonly string[] Keys = ["event", "at", "deployment", "who", "organization", "why", "mode", "policy_id", "detail", "step", "previous", "hash"];

    public static DeploymentLog Empty { get; } = new([], 0);

    public string LastHash => Entries.IsEmpty ? "" : Entries[^1].Hash;

    /// <summary>Reads and verifies; what does not hold together is reported and reading goes on.</summary>
    public static DeploymentLog Read(SourceText source, DiagnosticBag bag)
    {
        var entries = ImmutableArray.CreateBuilder<DeploymentEntry>();
        var text = source.Bytes;
        var previous = "";
        var number = 0;
        var start = 0;
        while (text.Span[start..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            var line = text.Slice(start, length);
            start += length + 1;
            number++;
            if (line.Length == 0) continue;
            var own = new DiagnosticBag();
            var entry = Entry(new SourceText(string.Create(CultureInfo.InvariantCulture, $"{source.Path} line {number}"), line), own);
            if (entry is null || own.HasErrors)
            {
                Report(bag, source, number, "the line is no entry");
                continue;
            }
            if (entry.ComputeHash() != entry.Hash) Report(bag, source, number, "the entry was changed after it was written");
            else if (entry.Previous != previous) Report(bag, source, number, "an entry before this one was removed, added or moved");
            previous = entry.Hash;
            entries.Add(entry);
        }
        return new DeploymentLog(entries.ToImmutable(), start);
    }

    private static void Report(DiagnosticBag bag, SourceText source, int line, string message) =>
        bag.Report(PlanningDiagnostics.LogBroken, SourceLocation.OfFile(source), string.Create(CultureInfo.InvariantCulture, $"line {line}: {message}"), "the record is append-only: restore it from version control; `amigov history --verify` checks it");

    private static DeploymentEntry? Entry(SourceText line, DiagnosticBag bag)
    {
        if (JsonParser.Parse(line, bag) is not { } tree || ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root) return null;
        foreach (var key in new[] { "event", "at", "deployment", "previous", "hash" }) root.Require(key);
        var known = DeploymentEntry.EventNames.ToList().IndexOf(root.Choice("event", DeploymentEntry.EventNames) ?? "");
        if (known < 0 || !DateTimeOffset.TryParse(Raw(root, "at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        return new DeploymentEntry((DeploymentEvent)known, at, Raw(root, "deployment"))
        {
            Who = Raw(root, "who"),
            Organization = Raw(root, "organization"),
            Why = Raw(root, "why"),
            Mode = Raw(root, "mode"),
            PolicyId = Raw(root, "policy_id"),
            Detail = Raw(root, "detail"),
            Step = root.Node["step"] is { } step ? PlanFile.ReadStep(root, step) : null,
            Previous = Raw(root, "previous"),
            Hash = Raw(root, "hash"),
        };
    }

    private static string Raw(ObjectReader root, string key) => (root.Node[key] as JsonString)?.Value ?? "";

    /// <summary>The deployments, each as the entries of its own, oldest first.</summary>
    public IEnumerable<IGrouping<string, DeploymentEntry>> Deployments => Entries.GroupBy(e => e.Deployment);

    /// <summary>When the mode in effect began; null when no finished deployment brought one.</summary>
    public (string Mode, DateTimeOffset Since)? CurrentMode
    {
        get
        {
            (string Mode, DateTimeOffset Since)? current = null;
            foreach (var entry in Entries.Where(e => e.Event == DeploymentEvent.Finished && e.Mode.Length > 0))
                if (current?.Mode != entry.Mode) current = (entry.Mode, entry.At);
            return current;
        }
    }
}
