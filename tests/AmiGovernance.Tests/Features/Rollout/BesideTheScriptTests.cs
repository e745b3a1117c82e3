using System.Text.RegularExpressions;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>
/// Somebody deploys by hand, as the runbook says, while somebody else works with amigov: each call of theirs at each step of each
/// command. What they did is named before it is undone, or it stays and the next command names it.
/// </summary>
public sealed partial class BesideTheScriptTests
{
    private const string Pilot = SomebodyElse.Workloads;

    private static readonly string Changed = Samples.Clean.Replace(
        "\"account_id\": \"111122223333\"",
        "\"account_id\": \"111122224444\"",
        StringComparison.Ordinal
    );

    /// <summary>How far the rollout is when they come.</summary>
    private static readonly Dictionary<string, Lazy<RolloutBench>> Starts = new(StringComparer.Ordinal)
    {
        ["nothing deployed"] = new(() => new RolloutBench().Configure(Samples.Clean, "audit_mode")),
        ["in audit mode"] = new(Audited),
        ["in audit mode, a change is due"] = new(() =>
        {
            var bench = Audited();
            Assert.Equal(0, Commands(bench.Configure(Changed, "audit_mode")).Apply().ExitCode);
            return bench.Configure(Samples.Clean, "audit_mode");
        }),
        ["a part is enforced"] = new(() =>
        {
            var bench = Audited();
            var outcome = Commands(bench).Promote([Pilot]);
            Assert.True(outcome.ExitCode == 0, outcome.All);
            return bench;
        }),
    };

    private static readonly Dictionary<string, Func<RolloutCommands, CommandOutcome>> Ways = new(StringComparer.Ordinal)
    {
        ["apply"] = c => c.Apply(),
        ["apply PLAN"] = c => c.Apply("plan.json"),
        ["promote"] = c => c.Promote([Pilot]),
        ["rollback"] = c => c.Rollback(RollbackTo.Before),
        ["rollback --to audit_mode"] = c => c.Rollback(RollbackTo.AuditMode),
        ["rollback --delete"] = c => c.Rollback(RollbackTo.Nothing),
    };

    private static RolloutCommands Commands(RolloutBench bench, Action? whileAsked = null) =>
        new(bench) { AllowWeaker = "test", WhileAsked = whileAsked };

