using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Doctor;

public static class CheckOutcomes
{
    private static readonly EnumNames<CheckOutcome> Names = new(
        (CheckOutcome.Fine, "fine"),
        (CheckOutcome.Wrong, "wrong"),
        (CheckOutcome.Notice, "notice"),
        (CheckOutcome.NotLooked, "not_checked")
    );

    /// <summary>As reports in JSON spell it.</summary>
    public static string Name(this CheckOutcome outcome) => Names.Of(outcome);

    /// <summary>For people.</summary>
    public static string Words(this CheckOutcome outcome) => outcome.Name().Replace('_', ' ');
}
