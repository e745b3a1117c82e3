using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Discovery.Proposing;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>A table of the report.</summary>
internal sealed record DiscoveryTable(string Title, string[] Headers, ImmutableArray<string[]> Rows);

/// <summary>The tables of a discovery, for Markdown and for the page.</summary>
internal static class DiscoveryTables
{
    public const string UnknownTitle = "Owner not known: neither allowed nor refused";

    public static IEnumerable<DiscoveryTable> Of(DiscoveryReport report)
    {
        yield return Owners(report);
        yield return Entries(report);
        yield return Unknown(report);
    }

    private static DiscoveryTable Owners(DiscoveryReport report) =>
        new(
            "Proposals",
            ["owner", "proposal", "sure", "accounts", "uses", "launches", "last use", "who", "why", "such as"],
            [
                .. report.Owners.Select(o =>
                    (string[])[o.Owner, .. DiscoveryWords.Numbers(o), o.Who, Why(o), DiscoveryWords.Examples(o)]
                ),
            ]
        );

    private static string Why(OwnerProposal owner)
    {
        var until = owner.Until is { } end
            ? $"; until {end.AddDays(-1).Text()}, for {DiscoveryWords.UsableBy(owner)}"
            : "";
        var command = owner.Command.Length > 0 ? $"; ask for it: `{owner.Command}`" : "";
        return owner.Why + until + command;
    }

    private static DiscoveryTable Entries(DiscoveryReport report) =>
        new(
            "What each entry lets in",
            ["entry", "kind", "evidence", "lets in", "seen", "narrower criteria"],
            [
                .. report.Entries.Select(e =>
                    (string[])
                        [
                            e.Value,
                            e.Kind.Name(),
                            e.Evidence,
                            e.Risk.LetsIn,
                            DiscoveryWords.Seen(e.Risk),
                            string.Join("; ", e.Risk.Alternatives.Select(DiscoveryWords.Of)),
                        ]
                ),
            ]
        );

    private static DiscoveryTable Unknown(DiscoveryReport report) =>
        new(
            UnknownTitle,
            ["image", "use", "what would settle it"],
            [.. report.Unknown.Select(u => (string[])[DiscoveryWords.Name(u), DiscoveryWords.Of(u), u.Settle])]
        );

    /// <summary>Place and reason of what was not read.</summary>
    public static ImmutableArray<string[]> Gaps(DiscoveryReport report) =>
        [
            .. (report.Present?.Gaps ?? []).Select(g => (string[])[$"{g.Account}/{g.Region}", g.Reason]),
            .. (report.Past?.Gaps ?? []).Select(g => (string[])[g.File, g.Reason]),
        ];
}
