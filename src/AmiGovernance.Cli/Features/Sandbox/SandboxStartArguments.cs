using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>What was asked of `sandbox start`.</summary>
/// <param name="World">A file to start from; null for a generated world.</param>
/// <param name="State">Where everything is kept; null for nowhere.</param>
/// <param name="Port">0 for any that is free.</param>
/// <param name="Size">Of a generated world.</param>
/// <param name="SizeGiven">Whether somebody asked for that size.</param>
/// <param name="Grown">Whether the generated world is one that nobody governs yet, with a past.</param>
/// <param name="Latency">Of every answer, in milliseconds.</param>
/// <param name="Faults">A script; null for none.</param>
/// <param name="Trail">Where CloudTrail files are written; null for nowhere.</param>
/// <param name="Assume">What AWS does not document, each as `NAME=ANSWER`; beside what the world says.</param>
internal sealed record SandboxStartArguments(
    string? World,
    string? State,
    int Port,
    WorldSize Size,
    bool SizeGiven,
    bool Grown,
    bool Throttle,
    int Latency,
    string? Faults,
    string? Trail,
    IReadOnlyList<string> Assume
);
