namespace AmiGovernance.Core.Ports.Trail;

/// <summary>SQL, and where Athena runs it.</summary>
/// <param name="Output">Where results go, `s3://…`; null for the workgroup's place.</param>
/// <param name="Token">
/// The same token starts the same query once, however often it is sent; 32 to 128 characters.
/// </param>
public sealed record AthenaStatement(string Text, string Database, string WorkGroup, string? Output, string Token);
