using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Facts;

public static class FactMarks
{
    private static readonly EnumNames<FactMark> Names = new(
        (FactMark.Documented, "documented"),
        (FactMark.Measured, "measured"),
        (FactMark.Unverified, "unverified")
    );

    /// <summary>As the tables spell it.</summary>
    public static FactMark Parse(string name) => Names.Find(name) ?? throw new FormatException($"not a mark: {name}");

    /// <summary>As docs/corrections.md and messages spell it.</summary>
    public static string Text(this FactMark mark) =>
        mark == FactMark.Measured ? "measured by a third party" : Names.Of(mark);
}
