using System.Collections.Immutable;
using System.Xml.Linq;
using AmiGovernance.Aws.Protocol;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>Tags of services that speak the query protocol; each has another name for the ARN of what has tags.</summary>
internal static class QueryTags
{
    public static async Task<ImmutableSortedDictionary<string, string>> Read(
        Func<string, QueryParameters, Task<XElement>> call,
        string member,
        string arn
    )
    {
        var answer = await call("ListTagsForResource", new QueryParameters { { member, arn } });
        return MonitoringClient.Tags(answer.Members("Tags").Select(t => (t.Text("Key"), t.Text("Value"))));
    }

    public static Task Add(
        Func<string, QueryParameters, Task<XElement>> call,
        string member,
        string arn,
        ImmutableSortedDictionary<string, string> tags
    )
    {
        if (tags.IsEmpty)
            return Task.CompletedTask;
        var parameters = new QueryParameters { { member, arn } };
        parameters.AddPairs("Tags", tags);
        return call("TagResource", parameters);
    }
}
