using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

public enum RequestState
{
    /// <summary>Approvals are missing.</summary>
    InReview,

    Rejected,

    /// <summary>All who must have approved; the configuration does not have it yet.</summary>
    Approved,

    Implemented,

    /// <summary>Revoked, or removed after its end.</summary>
    Ended,
}

public static class RequestStates
{
    private static readonly EnumNames<RequestState> Names = new(
        (RequestState.InReview, "in_review"),
        (RequestState.Rejected, "rejected"),
        (RequestState.Approved, "approved"),
        (RequestState.Implemented, "implemented"),
        (RequestState.Ended, "ended")
    );

    /// <summary>For machines: `in_review`.</summary>
    public static string Name(this RequestState state) => Names.Of(state);

    /// <summary>For people: `in review`.</summary>
    public static string Words(this RequestState state) => Names.Of(state).Replace('_', ' ');

    /// <summary>Whether it is waited for, be it for a decision or for the entry in the configuration.</summary>
    public static bool IsWaiting(this RequestState state) => state is RequestState.InReview or RequestState.Approved;
}
