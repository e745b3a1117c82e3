using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions;

public static class UseStates
{
    private static readonly EnumNames<UseState> Names = new(
        (UseState.Used, "used"),
        (UseState.Unused, "unused"),
        (UseState.NotSeen, "not_seen"),
        (UseState.NotLooked, "not_looked")
    );

    public static string Name(this UseState state) => Names.Of(state);
}
