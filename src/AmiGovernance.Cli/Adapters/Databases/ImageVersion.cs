using System.Collections.Immutable;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>What an account saw of an image from one scan to another.</summary>
/// <param name="UntilScan">The first scan that saw something else or nothing; null for what holds now.</param>
internal sealed record ImageVersion(
    string Account,
    string Region,
    long FromScan,
    long? UntilScan,
    ImmutableArray<(string Column, string Value)> Fields
);
