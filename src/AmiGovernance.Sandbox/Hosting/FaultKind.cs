namespace AmiGovernance.Sandbox.Hosting;

public enum FaultKind
{
    /// <summary>The call is refused with an error of AWS and not done.</summary>
    Error,

    /// <summary>The call waits first.</summary>
    Delay,

    /// <summary>The connection ends before the call is done.</summary>
    Drop,

    /// <summary>The call is done, and the connection ends before the answer.</summary>
    LoseAnswer,

    /// <summary>The call is done, and the connection ends in the middle of the answer.</summary>
    CutAnswer,

    /// <summary>A kill point before the call: it is never done, and never answered; the caller can be killed while it waits.</summary>
    Hold,

    /// <summary>A kill point after the call: it is done, and never answered.</summary>
    HoldAnswer,

    /// <summary>The call is not done: a proxy answers with a page of its own, and says that all is well.</summary>
    Page,

    /// <summary>The call is not done: something else answers `{}`, and says that all is well.</summary>
    Empty,

    /// <summary>The same in XML that says nothing.</summary>
    Xml,
}

/// <summary>The kinds of faults as scripts spell them (docs/reference/sandbox.md).</summary>
internal static class FaultKinds
{
    private static readonly Dictionary<string, FaultKind> ByName = new(StringComparer.Ordinal)
    {
        ["error"] = FaultKind.Error,
        ["delay"] = FaultKind.Delay,
        ["drop"] = FaultKind.Drop,
        ["lose_answer"] = FaultKind.LoseAnswer,
        ["cut_answer"] = FaultKind.CutAnswer,
        ["hold"] = FaultKind.Hold,
        ["hold_answer"] = FaultKind.HoldAnswer,
        ["page"] = FaultKind.Page,
        ["empty"] = FaultKind.Empty,
        ["xml"] = FaultKind.Xml,
    };

    public static string[] Names => [.. ByName.Keys];

    public static string Name(this FaultKind kind) => ByName.First(k => k.Value == kind).Key;

    /// <summary>Of one of <see cref="Names"/>.</summary>
    public static FaultKind? FromName(string? name) => name is null ? null : ByName[name];
}
