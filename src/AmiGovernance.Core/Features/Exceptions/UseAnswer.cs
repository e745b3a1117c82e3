namespace AmiGovernance.Core.Features.Exceptions;

public enum UseState
{
    /// <summary>Nobody looked.</summary>
    NotLooked,

    Used,

    /// <summary>No launch was found, but not all was looked at.</summary>
    NotSeen,

    /// <summary>All was looked at, and there was no launch.</summary>
    Unused,
}

/// <summary>Whether images of an account were launched in a time.</summary>
/// <param name="IsLeast">There may have been more launches than these.</param>
public sealed record UseAnswer(UseState State, long Launches = 0, DateOnly? Last = null, bool IsLeast = false);
