using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AmiGovernance.Cli.Adapters.Mcp;

/// <summary>
/// Tells messages from what is none (JSON-RPC 2.0, sections 4 and 5.1; Model Context Protocol: no batches, an id is a text or a whole
/// number). The server behind it says nothing of what it cannot parse, and calls wrong parameters a failure of its own.
/// </summary>
internal static class MessageCheck
{
    private const int ParseError = -32700;

    private const int InvalidRequest = -32600;

    private const int InvalidParams = -32602;

    /// <summary>Without what stands around a message: blanks, and a byte order mark (RFC 8259, section 8.1: it may be ignored).</summary>
    public static ReadOnlyMemory<byte> Bare(ReadOnlyMemory<byte> line)
    {
        var mark = "\ufeff"u8;
        var text = line.Span.StartsWith(mark) ? line[mark.Length..] : line;
        return text.Trim(" \t\r"u8.ToArray());
    }

    /// <summary>The answer to what is no message; null for a message.</summary>
    public static byte[]? Refusal(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Refusal(document.RootElement);
        }
        catch (JsonException)
        {
            return Error(null, ParseError, "this is no JSON, or it is too long or too deep");
        }
    }

    private static byte[]? Refusal(JsonElement message)
    {
        if (message.ValueKind == JsonValueKind.Array)
            return Error(null, InvalidRequest, "batches are not taken: one message a line");
        if (message.ValueKind != JsonValueKind.Object)
            return Error(null, InvalidRequest, "a message is an object");
        var hasId = message.TryGetProperty("id", out var id);
        if (hasId && !IsId(id))
            return Error(null, InvalidRequest, "`id` is a text or a whole number");
        JsonElement? known = hasId ? id : null;
        if (TextOf(message, "jsonrpc") != "2.0")
            return Error(known, InvalidRequest, "`jsonrpc` is `2.0`");
        if (hasId && (message.TryGetProperty("result", out _) || message.TryGetProperty("error", out _)))
            return null;
        if (TextOf(message, "method") is not { } method)
            return Error(known, InvalidRequest, "`method` is a text");
        // Whoever sends no id wants no answer.
        if (!hasId || ProblemOfParams(method, message) is not { } problem)
            return null;
        return Error(known, InvalidParams, problem);
    }

    private static string? ProblemOfParams(string method, JsonElement message)
    {
        var hasParams = message.TryGetProperty("params", out var given) && given.ValueKind != JsonValueKind.Null;
        if (!hasParams)
            return method is "tools/call" or "initialize" ? $"`{method}` needs `params`" : null;
        if (given.ValueKind != JsonValueKind.Object)
            return "`params` is an object";
        if (!IsText(given))
            return "a text holds half of a surrogate pair";
        return Fits(method, given) ? null : $"`params` is not as `{method}` takes it";
    }

    /// <summary>Whether the server can read the parameters, of the methods that it has.</summary>
    private static bool Fits(string method, JsonElement given)
    {
        var type = method switch
        {
            "initialize" => typeof(InitializeRequestParams),
            "tools/list" => typeof(ListToolsRequestParams),
            "tools/call" => typeof(CallToolRequestParams),
            _ => null,
        };
        try
        {
            return type is null || given.Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(type)) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsId(JsonElement id) =>
        id.ValueKind == JsonValueKind.String
            ? IsText(id)
            : id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _);

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && IsText(value)
            ? value.GetString()
            : null;

    /// <summary>Whether all texts and names in it are Unicode: an escape can stand for half of a pair (RFC 8259, section 8.2).</summary>
    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(IsText),
                JsonValueKind.Object => element.EnumerateObject().All(p => p.Name is not null && IsText(p.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static byte[] Error(JsonElement? id, int code, string message) =>
        JsonText.Write(
            indented: false,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("jsonrpc", "2.0");
                writer.WritePropertyName("id");
                if (id is { } known)
                    known.WriteTo(writer);
                else
                    writer.WriteNullValue();
                writer.WriteStartObject("error");
                writer.WriteNumber("code", code);
                writer.WriteString("message", message);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        );
}
