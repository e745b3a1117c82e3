using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Calibration;

/// <summary>Against worlds that answer in every way that AWS may: it finds out in which it is, and leaves nothing behind.</summary>
public sealed class CalibrateTests
{
    private const int RandomWorlds = 200;
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static string Pair(Assumption assumption, string answer) => $"{assumption.Name}={answer}";

    private static IEnumerable<string> Alone =>
        Assumptions.Known.SelectMany(a => a.Answers.Select(answer => Pair(a, answer)));

    private static IEnumerable<string> Pairs =>
        from first in Assumptions.Known.Index()
        from second in Assumptions.Known.Skip(first.Index + 1)
        from one in first.Item.Answers
        from other in second.Answers
        select $"{Pair(first.Item, one)} {Pair(second, other)}";

    private static IEnumerable<string> Random()
    {
        var random = new Random(20261129);
        for (var i = 0; i < RandomWorlds; i++)
            yield return string.Join(
                ' ',
                Assumptions.Known.Select(a => Pair(a, a.Answers[random.Next(a.Answers.Length)]))
            );
    }

    /// <summary>On every day one of sixty, which has each answer.</summary>
    public static TheoryData<string> Worlds =>
        [.. Alone.Concat(Pairs).Concat(Random()).Where((_, i) => TestScale.Takes(i, oneIn: 60))];

    public static TheoryData<string> WorldsOfOne =>
        [.. Alone.Concat(Pairs).Concat(Random()).Where((_, i) => TestScale.Takes(i, oneIn: 150))];

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task It_finds_out_in_which_world_it_is(string assumptions)
    {
        using var bench = new CalibrationBench(assumptions);
        var result = await bench.Run(cancel: Cancel);
        Assert.Empty(result.Findings.Where(f => f.Answer is null).Select(f => $"{f.Experiment.Name}: {f.Why}"));
        Assert.Empty(bench.Wrong(result.Findings));
        Assert.Empty(result.Left);
        Assert.Empty(bench.Left());
        Assert.Equal(
            Assumptions.Known.Select(a => a.Name).Order(StringComparer.Ordinal),
            result.Findings.Select(f => f.Experiment.Assumption).OfType<string>().Order(StringComparer.Ordinal)
        );
    }

    /// <summary>What needs two accounts stays open and is named; the others are found out all the same.</summary>
    [Theory]
    [MemberData(nameof(WorldsOfOne))]
    public async Task With_one_account_it_finds_out_all_but_what_needs_two(string assumptions)
    {
        using var bench = new CalibrationBench(assumptions);
        var result = await bench.Run(CalibrationBench.Request with { Second = null }, cancel: Cancel);
        Assert.Empty(bench.Wrong(result.Findings));
        Assert.Empty(bench.Left());
        var open = result.Findings.Where(f => f.Answer is null).ToList();
        Assert.Equal(["foreign-copies", "shared-denied", "shared-owner"], open.Select(f => f.Experiment.Name));
        Assert.All(open, f => Assert.Equal("it needs a second account, which was not named", f.Why));
        Assert.DoesNotContain(result.Calls, c => c.Step.By == CallStep.BySecond);
    }

    /// <summary>What goes wrong in the second account keeps nothing from the experiments that do without it.</summary>
    [Fact]
    public async Task A_second_account_that_cannot_share_spoils_nothing_else()
    {
        using var bench = new CalibrationBench("launch-denied=UnsupportedOperation");
        var lacking = new BetweenCalls(bench.Connection.Experiments) { Lacks = "ec2:ModifyImageAttribute" };
        var result = await bench.Run(lacking, Cancel);
        Assert.Empty(bench.Wrong(result.Findings));
        var open = result.Findings.Where(f => f.Answer is null).ToList();
        Assert.Equal(["foreign-copies", "shared-owner", "shared-denied"], open.Select(f => f.Experiment.Name));
        Assert.All(open, f => Assert.Contains("ec2:ModifyImageAttribute", f.Why, StringComparison.Ordinal));
        Assert.Empty(result.Left);
        Assert.Empty(bench.Left());
    }

    /// <summary>A process that is killed makes no further call: neither its own nor those that remove.</summary>
    [Fact]
    public async Task What_a_killed_run_made_is_found_and_removed()
    {
        using var bench = new CalibrationBench();
        var counting = new BetweenCalls(bench.Connection.Experiments);
        await bench.Run(counting, Cancel);
        // After the last call there is none to be killed at.
        foreach (var made in Enumerable.Range(1, counting.Made - 1).Where(i => TestScale.Takes(i, oneIn: 11)))
        {
            var killed = new BetweenCalls(bench.Connection.Experiments) { KilledAfter = made };
            await Assert.ThrowsAsync<KilledException>(() => bench.Run(killed, Cancel));
            Assert.Empty((await bench.CleanUp()).Left);
            Assert.True(bench.Left().Count == 0, $"after {made} calls: {string.Join(", ", bench.Left())}");
        }
    }

    /// <summary>An answer that is lost, a refusal: then something is not known, and nothing is known wrongly.</summary>
    [Fact]
    public async Task What_goes_wrong_makes_no_finding_wrong()
    {
        using var bench = new CalibrationBench("launch-denied=UnsupportedOperation locked-node=open copy-source=none");
        var counting = new BetweenCalls(bench.Connection.Experiments);
        await bench.Run(counting, Cancel);
        string[] codes = ["RequestFailed", "AccessDeniedException", "UnauthorizedOperation", "InternalError"];
        foreach (var made in Enumerable.Range(0, counting.Made).Where(i => TestScale.Takes(i, oneIn: 11)))
        {
            var code = codes[made % codes.Length];
            var failing = new BetweenCalls(bench.Connection.Experiments) { FailsAt = made, FailsWith = code };
            var result = await bench.Run(failing, Cancel);
            Assert.Empty(bench.Wrong(result.Findings));
            Assert.Empty((await bench.CleanUp()).Left);
            Assert.True(bench.Left().Count == 0, $"call {made}, {code}: {string.Join(", ", bench.Left())}");
        }
    }

