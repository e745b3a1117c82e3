using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <param name="Body">Markdown.</param>
/// <param name="Reviewers">Handles without `@`.</param>
public sealed record MergeRequestText(
    string Branch,
    string Target,
    string Title,
    string Body,
    ImmutableArray<string> Reviewers
);

/// <param name="NotAsked">Reviewers that the host did not take.</param>
public sealed record OpenedMergeRequest(string Url, bool WasOpen, ImmutableArray<string> NotAsked);

/// <summary>The host refused.</summary>
public sealed class CodeHostException(string message) : Exception(message);

/// <summary>Where the repository is shared: the calls that the flow of exceptions makes there.</summary>
/// <param name="api">The root of the API, without a slash at the end.</param>
/// <param name="project">Such as `cloud/ami-governance`.</param>
public abstract class CodeHost(IHttp http, string api, string web, string project, string token)
{
    /// <summary>As people call it.</summary>
    public abstract string Name { get; }

    /// <summary>The environment variable that holds the token.</summary>
    public abstract string TokenVariable { get; }

    /// <summary>A token is never sent in the clear, except on this machine.</summary>
    public bool HasToken =>
        Token.Length > 0 && new Uri(api) is { } root && (root.Scheme == Uri.UriSchemeHttps || root.IsLoopback);

    protected string Project { get; } = project;

    protected string Web { get; } = web;

    protected string Token { get; } = token;

    /// <summary>Opens a merge request, or finds the one that is open. Throws <see cref="CodeHostException"/> or <see cref="HttpFailureException"/>.</summary>
    public abstract Task<OpenedMergeRequest> Open(MergeRequestText text, CancellationToken cancel);

    /// <summary>Writes a comment to an issue.</summary>
    public abstract Task Comment(string issue, string text, CancellationToken cancel);

    /// <summary>The page on which a person opens it.</summary>
    public abstract string Page(MergeRequestText text);

    /// <summary>The command that opens it.</summary>
    public abstract string Command(MergeRequestText text);

    protected abstract ImmutableArray<(string Name, string Value)> Headers { get; }

    /// <summary>The parsed answer; null for an empty one.</summary>
    protected async Task<(int Status, JsonNode? Body)> Call(
        string method,
        string path,
        Action<System.Text.Json.Utf8JsonWriter>? body,
        CancellationToken cancel
    )
    {
        var call = new HttpCall(
            method,
            new Uri(api + path),
            Headers,
            body is null ? null : JsonText.Write(indented: false, body)
        );
        var answer = await http.Send(call, cancel);
        var node = answer.Body.IsEmpty
            ? null
            : JsonParser.Parse(new SourceText("answer", answer.Body), new DiagnosticBag())?.Root;
        return (answer.Status, node);
    }

    /// <summary>The same, when anything but success is a failure.</summary>
    protected async Task<JsonNode?> Demand(
        string method,
        string path,
        Action<System.Text.Json.Utf8JsonWriter>? body,
        CancellationToken cancel
    )
    {
        var (status, node) = await Call(method, path, body, cancel);
        return status is >= 200 and < 300 ? node : throw Refused(status, node);
    }

    protected CodeHostException Refused(int status, JsonNode? body) =>
        new(
            $"{Name} answers {status}: {Reason(body)}{(status is 401 or 403 ? $" (is the token in {TokenVariable} valid, and may it write?)" : "")}"
        );

    /// <summary>Both hosts say why in `message`: a text, or lists of texts by field; GitHub adds `errors`.</summary>
    protected static string Reason(JsonNode? body)
    {
        var texts = new[]
        {
            (body as JsonObject)?["message"],
            (body as JsonObject)?["error"],
            (body as JsonObject)?["errors"],
        }
            .SelectMany(Texts)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return texts.Count == 0 ? "without a reason" : string.Join("; ", texts);
    }

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonString text => [text.Value],
            JsonArray array => array.Items.SelectMany(Texts),
            JsonObject found => found["message"] is JsonString message
                ? [message.Value]
                : found.Properties.SelectMany(p => Texts(p.Value)),
            _ => [],
        };

    protected static string Text(JsonNode? node, string key) =>
        (node as JsonObject)?[key] is JsonString text ? text.Value : "";

    protected static string Number(JsonNode? node, string key) =>
        (node as JsonObject)?[key] is JsonNumber number ? number.Text : "";

    protected static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
