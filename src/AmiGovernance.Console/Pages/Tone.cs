namespace AmiGovernance.Console.Pages;

/// <summary>What a state means to the reader. Each has a shape of its own, so that colour is never needed to tell them apart.</summary>
public enum Tone
{
    /// <summary>Text as any other: no mark.</summary>
    None,

    Good,

    /// <summary>Needs somebody soon.</summary>
    Warning,

    Bad,

    /// <summary>Not known, or not looked at.</summary>
    Unknown,

    /// <summary>A state that is neither good nor bad, such as what is over.</summary>
    Quiet,
}
