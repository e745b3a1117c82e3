using System.Globalization;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Which scan the last one is compared with; the one before it where neither number nor day is given.</summary>
internal readonly record struct ComparedScan(long? Number, DateOnly? Day)
{
    /// <summary>False when the text is neither the number of a scan nor a date.</summary>
    public static bool TryParse(string text, out ComparedScan scan)
    {
        scan = default;
        if (IsoDate.TryParse(text, out var day))
            scan = new ComparedScan(null, day);
        else if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            scan = new ComparedScan(number, null);
        return scan != default;
    }

    /// <summary>Its number; 0 stands for the time before the first.</summary>
    public long In(OpenInventory inventory)
    {
        if (Day is { } day)
            return inventory.Changes.ScanOn(day);
        return Number ?? inventory.Changes.ScanBefore(inventory.Scan.Number);
    }
}
