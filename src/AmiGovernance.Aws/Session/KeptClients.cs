using System.Collections.Concurrent;
using Amazon.EC2;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Aws.Session;

/// <summary>
/// The clients of EC2, one for each account and Region, with the request budget that its calls share. A scan of 5,000 accounts asks
/// 85,000 places, and a client is several kilobytes: the ones that were made first are let go. Whoever still has one may go on with it.
/// </summary>
internal sealed class KeptClients : IDisposable
{
    /// <summary>Several times what any command asks at once.</summary>
    private const int Most = 2_048;

    private readonly ConcurrentDictionary<(AccountId? Account, string Region), AmazonEC2Client> clients = new();
    private readonly ConcurrentQueue<(AccountId? Account, string Region)> order = new();

    public AmazonEC2Client GetOrAdd(
        (AccountId? Account, string Region) place,
        Func<(AccountId? Account, string Region), AmazonEC2Client> make
    )
    {
        if (clients.TryGetValue(place, out var known))
            return known;
        var made = make(place);
        if (!clients.TryAdd(place, made))
            return clients.GetOrAdd(place, made);
        order.Enqueue(place);
        // Not disposed: a call may be under way. What it holds open is shared by all clients of the SDK.
        if (clients.Count > Most && order.TryDequeue(out var oldest))
            clients.TryRemove(oldest, out _);
        return made;
    }

    public void Dispose()
    {
        foreach (var client in clients.Values)
            client.Dispose();
    }
}
