namespace AmiGovernance.TestSupport;

/// <summary>What is left on a terminal's screen.</summary>
internal static class Screen
{
    /// <summary>A carriage return goes back to the start of its line, and what comes next is written over it.</summary>
    public static string Of(string written) => string.Join('\n', written.Split('\n').Select(Line));

    private static string Line(string written)
    {
        var shown = "";
        foreach (var part in written.Split('\r'))
            shown = part + (part.Length < shown.Length ? shown[part.Length..] : "");
        return shown.TrimEnd();
    }
}
