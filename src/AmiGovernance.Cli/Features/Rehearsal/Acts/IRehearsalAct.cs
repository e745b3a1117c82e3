using AmiGovernance.Cli.Features.Rehearsal.Stage;

namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>One act of the runbook, with the commands that one would type.</summary>
internal interface IRehearsalAct
{
    /// <summary>Throws <see cref="RehearsalFailedException"/> when something does not go as it must.</summary>
    Task Play(RehearsalStage stage, CancellationToken cancel);
}
