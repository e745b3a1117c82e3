using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Rollout.History;

public static class HistoryOutcomes
{
    private static readonly EnumNames<HistoryOutcome> Names = new(
        (HistoryOutcome.Holds, "holds"),
        (HistoryOutcome.Refuted, "refuted"),
        (HistoryOutcome.Unknown, "unknown"),
        (HistoryOutcome.Skipped, "skipped")
    );

    public static string Name(this HistoryOutcome outcome) => Names.Of(outcome);
}
