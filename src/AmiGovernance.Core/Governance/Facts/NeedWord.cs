namespace AmiGovernance.Core.Governance.Facts;

/// <summary>One word, or several with blanks between, by which people ask for images, and what it says; without any, nothing.</summary>
public sealed record NeedWord(string Text)
{
    /// <summary>Such as `ubuntu`; null when it names none.</summary>
    public string? Family { get; init; }

    /// <summary>Such as `24.04`, of names of releases; null when it names none.</summary>
    public string? Version { get; init; }

    /// <summary>As EC2 spells it; null when it names none.</summary>
    public string? Architecture { get; init; }
}
