using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What a scan could not read, one finding for each reason.</summary>
internal static class ScanGaps
{
    /// <summary>Accounts and Regions that a message names before it only counts.</summary>
    private const int NamedPlaces = 3;

    public static IEnumerable<Diagnostic> Of(IEnumerable<RegionScan> ledger) =>
        ledger
            .Where(r => r.IsGap)
            .GroupBy(r => (r.Coverage.HasImages(), r.IsPassedOver, Cause: Cause(r)))
            .OrderBy(g => g.Key.Cause, StringComparer.Ordinal)
            .Select(g => Finding([.. g]));

    /// <summary>The same cause has the same call and code; the text behind them names each account.</summary>
    private static string Cause(RegionScan gap) => string.Join(": ", gap.Reason.Split(": ").Take(2));

    private static Diagnostic Finding(List<RegionScan> gaps)
    {
        var places = Shortened.List([.. gaps.Select(Place)], NamedPlaces);
        var (what, help) = Words(gaps[0]);
        return Diagnostic.About("AWS", ImagesDiagnostics.NotRead, $"{what}: {places}: {gaps[0].Reason}", help);
    }

    private static (string What, string Help) Words(RegionScan gap)
    {
        const string resume = "`amigov images scan --resume` reads them when the cause is fixed";
        if (gap.IsPassedOver)
            return ("not read", "earlier scans saw images there, which may be there still");
        return gap.Coverage.HasImages()
            ? ("images read, but not all else", $"what was known of the rest stays as it was; {resume}")
            : ("not read", $"nothing is known of them; {resume}");
    }

    private static string Place(RegionScan gap) => $"{gap.Account} {gap.Region?.Value ?? "in every Region"}";
}
