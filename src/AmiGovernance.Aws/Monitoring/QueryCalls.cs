using System.Collections.Immutable;
using System.Xml.Linq;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>Calls of a service that speaks the query protocol.</summary>
/// <param name="service">As IAM actions begin, such as `sns`.</param>
/// <param name="taggedArn">What the service calls the ARN of what has tags; each spells it otherwise.</param>
internal sealed class QueryCalls(QueryServiceClient client, string service, string taggedArn, CallPlace place)
{
    public Task<XElement> Call(string operation, QueryParameters parameters, CancellationToken cancel) =>
        AwsCalls.Run($"{service}:{operation}", place, () => client.Call(operation, parameters, cancel), cancel);

    /// <summary>Null when AWS says that there is no such thing.</summary>
    /// <param name="missing">AWS's code for that.</param>
    public async Task<XElement?> CallOrNull(
        string missing,
        string operation,
        QueryParameters parameters,
        CancellationToken cancel
    )
    {
        try
        {
            return await Call(operation, parameters, cancel);
        }
        catch (AwsException e) when (e.Code == missing)
        {
            return null;
        }
    }

    public async Task<ImmutableSortedDictionary<string, string>> ReadTags(Arn arn, CancellationToken cancel)
    {
        var parameters = new QueryParameters { { taggedArn, arn.ToString() } };
        var answer = await Call("ListTagsForResource", parameters, cancel);
        var tags = answer.Members("Tags").Select(t => KeyValuePair.Create(t.Text("Key"), t.Text("Value")));
        return MonitoringResource.Nothing.SetItems(tags);
    }

    public async Task AddTags(Arn arn, ImmutableSortedDictionary<string, string> tags, CancellationToken cancel)
    {
        if (tags.IsEmpty)
            return;
        var parameters = new QueryParameters { { taggedArn, arn.ToString() } };
        parameters.AddPairs("Tags", tags);
        await Call("TagResource", parameters, cancel);
    }
}
