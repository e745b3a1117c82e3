using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Http;

/// <summary>Reads approvals from the code host, each commit once. A host that fails is not asked again.</summary>
internal sealed class MergeApprovalReader(CodeHost host) : IMergeApprovals
{
    private readonly Dictionary<(string Commit, string Target), MergeAnswer> answers = [];

    private string? failure = host.HasToken
        ? null
        : $"{host.Name} is not asked without a token in {host.TokenVariable}";

    /// <summary>Null when the address is no code host's.</summary>
    public static MergeApprovalReader? Of(string remoteUrl, IHttp http, Func<string, string?> environment) =>
        CodeHosts.Of(remoteUrl, http, environment) is { } host ? new MergeApprovalReader(host) : null;

    public string Host => host.Name;

    public MergeAnswer Of(string commit, string target)
    {
        if (failure is not null)
            return new MergeAnswer([], failure);
        if (!answers.TryGetValue((commit, target), out var answer))
            answers[(commit, target)] = answer = Ask(commit, target);
        return answer;
    }

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
            failure = e.Message;
            return new MergeAnswer([], failure);
        }
    }
}
