using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>A decision in words.</summary>
internal static class TriageText
{
    /// <summary>`violation, open`; `undecided, open` while nobody has decided.</summary>
    public static string State(TriageEntry entry) => $"{entry.Outcome?.Name() ?? "undecided"}, {entry.State.Name()}";
}
