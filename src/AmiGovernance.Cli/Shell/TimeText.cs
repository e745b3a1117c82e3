using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Cli.Shell;

/// <summary>Moments for people and for machines; empty for what is not known.</summary>
internal static class TimeText
{
    /// <summary>`2026-01-31T06:00:00Z`.</summary>
    public static string Of(DateTimeOffset? time) => time?.IsoText() ?? "";

    /// <summary>`2026-01-31`, in UTC.</summary>
    public static string Day(DateTimeOffset? time) => time?.Day().Text() ?? "";
}
