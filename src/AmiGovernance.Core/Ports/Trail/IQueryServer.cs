using AmiGovernance.Core.Features.Trail;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>A server that answers SQL.</summary>
public interface IQueryServer
{
    /// <summary>The rows as they come, all values as text. Throws <see cref="QueryFailureException"/>.</summary>
    IAsyncEnumerable<IReadOnlyList<string>> Query(string sql, CancellationToken cancel);
}
