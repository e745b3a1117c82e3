using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Http;

/// <summary>
/// Reads approvals from the code host, each commit once, and asks no host that fails. Both for a minute: a process that runs for days must
/// see who approves, or takes it back, and get over a moment's failure.
/// </summary>
internal sealed class MergeApprovalReader(CodeHost host, TimeProvider time) : IMergeApprovals
{
    private static readonly TimeSpan Stays = TimeSpan.FromMinutes(1);

    /// <summary>Readers of the repository run side by side; one asks at a time.</summary>
    private readonly Lock gate = new();

    private readonly Dictionary<(string Commit, string Target), (DateTimeOffset At, MergeAnswer Answer)> answers = [];

    private (DateTimeOffset At, string Why)? failure;

    /// <summary>Null when the address is no code host's.</summary>
    public static MergeApprovalReader? Of(
        string remoteUrl,
        IHttp http,
        Func<string, string?> environment,
        TimeProvider time
    ) => CodeHosts.Of(remoteUrl, http, environment) is { } host ? new MergeApprovalReader(host, time) : null;

    public string Host => host.Name;

    public MergeAnswer Of(string commit, string target)
    {
        if (!host.HasToken)
            return new MergeAnswer([], $"{host.Name} is not asked without a token in {host.TokenVariable}");
        lock (gate)
        {
            if (failure is var (since, why) && IsFresh(since))
                return new MergeAnswer([], why);
            if (answers.TryGetValue((commit, target), out var known) && IsFresh(known.At))
                return known.Answer;
            var answer = Ask(commit, target);
            answers[(commit, target)] = (time.GetUtcNow(), answer);
            return answer;
        }
    }

    private bool IsFresh(DateTimeOffset at) => time.GetUtcNow() - at < Stays;

    /// <summary>Waits, as every reader of the repository does.</summary>
    private MergeAnswer Ask(string commit, string target)
    {
        try
        {
            return new MergeAnswer(
                host.Approvals(commit, target, CancellationToken.None).GetAwaiter().GetResult(),
                null
            );
        }
        catch (Exception e) when (e is CodeHostException or HttpFailureException)
        {
            failure = (time.GetUtcNow(), e.Message);
            return new MergeAnswer([], e.Message);
        }
    }
}
