using System.Text.Json;

namespace AmiGovernance.Cli.Adapters.Mcp;

/// <summary>
/// The requests of a client that have no answer yet. The server drops them when its input ends, so the end of a pipe is kept back until
/// they are answered (JSON-RPC 2.0, section 5: each request has an answer; Model Context Protocol: but for one that was cancelled).
/// </summary>
internal sealed class OpenQuestions
{
    private readonly Lock gate = new();
    private readonly List<string> open = [];
    private TaskCompletionSource? allAnswered;

    /// <param name="message">One that is passed on to the server.</param>
    public void Asked(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        if (!root.TryGetProperty("method", out var method))
            return;
        if (root.TryGetProperty("id", out var id))
            lock (gate)
                open.Add(id.GetRawText());
        else if (method.ValueEquals("notifications/cancelled") && CancelledBy(root) is { } cancelled)
            Close(cancelled);
    }

    /// <param name="line">Of the server; its own requests and notifications answer nothing.</param>
    public void Answered(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var isAnswer = root.ValueKind == JsonValueKind.Object && !root.TryGetProperty("method", out _);
        if (isAnswer && root.TryGetProperty("id", out var id))
            Close(id.GetRawText());
    }

    /// <summary>Ends when no request is open.</summary>
    public Task AllAnswered()
    {
        lock (gate)
        {
            if (open.Count == 0)
                return Task.CompletedTask;
            allAnswered ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return allAnswered.Task;
        }
    }

    private static string? CancelledBy(JsonElement message) =>
        message.TryGetProperty("params", out var given)
        && given.ValueKind == JsonValueKind.Object
        && given.TryGetProperty("requestId", out var id)
            ? id.GetRawText()
            : null;

    private void Close(string id)
    {
        lock (gate)
        {
            open.Remove(id);
            if (open.Count == 0)
                allAnswered?.TrySetResult();
        }
    }
}
