namespace AmiGovernance.Core.Features.Watch.Denials;

/// <summary>Calls that our policies denied: those of one account on one owner's images, or of one caller.</summary>
/// <param name="Id">The same whenever they happen again.</param>
/// <param name="Account">As records have it; not always an account.</param>
/// <param name="Count">Of the calls that were read now.</param>
/// <param name="Summary">One line.</param>
/// <param name="Details">Lines: who, where, why, and what to do.</param>
public sealed record DeniedCalls(string Id, string Account, long Count, PlainText Summary, PlainText Details);
