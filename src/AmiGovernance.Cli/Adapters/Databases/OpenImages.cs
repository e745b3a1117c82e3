namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>How many images others could launch after a scan.</summary>
/// <param name="Day">On which the scan began, in UTC.</param>
/// <param name="Public">To everyone.</param>
/// <param name="Shared">With accounts or organizations outside.</param>
internal sealed record OpenImages(long Scan, DateOnly Day, int Public, int Shared);
