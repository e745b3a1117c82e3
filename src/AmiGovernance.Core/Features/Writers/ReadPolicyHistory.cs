using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Writers;

/// <summary>
/// Asks CloudTrail's event history of the caller's own account which calls changed the policies of the organization. It costs a handful
/// of calls, however large the organization is; that it may not be read is an answer too.
/// </summary>
/// <param name="identity">Says whose history that is.</param>
/// <param name="history">The history.</param>
/// <param name="time">What is asked for ends now.</param>
public sealed class ReadPolicyHistory(IAwsIdentity identity, IEventHistory history, TimeProvider time)
{
    /// <summary>A thousand events of a name; IAM and IoT have calls of the same names.</summary>
    private const int MostPages = 20;

    /// <summary>Which calls changed what policies say and where they are attached.</summary>
    public static readonly ImmutableArray<string> Changes = ["UpdatePolicy", "AttachPolicy", "DetachPolicy"];

    /// <summary>The same, and what makes and ends policies and their types.</summary>
    public static readonly ImmutableArray<string> AllChanges =
    [
        .. Changes,
        "CreatePolicy",
        "DeletePolicy",
        "EnablePolicyType",
        "DisablePolicyType",
    ];

    /// <param name="operations">The names of the calls; each costs at least one call to CloudTrail.</param>
    /// <param name="from">Null for as far back as the history reaches.</param>
    /// <param name="cancel">Ends the reading.</param>
    public Task<PolicyHistory> Run(IEnumerable<string> operations, DateTimeOffset? from, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var kept = now - AwsFacts.EventHistory.Value;
        return GoOn(new PolicyHistory(from > kept ? from.Value : kept, now, []), operations, cancel);
    }

    /// <summary>Asks for other calls of the same time.</summary>
    /// <param name="read">What was read before; where that failed, nothing is asked.</param>
    /// <param name="operations">The names of the other calls.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<PolicyHistory> GoOn(PolicyHistory read, IEnumerable<string> operations, CancellationToken cancel)
    {
        if (read.Failure is not null)
            return read;
        try
        {
            var caller = await identity.GetCallerIdentity(cancel);
            var partition = Partitions.OfArn(caller.Arn) ?? Partition.Aws;
            read = read with { Account = caller.Account };
            foreach (var operation in operations)
                read = await Add(read, operation, partition.OrganizationsRegion(), cancel);
            return read with { Calls = [.. read.Calls.OrderByDescending(c => c.At)] };
        }
        catch (AwsException e)
        {
            return read with { From = read.To, Calls = [], Failure = e.Failure };
        }
    }

    /// <summary>Where there is more than is read, the history counts from the oldest event that was.</summary>
    private async Task<PolicyHistory> Add(
        PolicyHistory read,
        string operation,
        RegionName region,
        CancellationToken cancel
    )
    {
        var lookup = new EventLookup("EventName", operation);
        var calls = ImmutableArray.CreateBuilder<PolicyCall>();
        string? token = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await history.LookupEvents(
                read.Account!.Value,
                region,
                lookup,
                read.From,
                read.To,
                token,
                cancel
            );
            calls.AddRange(page.Events.Select(e => PolicyCallReader.Read(e.Record)).OfType<PolicyCall>());
            token = page.NextToken;
            if (token is null)
                break;
        }
        var reached = token is null ? read.From : calls.Select(c => c.At).LastOrDefault(read.To);
        return read with { From = reached > read.From ? reached : read.From, Calls = read.Calls.AddRange(calls) };
    }
}
