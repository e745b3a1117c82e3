using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Session;

/// <summary>Calls of a service that speaks JSON.</summary>
/// <param name="service">As IAM actions begin, such as `logs`.</param>
internal sealed class JsonCalls(JsonServiceClient client, string service, CallPlace place)
{
    public Task<JsonElement> Call(string operation, Action<Utf8JsonWriter> write, CancellationToken cancel) =>
        AwsCalls.Run($"{service}:{operation}", place, () => client.Call(operation, write, cancel), cancel);

    /// <summary>Null when AWS says that there is no such thing.</summary>
    public async Task<JsonElement?> CallOrNull(string operation, Action<Utf8JsonWriter> write, CancellationToken cancel)
    {
        try
        {
            return await Call(operation, write, cancel);
        }
        catch (AwsException e) when (e.Code == "ResourceNotFoundException")
        {
            return null;
        }
    }
}
