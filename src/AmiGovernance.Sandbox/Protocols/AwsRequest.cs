using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.Sandbox.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>A request as it came, decoded. Service and Region are those of the signature's credential scope.</summary>
/// <param name="Json">Null in the query protocols.</param>
internal sealed partial record AwsRequest(string Service, string Operation, string Region, string AccessKey, JsonObject? Json, QueryInput Query)
{
    public string UserAgent { get; init; } = "";

    public bool IsJson => Json is not null;

    public static async Task<AwsRequest> Read(HttpRequest request, CancellationToken cancel)
    {
        var scope = Scope().Match(request.Headers.Authorization.ToString());
        if (!scope.Success) throw new SandboxException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        var (key, region, service) = (scope.Groups[1].Value, scope.Groups[2].Value, scope.Groups[3].Value);
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(cancel).ConfigureAwait(false);
        var agent = request.Headers.UserAgent.ToString();
        if (request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target)
        {
            var operation = target[(target.LastIndexOf('.') + 1)..];
            return new AwsRequest(service, operation, region, key, Parse(body), Empty) { UserAgent = agent };
        }
        var form = QueryHelpers.ParseQuery(request.Method == "GET" ? request.QueryString.Value : body).ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);
        if (!form.TryGetValue("Action", out var action)) throw new SandboxException("MissingAction", "The request must contain the parameter Action");
        return new AwsRequest(service, action, region, key, null, new QueryInput(form)) { UserAgent = agent };
    }

    private static readonly QueryInput Empty = new(new Dictionary<string, string>());

    private static JsonObject Parse(string body)
    {
        try
        {
            return body.Length == 0 ? [] : JsonNode.Parse(body) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            throw new SandboxException("SerializationException", "The request body is not JSON.");
        }
    }

    [GeneratedRegex(@"Credential=([^/]+)/\d{8}/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")]
    private static partial Regex Scope();
}
