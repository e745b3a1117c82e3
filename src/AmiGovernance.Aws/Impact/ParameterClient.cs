using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>Parameters of Systems Manager (API reference). Of values, only those that are image ids leave it.</summary>
internal sealed class ParameterClient(AwsSession session, TimeProvider time) : IImageParameterReader
{
    private const int MostInPage = 50;
    private const int MostAtOnce = 10;

    private readonly RetryPolicy retries = new(time);

    public async Task<ImmutableArray<NamedImage>> FindParameters(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    )
    {
        using var client = await session.Parameters(account, region.Value, cancel);
        var place = new CallPlace(account, region);
        var names = new List<string>();
        var token = "";
        do
        {
            var next = token;
            var page = await Call(
                client,
                place,
                "DescribeParameters",
                writer =>
                {
                    writer.WriteNumber("MaxResults", MostInPage);
                    if (next.Length > 0)
                        writer.WriteString("NextToken", next);
                },
                cancel
            );
            names.AddRange(page.Items("Parameters").Where(p => p.Text("Type") == "String").Select(p => p.Text("Name")));
            token = page.Text("NextToken");
        } while (token.Length > 0);
        return await Get(client, place, names, cancel);
    }

    public async Task<ImmutableArray<NamedImage>> GetParameters(
        AccountId account,
        RegionName region,
        ImmutableArray<string> names,
        CancellationToken cancel
    )
    {
        using var client = await session.Parameters(account, region.Value, cancel);
        return await Get(client, new CallPlace(account, region), names, cancel);
    }

    private async Task<ImmutableArray<NamedImage>> Get(
        JsonServiceClient client,
        CallPlace place,
        IEnumerable<string> names,
        CancellationToken cancel
    )
    {
        var found = ImmutableArray.CreateBuilder<NamedImage>();
        foreach (var some in names.Chunk(MostAtOnce))
        {
            var page = await Call(
                client,
                place,
                "GetParameters",
                writer =>
                {
                    writer.WriteStartArray("Names");
                    foreach (var name in some)
                        writer.WriteStringValue(name);
                    writer.WriteEndArray();
                },
                cancel
            );
            // A version or label that was asked for is not in the name of the answer.
            found.AddRange(
                page.Items("Parameters")
                    .Where(p => ImageId.IsValid(p.Text("Value")))
                    .Select(p => new NamedImage(p.Text("Name") + p.Text("Selector"), p.Text("Value")))
            );
        }
        return found.ToImmutable();
    }

    private Task<JsonElement> Call(
        JsonServiceClient client,
        CallPlace place,
        string operation,
        Action<Utf8JsonWriter> write,
        CancellationToken cancel
    ) => retries.Run($"ssm:{operation}", place, () => client.Call(operation, write, cancel), cancel);
}
