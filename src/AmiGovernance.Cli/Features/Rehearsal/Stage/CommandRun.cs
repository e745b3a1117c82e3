namespace AmiGovernance.Cli.Features.Rehearsal.Stage;

/// <summary>What a command did.</summary>
/// <param name="Line">As one would type it, without `amigov`.</param>
internal sealed record CommandRun(string Line, int ExitCode, string Out, string Error)
{
    /// <summary>Such as `8 calls, deployment 20261201T090000Z, recorded in …`, as the command says it.</summary>
    public string Recorded =>
        Out.Split('\n')
            .Where(l => l.StartsWith("✓ ", StringComparison.Ordinal))
            .Where(l => l.Contains("recorded in", StringComparison.Ordinal))
            .Select(l => l[2..])
            .FirstOrDefault("done");

    /// <summary>What the command says went wrong.</summary>
    public string Complaint => (Error.Length > 0 ? Error : Out).Trim();
}
