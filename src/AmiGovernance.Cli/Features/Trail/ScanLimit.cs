using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>How much may be read where reading costs.</summary>
internal static class ScanLimit
{
    private const string Default = "1TB";

    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("TB", 1_000_000_000_000),
        ("GB", 1_000_000_000),
        ("MB", 1_000_000),
        ("KB", 1_000),
    ];

    public static Option<long> Option() =>
        new("--max-scan")
        {
            Description = "Stop the query when it has read more than this, in KB, MB, GB or TB; default: 1TB",
            HelpName = "SIZE",
            CustomParser = Size,
            DefaultValueFactory = Size,
        };

    /// <summary>`less than $0.01 at $5 a TB`.</summary>
    /// <param name="bytes">That are read, or may be.</param>
    /// <param name="price">In dollars for each of the unit.</param>
    /// <param name="unit">Such as `TB`.</param>
    public static string Cost(long bytes, decimal price, string unit)
    {
        var dollars = bytes / (decimal)Units.First(u => u.Unit == unit).Bytes * price;
        var amount =
            dollars < 0.01m ? "less than $0.01" : string.Create(CultureInfo.InvariantCulture, $"about ${dollars:N2}");
        return string.Create(CultureInfo.InvariantCulture, $"{amount} at ${price} a {unit}");
    }

    private static long Size(ArgumentResult result)
    {
        var text = result.Tokens.Select(t => t.Value).FirstOrDefault(Default).ToUpperInvariant();
        foreach (var (unit, bytes) in Units.Where(u => text.EndsWith(u.Unit, StringComparison.Ordinal)))
            if (
                long.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and < 1_000_000
            )
                return number * bytes;
        result.AddError($"'{Sanitize.Text(text)}' is no size; write it as 500GB, in KB, MB, GB or TB");
        return 0;
    }
}
