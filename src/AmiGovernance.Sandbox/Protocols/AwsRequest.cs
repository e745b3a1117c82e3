using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using Microsoft.AspNetCore.Http;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>A request as it came, decoded. Service and Region are those of the signature's credential scope.</summary>
/// <param name="Operation">Empty for S3, where method and path say what is asked.</param>
internal sealed record AwsRequest(
    HttpRequest Http,
    byte[] Body,
    CredentialScope Scope,
    WireProtocol Protocol,
    string Operation,
    JsonObject Input
)
{
    public static async Task<AwsRequest> Read(HttpRequest http, CancellationToken cancel)
    {
        var scope = CredentialScope.Of(http);
        scope.CheckUrl(http);
        var body = await ReadBody(http, cancel);
        var (protocol, operation, input) = Decode(http, body, scope.Service);
        return new AwsRequest(http, body, scope, protocol, operation, input);
    }

    private static async Task<byte[]> ReadBody(HttpRequest http, CancellationToken cancel)
    {
        using var buffer = new MemoryStream();
        try
        {
            await http.Body.CopyToAsync(buffer, cancel);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new SandboxException("EntityTooLarge", "The sandbox takes at most 100 MiB at once; AWS takes more.");
        }
        return buffer.ToArray();
    }

    /// <summary>The protocol that an error has to be in when the request cannot be read at all.</summary>
    public static WireProtocol ProtocolOf(HttpRequest http, string? service)
    {
        if (service == "s3")
            return WireProtocol.RestXml;
        if (http.Headers.ContainsKey("X-Amz-Target"))
            return WireProtocol.Json;
        if (service == "account")
            return WireProtocol.RestJson;
        if (http.Path.StartsWithSegments("/service", StringComparison.Ordinal))
            return WireProtocol.Cbor;
        return service is "ec2" or null ? WireProtocol.Ec2 : WireProtocol.Query;
    }

    private static (WireProtocol Protocol, string Operation, JsonObject Input) Decode(
        HttpRequest http,
        byte[] body,
        string service
    )
    {
        var protocol = ProtocolOf(http, service);
        switch (protocol)
        {
            case WireProtocol.Json:
                var target = http.Headers["X-Amz-Target"].ToString();
                return (protocol, target[(target.LastIndexOf('.') + 1)..], Json(body));
            case WireProtocol.RestJson:
                var path = (http.Path.Value ?? "").TrimStart('/');
                return (protocol, path.Length == 0 ? "" : $"{char.ToUpperInvariant(path[0])}{path[1..]}", Json(body));
            case WireProtocol.Cbor:
                var name = http.Path.Value?.Split('/') is [_, "service", _, "operation", var last] ? last : "";
                return (protocol, name, CborReader.Read(body));
            case WireProtocol.RestXml:
                return (protocol, "", []);
            default:
                var form = QueryForm.Parse(Form(http, body));
                return (protocol, Action(form), form);
        }
    }

    private static string Form(HttpRequest http, byte[] body) =>
        http.Method == "GET" ? Asked(http) : Encoding.UTF8.GetString(body);

    /// <summary>The query without what belongs to the signature of a presigned URL.</summary>
    private static string Asked(HttpRequest http)
    {
        var pairs = (http.QueryString.Value ?? "").TrimStart('?').Split('&');
        return string.Join('&', pairs.Where(p => !CredentialScope.IsOfSignature(p)));
    }

    private static string Action(JsonObject form) =>
        form["Action"] is JsonValue action
            ? action.GetValue<string>()
            : throw new SandboxException("MissingAction", "The request must contain the parameter Action");

    /// <summary>Which of two members of a name counts, nobody could tell.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static JsonObject Json(byte[] body)
    {
        try
        {
            return body.Length == 0 ? [] : JsonNode.Parse(body, null, Strict) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            throw new SandboxException("SerializationException", "The request body is not JSON.");
        }
    }
}
