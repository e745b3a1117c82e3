using System.Collections.Immutable;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Watch.Denials;

/// <summary>The accounts of the organization and their names. Asked once an hour, and only when somebody is to be told something.</summary>
internal sealed class AccountNames(IOrganizationStructureReader organization, TimeProvider time)
{
    private static readonly TimeSpan Stay = TimeSpan.FromHours(1);

    private sealed record Known(DateTimeOffset At, ImmutableDictionary<string, string> Names);

    private Known? known;

    /// <summary>By account; as they were, or none, where AWS refuses or does not answer.</summary>
    public async Task<ImmutableDictionary<string, string>> Read(CancellationToken cancel)
    {
        if (known is { } recent && time.GetUtcNow() - recent.At < Stay)
            return recent.Names;
        try
        {
            var accounts = await organization.ListAccounts(cancel);
            known = new Known(time.GetUtcNow(), accounts.ToImmutableDictionary(a => a.Id.Value, a => a.Name));
        }
        catch (AwsException)
        {
            // Who is told knows an account by its id.
        }
        return known?.Names ?? ImmutableDictionary<string, string>.Empty;
    }
}
