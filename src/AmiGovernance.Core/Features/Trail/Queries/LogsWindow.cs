using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>Whole seconds that a query of log groups looks through, the first and the last of them included.</summary>
internal readonly record struct LogsWindow(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>
    /// As with folders of files, a day longer than what is asked for: events are delivered late, and clocks differ.
    /// </summary>
    public static LogsWindow Of(TrailFilter filter, DateTimeOffset begin, DateTimeOffset now)
    {
        var from = filter.From is { } first && first > begin ? first : begin;
        var asked = filter.To is { } to && to < now ? to : now;
        var last = asked.AddDays(1);
        return new LogsWindow(from, last < from ? from : last);
    }

    /// <summary>In order; fewer parts where there are not so many seconds.</summary>
    public ImmutableArray<LogsWindow> Split(long parts)
    {
        var seconds = To.ToUnixTimeSeconds() - From.ToUnixTimeSeconds() + 1;
        var count = Math.Min(parts, seconds);
        if (count <= 1)
            return [this];
        var split = ImmutableArray.CreateBuilder<LogsWindow>();
        for (var i = 0L; i < count; i++)
        {
            var (first, next) = (seconds * i / count, seconds * (i + 1) / count);
            split.Add(new LogsWindow(Second(first), Second(next - 1)));
        }
        return split.ToImmutable();
    }

    public override string ToString() => From.IsoText();

    private DateTimeOffset Second(long offset) => DateTimeOffset.FromUnixTimeSeconds(From.ToUnixTimeSeconds() + offset);
}
