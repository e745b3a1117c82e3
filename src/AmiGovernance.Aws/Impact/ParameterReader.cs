using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>Parameters of Systems Manager (API reference). Of values, only those that are image ids leave it.</summary>
internal sealed class ParameterReader(AwsSession session, TimeProvider time)
{
    private const int MostInPage = 50;
    private const int MostAtOnce = 10;

    public async Task<ImmutableArray<NamedImage>> Find(AccountId account, string region, CancellationToken cancel)
    {
        using var client = await session.Parameters(account, region, cancel);
        var names = new List<string>();
        var token = "";
        do
        {
            var next = token;
            var page = await Call(
                client,
                "DescribeParameters",
                writer =>
                {
                    writer.WriteNumber("MaxResults", MostInPage);
                    if (next.Length > 0)
                        writer.WriteString("NextToken", next);
                },
                cancel
            );
            names.AddRange(Listed(page).Where(p => p.Text("Type") == "String").Select(p => p.Text("Name")));
            token = page.Text("NextToken");
        } while (token.Length > 0);
        return await Get(client, names, cancel);
    }

    public async Task<ImmutableArray<NamedImage>> Get(
        AccountId account,
        string region,
        ImmutableArray<string> names,
        CancellationToken cancel
    )
    {
        using var client = await session.Parameters(account, region, cancel);
        return await Get(client, names, cancel);
    }

    private async Task<ImmutableArray<NamedImage>> Get(
        JsonServiceClient client,
        IEnumerable<string> names,
        CancellationToken cancel
    )
    {
        var found = ImmutableArray.CreateBuilder<NamedImage>();
        foreach (var some in names.Chunk(MostAtOnce))
        {
            var page = await Call(
                client,
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
                Listed(page)
                    .Where(p => CallImages.IsImage(p.Text("Value")))
                    .Select(p => new NamedImage(p.Text("Name") + p.Text("Selector"), p.Text("Value")))
            );
        }
        return found.ToImmutable();
    }

    private Task<JsonElement> Call(
        JsonServiceClient client,
        string operation,
        Action<Utf8JsonWriter> write,
        CancellationToken cancel
    ) => Patience.Run($"ssm:{operation}", () => client.Call(operation, write, cancel), time, cancel);

    private static List<JsonElement> Listed(JsonElement page) =>
        page.ValueKind == JsonValueKind.Object
        && page.TryGetProperty("Parameters", out var listed)
        && listed.ValueKind == JsonValueKind.Array
            ? [.. listed.EnumerateArray()]
            : [];
}
