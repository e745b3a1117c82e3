using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.TestSupport.Hostile;
using AngleSharp.Html.Parser;

namespace AmiGovernance.Tests.Features.Exceptions;

public sealed class ExceptionReportTests
{
    private static readonly AccountId Owner = AccountId.Parse("123456789012");

    private static ImageUse Trail(string calls, bool complete = true) =>
        ImageUse.NotLooked.With(
            UseReports.Read(
                SourceText.FromString(
                    "trail.json",
                    $$"""{ "ledger": { "complete": {{(complete ? "true" : "false")}} }, "calls": [{{calls}}] }"""
                ),
                new DiagnosticBag()
            )!
        );

    private static string Launch(
        string owner,
        string first,
        string last,
        int calls = 1,
        string outcome = "succeeded"
    ) =>
        $$"""{ "kind": "launch", "action": "ec2:RunInstances", "account": "444455556666", "owner": "{{owner}}", "outcome": "{{outcome}}", "calls": {{calls}}, "first": "{{first}}T10:00:00Z", "last": "{{last}}T10:00:00Z" }""";

    /// <summary>Other calls, so that the trail speaks of the whole time.</summary>
    private static readonly string Around = Launch("amazon", "2026-01-01", "2026-04-01");

    private static UseAnswer Answer(ImageUse use) =>
        use.Answer(Owner, new DateOnly(2026, 2, 1), new DateOnly(2026, 3, 1));

    [Fact]
    public void Nothing_looked_at_is_not_nothing_used() =>
        Assert.Equal(UseState.NotLooked, Answer(ImageUse.NotLooked).State);

    [Fact]
    public void A_trail_over_the_whole_time_without_a_launch_tells_that_there_was_none() =>
        Assert.Equal(UseState.Unused, Answer(Trail(Around)).State);

    [Fact]
    public void A_trail_with_gaps_or_over_less_time_or_with_unknown_owners_does_not()
    {
        Assert.Equal(UseState.NotSeen, Answer(Trail(Around, complete: false)).State);
        Assert.Equal(UseState.NotSeen, Answer(Trail(Launch("amazon", "2026-02-02", "2026-04-01"))).State);
        Assert.Equal(UseState.NotSeen, Answer(Trail(Launch("amazon", "2026-01-01", "2026-02-27"))).State);
        Assert.Equal(
            UseState.NotSeen,
            Answer(Trail($"{Around}, {Launch("unknown", "2026-02-10", "2026-02-10")}")).State
        );
        Assert.Equal(UseState.NotSeen, Answer(Trail("")).State);
    }

    [Fact]
    public void Launches_count_from_the_first_day_on_and_until_the_day_before_the_end()
    {
        Assert.Equal(
            new UseAnswer(UseState.Used, 3, new DateOnly(2026, 2, 28)),
            Answer(Trail(Launch(Owner.Value, "2026-02-01", "2026-02-28", 3)))
        );
        Assert.Equal(
            UseState.Unused,
            Answer(
                Trail(
                    $"{Around}, {Launch(Owner.Value, "2026-01-15", "2026-01-31")}, {Launch(Owner.Value, "2026-03-01", "2026-03-01")}"
                )
            ).State
        );
    }

    [Fact]
    public void A_launch_that_was_denied_used_nothing() =>
        Assert.Equal(
            UseState.Unused,
            Answer(
                Trail($"{Around}, {Launch(Owner.Value, "2026-02-10", "2026-02-10", outcome: "policy_denial")}")
            ).State
        );

    [Fact]
    public void Of_calls_that_reach_out_of_the_time_only_what_is_certain_counts()
    {
        // The last of five lies in it; where the others lie nobody knows.
        Assert.Equal(
            new UseAnswer(UseState.Used, 1, new DateOnly(2026, 2, 3), IsLeast: true),
            Answer(Trail(Launch(Owner.Value, "2026-01-20", "2026-02-03", 5)))
        );
        Assert.Equal(
            new UseAnswer(UseState.Used, 1, null, IsLeast: true),
            Answer(Trail(Launch(Owner.Value, "2026-02-20", "2026-03-03", 5)))
        );
        Assert.Equal(
            UseState.NotSeen,
            Answer(Trail($"{Around}, {Launch(Owner.Value, "2026-01-20", "2026-03-03", 2)}")).State
        );
    }

    /// <summary>The exception of the sample runs from 2025-12-20 to 2026-03-01.</summary>
    [Theory]
    [InlineData("2025-12-21", "2026-02-10", "222233334444", "all were used")]
    [InlineData("2025-12-19", "2026-02-15", "amazon", "never used: CLOUD-1")]
    [InlineData("2026-01-19", "2026-02-15", "amazon", "no use seen, but not all was looked at: CLOUD-1")]
    public void The_report_says_how_surely_an_exception_was_used(
        string first,
        string last,
        string owner,
        string expected
    )
    {
        using var amigov = new Amigov { Now = new(2026, 2, 15, 12, 0, 0, TimeSpan.Zero) };
        amigov
            .With(Samples.ConfigPath, Samples.Clean)
            .With("trail.json", $$"""{ "ledger": { "complete": true }, "calls": [{{Launch(owner, first, last)}}] }""");
        var (exitCode, output, error) = amigov.Run("exception", "report", "--trail", "trail.json");
        Assert.True(exitCode == 0, error);
        Assert.Equal($"  {expected}", output.Split('\n')[3]);
    }

    [Fact]
    public void Two_sources_that_tell_of_the_same_launches_do_not_add_up()
    {
        var twice = Trail(Launch(Owner.Value, "2026-02-01", "2026-02-10", 3))
            .With(Trail(Launch(Owner.Value, "2026-02-01", "2026-02-12", 4)).Sources[0]);
        Assert.Equal(new UseAnswer(UseState.Used, 4, new DateOnly(2026, 2, 12)), Answer(twice));
    }

    [Fact]
    public void The_HTML_loads_and_runs_nothing_and_holds_hostile_text_as_text()
    {
        using var amigov = new Amigov { Now = new(2026, 2, 1, 9, 0, 0, TimeSpan.Zero) };
        const string team = "\" onmouseover=x </title></svg><script>alert(1)</script> &amp; ' \u001b[31m";
        amigov.With(
            Samples.ConfigPath,
            Samples.Clean.Replace(
                "\"ticket\": \"CLOUD-1\"",
                $"\"ticket\": \"CLOUD-1\", \"requested_by\": {System.Text.Json.JsonSerializer.Serialize(team)}",
                StringComparison.Ordinal
            )
        );
        var (exitCode, html, error) = amigov.Run("exception", "report", "-o", "html");
        Assert.True(exitCode == 0, error);
        Assert.Null(HarmlessHtml.Problem(html));
        var page = new HtmlParser().ParseDocument(html);
        Assert.Contains(page.QuerySelectorAll("td"), cell => cell.TextContent == Sanitize.Text(team));
        Assert.DoesNotContain('\u001b', html);
    }
}
