namespace AmiGovernance.Core.Features.Preflight;

/// <summary>The languages that a preflight reads, by the names of files.</summary>
public static class PreflightLanguages
{
    /// <summary>Such as `.tf, .json`.</summary>
    public static string Endings => string.Join(", ", FileKinds.AllEndings);

    /// <summary>Whether the name of a file says its language.</summary>
    public static bool Knows(string name) => FileKinds.Of(name) != FileKind.None;
}
