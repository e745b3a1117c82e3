namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>What the names of one line of images have in common.</summary>
internal static class NamePattern
{
    private const int Shortest = 4;

    /// <summary>
    /// The name up to its version or date, the first number that begins a word: `al2023-ami-*` of `al2023-ami-2023.5.20240805`. Null when
    /// too little is left to tell one line of images from another.
    /// </summary>
    public static string? Of(string name)
    {
        for (var at = Shortest; at < name.Length; at++)
            if (char.IsAsciiDigit(name[at]) && !char.IsAsciiLetterOrDigit(name[at - 1]))
                return $"{name[..at]}*";
        return name.Length > Shortest && !char.IsAsciiDigit(name[0]) ? name : null;
    }
}
