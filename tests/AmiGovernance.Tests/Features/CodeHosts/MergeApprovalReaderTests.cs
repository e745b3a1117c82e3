using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Core.Ports;
using AmiGovernance.Tests.Features.Notifications;

namespace AmiGovernance.Tests.Features.CodeHosts;

/// <summary>A process that runs for days asks the code host again.</summary>
public sealed class MergeApprovalReaderTests
{
    private readonly SteppingTime time = new(new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero));

    private MergeApprovalReader Reader(IHttp http) =>
        MergeApprovalReader.Of(
            "https://github.com/company/governance.git",
            http,
            name => name == "GITHUB_TOKEN" ? "token" : null,
            time
        )!;

    [Fact]
    public void A_failure_is_not_remembered_for_ever()
    {
        var http = new Webhook(call =>
            call == 1 ? new HttpAnswer(502, default) : new HttpAnswer(200, "[]"u8.ToArray())
        );
        var reader = Reader(http);
        Assert.NotNull(reader.Of("a", "main").Failure);
        time.Now += TimeSpan.FromSeconds(50);
        Assert.NotNull(reader.Of("b", "main").Failure);
        Assert.Single(http.Calls);
        time.Now += TimeSpan.FromSeconds(11);
        Assert.Null(reader.Of("b", "main").Failure);
    }

    [Fact]
    public void An_answer_is_asked_for_again_after_a_minute()
    {
        var http = new Webhook(_ => new HttpAnswer(200, "[]"u8.ToArray()));
        var reader = Reader(http);
        reader.Of("a", "main");
        var first = http.Calls.Count;
        reader.Of("a", "main");
        Assert.Equal(first, http.Calls.Count);
        time.Now += TimeSpan.FromSeconds(61);
        reader.Of("a", "main");
        Assert.Equal(2 * first, http.Calls.Count);
    }

    [Fact]
    public void Readers_side_by_side_do_not_disturb_each_other()
    {
        var reader = Reader(new Webhook(_ => new HttpAnswer(200, "[]"u8.ToArray())));
        Parallel.For(0, 2_000, i => Assert.Null(reader.Of($"{i % 500}", "main").Failure));
    }
}
