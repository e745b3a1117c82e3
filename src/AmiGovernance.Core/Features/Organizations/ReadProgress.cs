namespace AmiGovernance.Core.Features.Organizations;

/// <summary>Tells how far a long read has come.</summary>
/// <param name="Total">0 when it is not known.</param>
public readonly record struct ReadProgress(string What, int Done, int Total);
