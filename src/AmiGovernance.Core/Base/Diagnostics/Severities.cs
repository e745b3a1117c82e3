using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Diagnostics;

public static class Severities
{
    private static readonly EnumNames<Severity> Names = new(
        (Severity.Error, "error"),
        (Severity.Warning, "warning"),
        (Severity.Note, "note")
    );

    public static string Name(this Severity severity) => Names.Of(severity);
}