    /// <summary>EC2 has one code for what a service control policy denies and for what nobody allowed; the text tells them apart.</summary>
    [Theory]
    [InlineData("ec2:CopyImage", "copy-source=none")]
    [InlineData("ec2:RunInstances", "owner-variable=replaced any-if-exists=false")]
    public async Task A_denial_of_somebody_else_is_no_answer(string action, string assumptions)
    {
        using var bench = new CalibrationBench(assumptions);
        var lacking = new BetweenCalls(bench.Connection.Experiments)
        {
            Lacks = action,
            LacksWith = "UnauthorizedOperation",
            LacksDryRunsAlone = true,
        };
        var result = await bench.Run(lacking, Cancel);
        Assert.Empty(bench.Wrong(result.Findings));
        Assert.Contains(result.Findings, f => f.Answer is null);
        Assert.Empty(bench.Left());
    }

    /// <summary>Nothing comes of waiting for who may not ask, or no longer.</summary>
    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("RequestExpired")]
    [InlineData("ExpiredTokenException")]
    public async Task What_is_refused_is_not_waited_for(string code)
    {
        using var bench = new CalibrationBench();
        var lacking = new BetweenCalls(bench.Connection.Experiments) { Lacks = "ec2:DescribeImages", LacksWith = code };
        var result = await bench.Run(lacking, Cancel);
        Assert.Contains(result.Findings, f => f.Answer is null);
        Assert.InRange(int.MaxValue - lacking.LacksTimes, 1, 40);
    }

    /// <summary>A policy that an earlier scene left would answer for the one that is looked at.</summary>
    [Theory]
    [InlineData("organizations:DetachPolicy", 1)]
    [InlineData("organizations:DetachPolicy", int.MaxValue)]
    [InlineData("organizations:ListTargetsForPolicy", int.MaxValue)]
    [InlineData("organizations:ListPolicies", int.MaxValue)]
    [InlineData("organizations:ListParents", int.MaxValue)]
    public async Task What_an_earlier_scene_left_answers_no_question(string action, int times)
    {
        using var bench = new CalibrationBench("launch-denied=UnsupportedOperation");
        var lacking = new BetweenCalls(bench.Connection.Experiments) { Lacks = action, LacksTimes = times };
        var result = await bench.Run(lacking, Cancel);
        Assert.Empty(bench.Wrong(result.Findings));
        Assert.Equal(times > 1, !result.Left.IsEmpty);
        var unanswered = result.Findings.Where(f => f.Answer is null).ToList();
        Assert.Equal(times > 1, unanswered.Count > 0);
        Assert.All(unanswered, f => Assert.Contains("an earlier one left", f.Why, StringComparison.Ordinal));
        await bench.CleanUp();
        Assert.Empty(bench.Left());
    }

    /// <summary>Each action that `doctor --iam-policy calibrate` names, missing.</summary>
    [Fact]
    public async Task A_missing_permission_is_told()
    {
        using var bench = new CalibrationBench();
        foreach (var action in new[] { "ec2:RunInstances", "organizations:DetachPolicy", "cloudtrail:LookupEvents" })
        {
            var lacking = new BetweenCalls(bench.Connection.Experiments) { Lacks = action };
            var result = await bench.Run(lacking, Cancel);
            Assert.Contains(result.Findings, f => f.Answer is null);
            Assert.Empty(bench.Wrong(result.Findings));
            Assert.Equal(action == "organizations:DetachPolicy", !result.Left.IsEmpty);
            await bench.CleanUp();
            Assert.Empty(bench.Left());
        }
    }

    [Fact]
    public async Task Nothing_in_a_cassette_tells_whose_organization_it_was()
    {
        using var bench = new CalibrationBench();
        var result = await bench.Run(cancel: Cancel);
        var text = Encoding.UTF8.GetString(CassetteFile.Write(Cassette(result)));
        string[] own =
        [
            CalibrationBench.Management.Value,
            CalibrationBench.Throwaway.Value,
            bench.World.Organization.Id,
            bench.World.Organization.RootId,
            "c4l1",
            "ami-0a1b2c3d4e5f60718",
            "137112412989",
            "OrganizationAccountAccessRole",
            "127.0.0.1",
            "ASIA",
            "AROA",
        ];
        Assert.All(own, id => Assert.DoesNotContain(id, text, StringComparison.Ordinal));
        Assert.Contains("000000000001", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cassette_says_what_its_run_found()
    {
        using var bench = new CalibrationBench("denial-text=without dry-run=policies-too");
        var result = await bench.Run(cancel: Cancel);
        var bag = new DiagnosticBag();
        var read = CassetteFile.Read(
            SourceText.FromString("c.json", Encoding.UTF8.GetString(CassetteFile.Write(Cassette(result)))),
            bag
        )!;
        Assert.Empty(bag.ToSorted());
        Assert.All(result.Findings, f => Assert.Equal(f.Answer, read.AnswerTo(f.Experiment)));
    }

    private static Cassette Cassette(CalibrationResult result) =>
        Core.Features.Calibration.Cassette.Of(CalibrationBench.Request, result, new DateOnly(2026, 1, 3));
}
