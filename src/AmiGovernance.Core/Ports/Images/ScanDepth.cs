using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>How closely a scan looks; each depth sees what the one before sees.</summary>
public enum ScanDepth
{
    /// <summary>The public images: one filtered call for each account and Region.</summary>
    Public,

    /// <summary>
    /// All own images, those that strangers share with us, public snapshots, and the settings: no call for a single image that is
    /// private.
    /// </summary>
    Images,

    /// <summary>And to whom each image that can be shared is shared: one call for each.</summary>
    Full,
}

/// <summary>What depths are called.</summary>
public static class ScanDepths
{
    private static readonly EnumNames<ScanDepth> All = new(
        (ScanDepth.Public, "public"),
        (ScanDepth.Images, "images"),
        (ScanDepth.Full, "full")
    );

    /// <summary>The least close first.</summary>
    public static IReadOnlyList<string> Names => All.All;

    public static string Name(this ScanDepth depth) => All.Of(depth);

    /// <summary>Null when it is no name of a depth.</summary>
    public static ScanDepth? FromName(string? name) => All.Find(name);

    /// <summary>The depth from which on a scan looks for such findings everywhere.</summary>
    public static ScanDepth For(FindingKind kind) =>
        kind switch
        {
            FindingKind.Public => ScanDepth.Public,
            FindingKind.SharedOutside or FindingKind.SharedWithOrganization => ScanDepth.Full,
            _ => ScanDepth.Images,
        };

    /// <summary>The depth for all of them; the least close for none.</summary>
    public static ScanDepth For(IEnumerable<FindingKind> kinds) => kinds.Select(For).Append(ScanDepth.Public).Max();
}
