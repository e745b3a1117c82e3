using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>
/// The state of governance as it was last read: reading an organization takes a while, and pages come at once. It is read again when
/// somebody asks for it, and after a decision.
/// </summary>
/// <param name="aws">Null to leave AWS alone.</param>
internal sealed class GovernanceState(CliContext context, GovernanceArguments arguments, RolloutPorts? aws)
    : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private GovernanceReport? report;

    public void Dispose() => turn.Dispose();

    public async Task<GovernanceReport> Read(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            return report ??= await new ReadGovernance(context, arguments).Run(aws, cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The next page reads again.</summary>
    public void Forget() => report = null;
}
