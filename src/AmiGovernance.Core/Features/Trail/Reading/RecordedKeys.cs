using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>What a record of a launch tells policies (CloudTrail user guide, "CloudTrail record contents").</summary>
/// <param name="Context">Condition keys.</param>
/// <param name="Resources">The ARNs of what the call names.</param>
/// <param name="NamesAll">A launch without template names all that it touches.</param>
internal sealed record RecordedKeys(
    ImmutableSortedDictionary<string, string> Context,
    ImmutableArray<string> Resources,
    bool NamesAll
)
{
    public static readonly RecordedKeys None = new(CallInput.NoContext, [], false);

    public static RecordedKeys Of(ReadOnlyMemory<byte> record, TrailEvent call)
    {
        using var document = Parse(record);
        var root = document.RootElement;
        var hasParameters = root.TryGetProperty("requestParameters", out var parameters);
        var told = hasParameters ? LaunchParameters.Of(parameters) : LaunchParameters.Of();
        var context = CallInput.NoContext.SetItems(told.Keys);
        if (Address(root) is { } address)
            context = context.SetItem("aws:SourceIp", address);
        if (root.TryGetProperty("vpcEndpointId", out var endpoint) && endpoint.ValueKind == JsonValueKind.String)
            context = context.SetItem("aws:SourceVpce", endpoint.GetString() ?? "");

        var isPlace = RegionName.TryParse(call.Region, out var region) && AccountId.IsValid(call.Account);
        return new RecordedKeys(
            context,
            isPlace ? told.Arns(Partitions.Of(region), region.Value, call.Account) : [],
            hasParameters && call.Name == "RunInstances" && !told.HasTemplate
        );
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> record)
    {
        var options = new JsonDocumentOptions { MaxDepth = TrailEventReader.Options.MaxDepth };
        var document = JsonDocument.Parse(record, options);
        if (!document.RootElement.EnumerateObject().Any(RecordRow.IsOdd))
            return document;
        using (document)
            return JsonDocument.Parse(RecordRow.Rewrite(record), options);
    }

    /// <summary>Null where a service or the console calls from a name.</summary>
    private static string? Address(JsonElement record) =>
        record.TryGetProperty("sourceIPAddress", out var value)
        && value.ValueKind == JsonValueKind.String
        && IPAddress.TryParse(value.GetString(), out _)
            ? value.GetString()
            : null;
}
