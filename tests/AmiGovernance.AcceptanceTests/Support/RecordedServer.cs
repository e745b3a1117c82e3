using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiGovernance.AcceptanceTests.Support;

/// <summary>
/// A server whose answers are in a file, one exchange a line: the same request gets the recorded answers in their order, one that was not
/// recorded is refused. Where an address is given it passes everything on to there instead, and writes the file anew.
/// </summary>
internal sealed class RecordedServer : IDisposable
{
    private const string Target = "X-Amz-Target";

    /// <summary>Asked while something else is read, and given up with it: how often depends on how long that takes.</summary>
    private const string AskedBeside = "LookupEvents";

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly LoopbackServer server;
    private readonly HttpClient? original;
    private readonly Dictionary<string, Queue<(int Status, string Body)>> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> recorded = new();

    /// <param name="file">The exchanges.</param>
    /// <param name="origin">The server that is recorded; null to replay.</param>
    public RecordedServer(string file, string? origin)
    {
        if (origin is null)
            Read(file);
        else
            original = new HttpClient { BaseAddress = new Uri(origin) };
        server = new LoopbackServer(request => original is null ? Replay(request) : Forward(request));
    }

    public Uri Address => new(server.Address);

    public bool IsRecording => original is not null;

    /// <summary>Requests that the recording does not hold.</summary>
    public ConcurrentQueue<string> Unknown { get; } = new();

    /// <summary>Recorded requests that nobody made again.</summary>
    public IEnumerable<string> Left =>
        answers
            .Where(a => a.Value.Count > 0 && !a.Key.Contains($".{AskedBeside} ", StringComparison.Ordinal))
            .Select(a => a.Key);

    /// <summary>The operations that were called so far.</summary>
    public IEnumerable<string> Operations => server.Seen.Select(OperationOf);

    private static string OperationOf(SeenRequest request) =>
        request.Headers.TryGetValue(Target, out var target)
            ? target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..]
            : request.Body.Split('&').First(part => part.StartsWith("Action=", StringComparison.Ordinal))[7..];

    private static string Key(string target, string body) => $"{target} {body}";

    private static string Key(SeenRequest request) =>
        Key(request.Headers.GetValueOrDefault(Target) ?? "", request.Body);

    private void Read(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            using var exchange = JsonDocument.Parse(line);
            var root = exchange.RootElement;
            var key = Key(root.GetProperty("target").GetString()!, root.GetProperty("request").GetString()!);
            if (!answers.TryGetValue(key, out var queue))
                answers[key] = queue = new Queue<(int, string)>();
            queue.Enqueue((root.GetProperty("status").GetInt32(), root.GetProperty("response").GetString()!));
        }
    }

    private (int Status, string Body) Replay(SeenRequest request)
    {
        if (answers.TryGetValue(Key(request), out var queue))
        {
            var isBeside = OperationOf(request).EndsWith(AskedBeside, StringComparison.Ordinal);
            if (isBeside ? queue.TryPeek(out var answer) : queue.TryDequeue(out answer))
                return answer;
        }
        Unknown.Enqueue(Key(request));
        var told = JsonSerializer.Serialize($"this request was not recorded: {request.Body}");
        return (400, $$"""{"__type":"NotRecorded","message":{{told}}}""");
    }

    /// <summary>Of headers only what tells the service and the operation goes on, and none is recorded.</summary>
    private (int Status, string Body) Forward(SeenRequest request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/");
        message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
        foreach (var (name, value) in request.Headers)
            if (name is "Authorization" || name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
                message.Headers.TryAddWithoutValidation(name, value);
            else if (name is "Content-Type")
                message.Content.Headers.TryAddWithoutValidation(name, value);
        using var answer = original!.SendAsync(message).GetAwaiter().GetResult();
        var (status, body) = ((int)answer.StatusCode, answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
        var exchange = new JsonObject
        {
            ["target"] = request.Headers.GetValueOrDefault(Target) ?? "",
            ["request"] = request.Body,
            ["status"] = status,
            ["response"] = body,
        };
        recorded.Enqueue(exchange.ToJsonString(Readable));
        return (status, body);
    }

    public void Save(string file) => File.WriteAllLines(file, recorded);

    public void Dispose()
    {
        server.Dispose();
        original?.Dispose();
    }
}
