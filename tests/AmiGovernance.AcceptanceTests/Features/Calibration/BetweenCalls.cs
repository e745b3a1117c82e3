using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Calibration;

namespace AmiGovernance.AcceptanceTests.Features.Calibration;

/// <summary>What can go wrong between a run and AWS.</summary>
internal sealed class BetweenCalls(IExperimentCalls aws) : IExperimentCalls
{
    private bool isKilled;

    public int Made { get; private set; }

    public int? KilledAfter { get; init; }

    /// <summary>The action that it is killed at, once it was made so often.</summary>
    public string KillsAt { get; init; } = "";

    public int KillsAfterTimes { get; set; }

    public int? FailsAt { get; init; }

    public string FailsWith { get; init; } = "";

    public string Lacks { get; init; } = "";

    public string LacksWith { get; init; } = "AccessDeniedException";

    /// <summary>Whether calls that do something are let through.</summary>
    public bool LacksDryRunsAlone { get; init; }

    /// <summary>How often it is refused.</summary>
    public int LacksTimes { get; set; } = int.MaxValue;

    public async Task<ServiceAnswer> Make(AccountId? account, ServiceCall call, CancellationToken cancel)
    {
        if (Made == KilledAfter)
            throw new KilledException();
        if (isKilled || call.Action == KillsAt && KillsAfterTimes-- == 0)
        {
            isKilled = true;
            throw new KilledException();
        }
        var isMeant = !LacksDryRunsAlone || call.Parameters.ContainsKey("DryRun");
        if (call.Action == Lacks && isMeant && LacksTimes-- > 0)
            return Refused(LacksWith);
        var answer = await aws.Make(account, call, cancel);
        // A call whose answer is lost is done all the same.
        return Made++ == FailsAt ? Refused(FailsWith) : answer;
    }

    private static ServiceAnswer Refused(string code) =>
        new(code, "as the test wants it", ImmutableSortedDictionary<string, string>.Empty);
}

internal sealed class KilledException : Exception;
