using System.Globalization;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>A change of a launch template as the saved state of a scan holds it: its fields, one a line.</summary>
internal static class TemplateChangeText
{
    public static string Of(TemplateChange change) =>
        string.Join(
            '\n',
            [
                Number((int)change.Kind),
                Line(change.Account),
                Line(change.Region),
                change.Time?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "",
                Line(change.Id),
                Line(change.Name),
                Number(change.Version),
                Line(change.SourceVersion),
                Number(change.Default),
                Number(change.Latest),
                string.Join(',', change.Deleted.Select(d => Number(d))),
            ]
        );

    /// <summary>Null for what is no such text.</summary>
    public static TemplateChange? Parse(string text)
    {
        if (text.Split('\n') is not { Length: 11 } fields)
            return null;
        var kind = TemplateChange.Number(fields[0]);
        if (kind is null or > (int)TemplateChangeKind.Deleted)
            return null;

        return new TemplateChange((TemplateChangeKind)kind, fields[1], fields[2], Time(fields[3]))
        {
            Id = fields[4],
            Name = fields[5],
            Version = TemplateChange.Number(fields[6]),
            SourceVersion = fields[7],
            Default = TemplateChange.Number(fields[8]),
            Latest = TemplateChange.Number(fields[9]),
            Deleted = [.. fields[10].Split(',').Select(TemplateChange.Number).OfType<int>()],
        };
    }

    private static DateTimeOffset? Time(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Line(string text) => text.Replace('\n', ' ');
}
