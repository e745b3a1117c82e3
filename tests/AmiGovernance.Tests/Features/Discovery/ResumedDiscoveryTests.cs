using System.Text.Json;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Discovery;

namespace AmiGovernance.Tests.Features.Discovery;

/// <summary>A run that is stopped and goes on.</summary>
public sealed class ResumedDiscoveryTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"amigov-discover-{Guid.NewGuid():N}");

    private static readonly DiscoveryCase World = DiscoveryCase.All.Single(c =>
        c.Name == "what runs and what would launch counts, whatever kind it is"
    );

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private UseStateFile? Open(string question, bool resumes, DiagnosticBag bag) =>
        Open(question, resumes ? null : DiscoveryCase.Now, bag);

    private UseStateFile? Open(string question, DateTimeOffset? began, DiagnosticBag bag) =>
        UseStateFile.Open(new DatabaseFolder(folder), "d.db", question, began, bag);

    private static string Json(DiscoveryReport report) =>
        JsonSerializer.Serialize(report, DiscoveryJson.Default.DiscoveryReport);

    [Fact]
    public void What_was_read_is_not_read_again_and_the_report_is_that_of_one_run()
    {
        var bag = new DiagnosticBag();
        using (var state = Open("q", resumes: false, bag))
            Assert.False((World with { Closed = ["333333333333"] }).Run(state).IsWhole);
        using (var state = Open("q", resumes: true, bag))
        {
            Assert.Equal(3, state!.Load().Count());
            Assert.Equal(Json(World.Run()), Json(World.Run(state)));
            Assert.Equal(4, state.Load().Count());
            // Nothing that was kept is asked for again.
            Assert.Equal(Json(World.Run()), Json((World with { Uses = [], Images = [] }).Run(state)));
        }
        Assert.Equal(0, bag.Count);
    }

    [Fact]
    public void A_run_that_is_kept_is_not_lost_by_accident()
    {
        var bag = new DiagnosticBag();
        Open("q", resumes: false, bag)!.Dispose();
        Assert.Null(Open("q", resumes: false, bag));
        Assert.Null(Open("other", resumes: true, bag));
        Assert.Equal(["AMI0903", "AMI0903"], bag.ToSorted().Select(d => d.Code));
    }

    /// <summary>A clock has parts of a second, and what is kept has none: the trail's days would be others.</summary>
    [Fact]
    public void Whoever_goes_on_looks_at_the_same_time()
    {
        var bag = new DiagnosticBag();
        using (var first = Open("q", DiscoveryCase.Now.AddMilliseconds(123), bag))
            Assert.Equal(DiscoveryCase.Now, first!.BeganAt);
        using var again = Open("q", began: null, bag);
        Assert.Equal(DiscoveryCase.Now, again!.BeganAt);
    }

    [Fact]
    public void Without_a_run_there_is_nothing_to_go_on_with()
    {
        var bag = new DiagnosticBag();
        Assert.Null(Open("q", resumes: true, bag));
        Assert.Equal("AMI1005", Assert.Single(bag.ToSorted()).Code);
    }
}
