using System.Net.Http.Headers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Http;

/// <summary>Calls over the network, with the proxy that the environment names.</summary>
internal sealed class NetworkHttp : IHttp
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Lazy<HttpClient> client = new(() =>
        new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Limit }
    );

    public async Task<HttpAnswer> Send(HttpCall call, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Url);
        foreach (var (name, value) in call.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (call.Body is { } body)
            request.Content = new ReadOnlyMemoryContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        var limit = call.Limit ?? Limit;
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        inTime.CancelAfter(limit);
        try
        {
            using var answer = await client.Value.SendAsync(request, inTime.Token);
            return new HttpAnswer((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(inTime.Token))
            {
                HasNext =
                    answer.Headers.TryGetValues("Link", out var links)
                    && links.Any(l => l.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase)),
            };
        }
        catch (HttpRequestException e)
        {
            throw new HttpFailureException($"{call.Name}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new HttpFailureException($"{call.Name}: no answer in {limit.TotalSeconds:0} seconds", e)
            {
                TimedOut = true,
            };
        }
    }
}
