using System.Collections.Immutable;

namespace AmiGovernance.Cli.Shell;

/// <summary>A program that is run with this one's standard streams.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">What it finds beside the environment of this program; null takes a variable away.</param>
internal sealed record ProgramStart(
    ImmutableArray<string> Command,
    ImmutableArray<(string Name, string? Value)> Environment
);
