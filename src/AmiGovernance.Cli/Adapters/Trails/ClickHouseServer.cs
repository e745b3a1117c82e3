using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Adapters.Trails;

/// <summary>
/// A ClickHouse server by its HTTP interface (ClickHouse docs, "HTTP interface"). Redirects are not followed: a password must not go
/// elsewhere.
/// </summary>
/// <param name="user">Null for the server's default; the password is never logged.</param>
internal sealed class ClickHouseServer(Uri url, string? user, string? password) : IQueryServer, IDisposable
{
    /// <summary>In characters, of what a server says of a failure.</summary>
    private const int LongestMessage = 2000;

    /// <summary>
    /// A query may take hours; no limit but the user's patience. Each has a connection of its own: one that the server has just closed
    /// would fail the query that is sent on it, and minutes can pass between two.
    /// </summary>
    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            AutomaticDecompression = DecompressionMethods.All,
        }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => client.Dispose();

    public async IAsyncEnumerable<IReadOnlyList<string>> Query(
        string sql,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        using var answer = await Send(sql, cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel), Encoding.UTF8);
        while (await Line(lines, cancel) is { } line)
            yield return Row(line);
    }

    private async Task<HttpResponseMessage> Send(string sql, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent($"{sql}\nFORMAT JSONCompactStringsEachRow", Encoding.UTF8),
        };
        if (user is not null)
            request.Headers.TryAddWithoutValidation("X-ClickHouse-User", user);
        if (password is not null)
            request.Headers.TryAddWithoutValidation("X-ClickHouse-Key", password);
        try
        {
            var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
            {
                var text = (await answer.Content.ReadAsStringAsync(cancel)).Trim();
                throw new QueryFailureException(text.Length > 0 ? Cut(text) : $"HTTP status {(int)answer.StatusCode}");
            }
        }
        catch (HttpRequestException e)
        {
            throw new QueryFailureException(e.Message, e);
        }
    }

    private static async Task<string?> Line(StreamReader lines, CancellationToken cancel)
    {
        try
        {
            return await lines.ReadLineAsync(cancel);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new QueryFailureException($"the answer broke off: {e.Message}", e);
        }
    }

    /// <summary>
    /// A failure in the midst of an answer stands in it as text (ClickHouse docs, "HTTP interface", http_write_exception_in_output_format).
    /// </summary>
    private static List<string> Row(string line)
    {
        try
        {
            return Values(line) ?? throw new QueryFailureException(Cut(line));
        }
        catch (JsonException e)
        {
            throw new QueryFailureException(Cut(line), e);
        }
        catch (InvalidOperationException e) when (IllFormedText.Find(line) is not null)
        {
            throw new QueryFailureException(Cut(line), e);
        }
    }

    /// <summary>Null when it is no array of strings.</summary>
    private static List<string>? Values(string line)
    {
        var values = new List<string>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            values.Add(reader.GetString() ?? "");
        return reader.TokenType == JsonTokenType.EndArray ? values : null;
    }

    private static string Cut(string text) => Shortened.Text(text, LongestMessage);
}
