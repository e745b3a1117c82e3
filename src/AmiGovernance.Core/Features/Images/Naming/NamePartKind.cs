namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>What a piece of the naming pattern stands for.</summary>
internal enum NamePartKind
{
    /// <summary>Text that stands as it is, such as the `-` between two placeholders.</summary>
    Literal,

    /// <summary>One or more words with `-` between them.</summary>
    Words,

    /// <summary>The same, the first begins with a letter: so an operating system is told from its version.</summary>
    WordsFromLetter,

    /// <summary>Such as `2023`, `24.04`, `v2.1`, `2023.9.20251208.0`.</summary>
    Version,

    /// <summary>A day as YYYYMMDD.</summary>
    Date,
}
