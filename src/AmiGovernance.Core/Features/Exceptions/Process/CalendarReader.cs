using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Process;

/// <summary>Reads `calendar` of `config/exception_process.json`.</summary>
internal static class CalendarReader
{
    public static readonly string[] Keys = ["weekend", "holidays"];

    private static readonly EnumNames<DayOfWeek> Days = new([
        .. Enum.GetValues<DayOfWeek>().Select(d => (d, d.ToString().ToLowerInvariant())),
    ]);

    /// <summary>Null when there is none.</summary>
    public static BusinessCalendar? Read(ObjectReader root)
    {
        if (root.OpenAt("calendar", Keys) is not { } entry)
            return null;
        var holidays = entry.DistinctOf(entry.List("holidays", 0), n => entry.Date(n));
        return new BusinessCalendar(ReadWeekend(entry) ?? BusinessCalendar.Default.Weekend, [.. holidays]);
    }

    private static ImmutableHashSet<DayOfWeek>? ReadWeekend(ObjectReader entry)
    {
        if (entry.Node["weekend"] is not { } node)
            return null;
        var weekend = entry.DistinctOf(entry.List("weekend", 0), n => entry.Choice(n, Days.All));

        // INVARIANT: a day to work on is left, or no time limit would ever end.
        if (weekend.Length < Days.All.Count)
            return [.. weekend.Select(day => Days.Find(day)).OfType<DayOfWeek>()];

        entry.Bag.Report(ConfigDiagnostics.ListLength, entry.Tree.At(node), "no day is left to work on");
        return null;
    }
}
