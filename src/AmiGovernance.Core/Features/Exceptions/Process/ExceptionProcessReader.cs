using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Process;

public static class ExceptionProcessReader
{
    public static readonly string[] RootKeys = ["$schema", "service_levels", "calendar", "reminders", "merge_requests"];

    public static readonly string[] ServiceLevelKeys =
    [
        "review_business_days",
        "implementation_business_days",
        "total_business_days",
    ];

    public static readonly string[] MergeRequestKeys = ["reviewer_roles"];

    public static readonly string[] CalendarKeys = ["weekend", "holidays"];

    private const int MostDays = 366;

    private static readonly string[] Days =
    [
        .. Enum.GetValues<DayOfWeek>().Select(d => d.ToString().ToLowerInvariant()),
    ];

    /// <summary>Null with a report when the file is not usable.</summary>
    public static ExceptionProcess? Read(SourceText source, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var process =
            JsonParser.Parse(source, own) is { } tree && ObjectReader.Open(tree, tree.Root, RootKeys, own) is { } root
                ? Read(root)
                : null;
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : process;
    }

    private static ExceptionProcess Read(ObjectReader root)
    {
        root.Text("$schema");
        var defaults = new ExceptionProcess();
        return defaults with
        {
            ServiceLevels =
                root.Node["service_levels"] is { } levels && root.Open(levels, ServiceLevelKeys) is { } entry
                    ? ReadLevels(entry)
                    : defaults.ServiceLevels,
            Calendar =
                root.Node["calendar"] is { } calendar && root.Open(calendar, CalendarKeys) is { } days
                    ? ReadCalendar(days)
                    : defaults.Calendar,
            Reminders =
                root.Node["reminders"] is { } reminders
                && root.Open(reminders, ReminderSettingsReader.Keys) is { } settings
                    ? ReminderSettingsReader.Read(settings)
                    : defaults.Reminders,
            ReviewerRoles =
                root.Node["merge_requests"] is { } requests
                && root.Open(requests, MergeRequestKeys) is { } review
                && review.Node["reviewer_roles"] is not null
                    ? review.Values("reviewer_roles", 0, int.MaxValue, n => review.Text(n))
                    : defaults.ReviewerRoles,
        };
    }

    private static ServiceLevels ReadLevels(ObjectReader entry)
    {
        var defaults = new ServiceLevels();
        return new ServiceLevels(
            entry.Integer("review_business_days", 1, MostDays) ?? defaults.Review,
            entry.Integer("implementation_business_days", 1, MostDays) ?? defaults.Implementation,
            entry.Integer("total_business_days", 1, MostDays) ?? defaults.Total
        );
    }

    private static BusinessCalendar ReadCalendar(ObjectReader entry)
    {
        var calendar = BusinessCalendar.Default with { Holidays = ReadHolidays(entry) };
        if (entry.Node["weekend"] is not { } node)
            return calendar;
        var weekend = entry.Distinct(
            entry
                .List("weekend", 0)
                .Select(n => (n, entry.Choice(n, Days)))
                .Where(n => n.Item2 is not null)
                .Select(n => (n.n, n.Item2 ?? ""))
        );
        // INVARIANT: a day to work on is left, or no time limit would ever end.
        if (weekend.Length < Days.Length)
            return calendar with { Weekend = [.. weekend.Select(d => (DayOfWeek)Array.IndexOf(Days, d))] };
        entry.Bag.Report(ConfigDiagnostics.ListLength, entry.Tree.At(node), "no day is left to work on");
        return calendar;
    }

    private static ImmutableHashSet<DateOnly> ReadHolidays(ObjectReader entry) =>
        [
            .. entry.Distinct(
                entry
                    .List("holidays", 0)
                    .Select(n => (n, entry.Date(n)))
                    .Where(n => n.Item2 is not null)
                    .Select(n => (n.n, n.Item2 ?? default))
            ),
        ];
}
