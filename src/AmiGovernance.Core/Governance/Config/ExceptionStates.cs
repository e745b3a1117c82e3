using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Config;

public static class ExceptionStates
{
    private static readonly EnumNames<ExceptionState> Names = new(
        (ExceptionState.Active, "active"),
        (ExceptionState.Expiring, "expiring"),
        (ExceptionState.Expired, "expired")
    );

    public static string Name(this ExceptionState state) => Names.Of(state);
}
