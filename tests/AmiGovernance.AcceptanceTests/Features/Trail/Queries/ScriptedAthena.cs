using System.Runtime.CompilerServices;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.AcceptanceTests.Features.Trail.Queries;

/// <summary>Gives one state after the other, whichever execution is looked at.</summary>
internal sealed class ScriptedAthena(params AthenaExecution[] states) : IAthena
{
    private int looks;

    public Action<int>? Looked { get; init; }

    /// <summary>Of every execution that succeeds.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];

    public List<string> Tokens { get; } = [];

    public List<string> Texts { get; } = [];

    public List<string> Stopped { get; } = [];

    public Task<AthenaWorkGroup> GetWorkGroup(string name, CancellationToken cancel) =>
        Task.FromResult(new AthenaWorkGroup(name, null, true));

    public Task<IReadOnlyDictionary<string, string>> GetTableMetadata(
        string database,
        string name,
        CancellationToken cancel
    ) => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    public Task<string> StartQueryExecution(AthenaStatement statement, CancellationToken cancel)
    {
        Tokens.Add(statement.Token);
        Texts.Add(statement.Text);
        return Task.FromResult($"q{Tokens.Count}");
    }

    public Task<AthenaExecution> GetQueryExecution(string id, CancellationToken cancel)
    {
        var state = states[looks++];
        Looked?.Invoke(looks);
        return Task.FromResult(state);
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> GetQueryResults(
        string id,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        await Task.CompletedTask;
        yield return CandidateQuery.Columns;
        foreach (var row in Rows)
            yield return row;
    }

    public Task StopQueryExecution(string id, CancellationToken cancel)
    {
        Stopped.Add(id);
        return Task.CompletedTask;
    }
}
