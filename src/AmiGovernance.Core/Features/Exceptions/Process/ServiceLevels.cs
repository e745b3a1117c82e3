namespace AmiGovernance.Core.Features.Exceptions.Process;

/// <summary>How long each step of a request may take, in business days.</summary>
/// <param name="Review">From the request to the first decision.</param>
/// <param name="Implementation">From the last approval to the entry in the configuration.</param>
/// <param name="Total">From the request to the entry in the configuration.</param>
public sealed record ServiceLevels(int Review = 2, int Implementation = 1, int Total = 5);