    private static RolloutBench Audited()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Assert.Equal(0, Commands(bench).Apply().ExitCode);
        return bench;
    }

    private static RolloutBench Start(string start, string way)
    {
        var bench = Starts[start].Value.Copy();
        if (way == "apply PLAN")
            Commands(bench).Plan("plan.json");
        bench.Aws = new SandboxOrganizations(bench.World);
        return bench;
    }

    /// <param name="At">Before the command, at its question, or after which of its calls.</param>
    private sealed record Meeting(string Start, string Way, string At, string Call)
    {
        public override string ToString() => $"{Start}; {Way}; {Call} {At}";
    }

    /// <summary>Each call at each step.</summary>
    private static List<Meeting> All()
    {
        var all = new List<Meeting>();
        foreach (var start in Starts.Keys)
        foreach (var way in Ways.Keys)
        {
            var alone = Start(start, way);
            Ways[way](Commands(alone, () => { }));
            var moments = Enumerable.Range(0, alone.Aws.Changes.Count).Select(n => $"after call {n}");
            foreach (var at in moments.Prepend("at the question").Prepend("before"))
            foreach (var call in SomebodyElse.Calls)
                all.Add(new Meeting(start, way, at, call));
        }
        return all;
    }

    [Fact]
    public void What_they_did_is_named_before_it_is_undone()
    {
        var all = All();
        var meetings = Sample(all);
        var wrong = new List<string>();
        var met = 0;
        foreach (var meeting in meetings)
        {
            var (happened, problem) = Meet(meeting);
            met += happened ? 1 : 0;
            if (problem is not null)
                wrong.Add($"{meeting}: {problem}");
        }
        Assert.True(met > meetings.Count / 4, $"of {meetings.Count} meetings {met} happened");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {met}\n{string.Join('\n', wrong.Take(40))}");
    }

    /// <summary>A tenth for every day, in an order that is always the same; all of them in full size.</summary>
    private static IReadOnlyList<Meeting> Sample(List<Meeting> all)
    {
        var random = new Random(20261128);
        return [.. all.OrderBy(_ => random.Next()).Take(TestScale.Samples((all.Count + 9) / 10))];
    }

    private static (bool Happened, string? Problem) Meet(Meeting meeting)
    {
        var bench = Start(meeting.Start, meeting.Way);
        var (other, before) = (new SomebodyElse(bench), bench.Aws.Changes.Count);
        if (meeting.At == "before")
            other.Make(meeting.Call);
        bench.Aws.After = number =>
        {
            if (meeting.At == $"after call {number}")
                other.Make(meeting.Call);
        };
        var outcome = Ways[meeting.Way]
            (
                Commands(
                    bench,
                    () =>
                    {
                        if (meeting.At == "at the question")
                            other.Make(meeting.Call);
                    }
                )
            );
        bench.Aws.After = null;
        if (other.Last is not { } change)
            return (false, null);
        var toldInTime = meeting.At == "before" ? outcome.BeforeQuestion ?? outcome.All : outcome.All;
        return (true, IsNamed(change.Policy, toldInTime) ? null : Unnamed(meeting, bench, change, outcome));
    }

    /// <summary>Null when nothing was undone, and whoever comes next is told where it matters.</summary>
    private static string? Unnamed(
        Meeting meeting,
        RolloutBench bench,
        SomebodyElse.Change change,
        CommandOutcome outcome
    )
    {
        if (!change.Holds())
            return $"undone without a word\n{outcome.All}";
        var alone = Start(meeting.Start, meeting.Way);
        Ways[meeting.Way](Commands(alone, () => { }));
        var makesNoDifference =
            RolloutSafety.Shape(alone.World.Organization) == RolloutSafety.Shape(bench.World.Organization);
        if (makesNoDifference)
            return null;
        var next = Commands(bench).Plan("next.json");
        return IsNamed(change.Policy, next.All)
            ? null
            : $"the next plan does not name it\n{outcome.All}\n---\n{next.All}";
    }

    /// <summary>Whether a line says of the policy that somebody else had to do with it.</summary>
    private static bool IsNamed(string policy, string text) =>
        text.Split('\n').Any(line => line.Contains(policy, StringComparison.Ordinal) && Said().IsMatch(line));

    [GeneratedRegex(
        "somebody else|was changed|was attached to|was detached from|was deleted|put back|lost the tag|carries our tag"
            + "|does not carry the tag|neither our tag nor|is new|is gone|is another|the targets of|what is attached to|Exception"
    )]
    private static partial Regex Said();

    [Fact]
    public void Plan_apply_and_rollback_say_who_it_was()
    {
        foreach (
            var run in new Func<RolloutCommands, CommandOutcome>[]
            {
                c => c.Plan("p.json"),
                c => c.Apply(),
                c => c.Rollback(RollbackTo.Before),
            }
        )
        {
            var bench = Audited();
            new SomebodyElse(bench).Make("detach-policy SCP");
            var outcome = run(Commands(bench));
            Assert.Contains(
                "`scp-ami-guardrail` was detached from r-ab12\n      by arn:aws:iam::999999999999:user/diego, 2026-01-03 12:00 UTC",
                outcome.Out,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void What_was_changed_to_just_what_we_want_is_said_too()
    {
        var bench = Audited();
        bench.Configure(Changed, "audit_mode");
        new SomebodyElse(bench).BringToDist();
        var outcome = Commands(bench).Plan("p.json");
        Assert.Contains("nothing to do", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("the content of `scp-ami-guardrail` was changed", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_edited_while_the_question_waits_is_not_deleted()
    {
        var bench = Audited();
        var script = new SomebodyElse(bench);
        var outcome = Commands(bench, () => script.Make("update-policy SCP")).Rollback(RollbackTo.Nothing);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("the content of `scp-ami-guardrail`", outcome.Error, StringComparison.Ordinal);
        Assert.True(script.Last!.Holds());
    }
}
