using AmiGovernance.Core.Ports;

namespace AmiGovernance.Tests.Features.Notifications;

/// <summary>A chat that keeps what it is told.</summary>
/// <param name="answer">To the call with this number, from 1 on.</param>
internal sealed class Webhook(Func<int, HttpAnswer> answer) : IHttp
{
    public List<HttpCall> Calls { get; } = [];

    public Task<HttpAnswer> Send(HttpCall call, CancellationToken cancel)
    {
        Calls.Add(call);
        return Task.FromResult(answer(Calls.Count));
    }
}
