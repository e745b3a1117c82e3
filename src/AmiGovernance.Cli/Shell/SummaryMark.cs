using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Cli.Shell;

/// <summary>The mark before a summary of findings, which says what the exit code says.</summary>
internal static class SummaryMark
{
    /// <param name="open">Findings that somebody has to decide on.</param>
    public static string Of(int open, Looked looked)
    {
        if (open > 0)
            return "❌";
        return looked.IsComplete ? "✅" : "⚠️";
    }
}
