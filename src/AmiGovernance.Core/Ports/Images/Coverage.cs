using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>What became of an account in a Region; an entry of the ledger.</summary>
public enum Coverage
{
    Read,

    /// <summary>The images were read, something else was not.</summary>
    Partial,

    /// <summary>AWS denied it.</summary>
    Refused,

    /// <summary>AWS did not answer, or answered with another error.</summary>
    Failed,

    /// <summary>There was nothing to look at: a Region that is not enabled, an account that is closed.</summary>
    Skipped,

    /// <summary>The scan was told to look elsewhere.</summary>
    NotAsked,
}

/// <summary>What coverages are called, and what they mean.</summary>
public static class Coverages
{
    private static readonly EnumNames<Coverage> All = new(
        (Coverage.Read, "read"),
        (Coverage.Partial, "partial"),
        (Coverage.Refused, "refused"),
        (Coverage.Failed, "failed"),
        (Coverage.Skipped, "skipped"),
        (Coverage.NotAsked, "not_asked")
    );

    public static string Name(this Coverage coverage) => All.Of(coverage);

    /// <summary>Null when it is no name of a coverage.</summary>
    public static Coverage? FromName(string? name) => All.Find(name);

    /// <summary>Whether something is missing from the picture.</summary>
    public static bool IsGap(this Coverage coverage) => coverage == Coverage.NotAsked || coverage.IsFailure();

    /// <summary>Whether the scan wanted something that it did not get.</summary>
    public static bool IsFailure(this Coverage coverage) =>
        coverage is Coverage.Partial or Coverage.Refused or Coverage.Failed;

    /// <summary>Whether the images were read.</summary>
    public static bool HasImages(this Coverage coverage) => coverage is Coverage.Read or Coverage.Partial;

    /// <summary>What a failure makes of an account and Region.</summary>
    public static Coverage Of(AwsFailure failure) =>
        failure.Kind == AwsFailureKind.AccessDenied ? Coverage.Refused : Coverage.Failed;
}
