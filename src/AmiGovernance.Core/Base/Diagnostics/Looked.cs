namespace AmiGovernance.Core.Base.Diagnostics;

/// <summary>
/// How much of what a question is about was looked at: it decides the mark and the exit code of every answer, for "not checked" is never
/// "nothing found".
/// </summary>
/// <param name="Read">Places or files that were read.</param>
/// <param name="NotRead">What could not be read, or not whole.</param>
public readonly record struct Looked(long Read, long NotRead)
{
    /// <summary>Nothing at all was read, for whatever reason: disabled Regions and closed accounts are no good news either.</summary>
    public bool IsNothing => Read == 0;

    public bool IsComplete => Read > 0 && NotRead == 0;
}
