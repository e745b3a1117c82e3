using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>The checks of one place, in the order of their lines. Real launches come last, and only where they are asked for.</summary>
internal sealed class PlaceChecks
{
    private readonly GovernanceConfig config;
    private readonly DryRunCheck dryRuns;
    private readonly ExceptionCheck exceptions;
    private readonly BothLayersCheck bothLayers;
    private readonly LaunchCheck? launches;

    public PlaceChecks(
        IVerificationCalls calls,
        GovernanceConfig config,
        VerificationRequest request,
        KnownFacts facts,
        DateOnly today,
        TimeProvider time,
        DiagnosticBag bag
    )
    {
        this.config = config;
        dryRuns = new DryRunCheck(calls, facts);
        bothLayers = new BothLayersCheck(calls, facts);
        exceptions = new ExceptionCheck(dryRuns, today);
        launches = request.Launch ? new LaunchCheck(calls, new LaunchJudgement(facts.BlockedLaunch), time, bag) : null;
    }

    public Task DryRuns(PlaceUnderTest test, CancellationToken cancel) => dryRuns.Run(test, cancel);

    /// <summary>All but the dry runs, which tell of images what these rest on.</summary>
    public async Task Run(PlaceUnderTest test, CancellationToken cancel)
    {
        if (test.HasDeclarative)
        {
            SettingsCheck.Run(test);
            ImageMarkCheck.Run(test);
        }
        await bothLayers.Run(test, cancel);

        var exception = config.Exceptions.FirstOrDefault(e => e.AccountId == test.Place.Account);
        if (exception is not null)
            await exceptions.Run(test, exception, cancel);

        if (launches is not null)
            await launches.Run(test, cancel);
    }
}
