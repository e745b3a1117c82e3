using System.Globalization;

namespace AmiGovernance.Core.Base.Text;

/// <summary>Numbers and sizes for people.</summary>
public static class Quantity
{
    private static readonly (long Bytes, string Unit, string Format)[] Units =
    [
        (1_000_000_000_000, "TB", "0.##"),
        (1_000_000_000, "GB", "0.##"),
        (1_000_000, "MB", "0.#"),
        (1_000, "KB", "0.#"),
    ];

    /// <summary>`1,234`.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>`1 file`, `1,234 files`.</summary>
    public static string Of(long count, string one) => Of(count, one, $"{one}s");

    /// <summary>For nouns with a plural of their own.</summary>
    public static string Of(long count, string one, string several) =>
        $"{Number(count)} " + (count == 1 ? one : several);

    /// <summary>`1.5 GB`; less than a kilobyte is a part of one.</summary>
    public static string Bytes(long bytes)
    {
        var (size, unit, format) = Units.FirstOrDefault(u => bytes >= u.Bytes, Units[^1]);
        return $"{((double)bytes / size).ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }
}
