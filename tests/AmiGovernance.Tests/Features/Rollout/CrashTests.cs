using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>Kills an apply before and after each of its calls: the next run must end at the same organization.</summary>
public sealed class CrashTests
{
    private static readonly string Restricted = Samples.Clean.Replace(
        "\"type\": \"migration\",",
        "\"type\": \"migration\", \"usable_by\": [\"100000000001\"],",
        StringComparison.Ordinal
    );

    /// <summary>So many exceptions with dates of their own that the statements need several documents.</summary>
    private static readonly string Many = Samples.Clean.Replace(
        "\"exception_accounts\": [",
        "\"exception_accounts\": ["
            + string.Join(
                ",",
                Enumerable
                    .Range(0, 36)
                    .Select(i =>
                        $$"""{ "account_id": "{{400000000000 + i}}", "type": "migration", "expires_on": "{{new DateOnly(2026, 1, 10).AddDays(i % 50):yyyy-MM-dd}}", "reason": "r", "ticket": "T-{{i}}", "approved_by": ["security-lead", "cloud-architect"], "approval_date": "2025-12-30", "usable_by": ["{{500000000000 + i}}"] }"""
                    )
            )
            + ",",
        StringComparison.Ordinal
    );

    public static TheoryData<string, string, string, string, string> Scenarios =>
        new()
        {
            { "the first deployment", "", "", Samples.Clean, "audit_mode" },
            { "from audit to enforcement", Samples.Clean, "audit_mode", Samples.Clean, "enabled" },
            { "back to audit", Samples.Clean, "enabled", Samples.Clean, "audit_mode" },
            { "an exception becomes narrower", Samples.Clean, "enabled", Restricted, "enabled" },
            { "an exception becomes wider", Restricted, "enabled", Samples.Clean, "enabled" },
            { "from one document to several", Samples.Clean, "enabled", Many, "enabled" },
            { "from several documents to one", Many, "enabled", Samples.Clean, "enabled" },
            { "several documents at once", "", "", Many, "enabled" },
        };

    private static RolloutBench At(string before, string beforeMode)
    {
        var bench = new RolloutBench();
        if (before.Length > 0)
            Assert.Equal(ApplyOutcome.Done, bench.Configure(before, beforeMode).PlanAndApply().Outcome);
        return bench;
    }

    [Theory]
    [MemberData(nameof(Scenarios), DisableDiscoveryEnumeration = true)]
    public void Killed_at_any_call_the_next_run_converges(
        string name,
        string before,
        string beforeMode,
        string after,
        string afterMode
    )
    {
        var whole = At(before, beforeMode).Configure(after, afterMode);
        var states = new List<Organization> { whole.World.Organization };
        whole.Aws.After = _ => states.Add(whole.World.Organization);
        var changesBefore = whole.Aws.Changes.Count;
        var first = whole.Plan();
        var wanted = first.Desired;
        Assert.Equal(ApplyOutcome.Done, whole.Apply(first).Outcome);
        var calls = whole.Aws.Changes.Count - changesBefore;
        Assert.True(calls > 0, name);
        Assert.True(whole.Plan().Result.Plan!.IsEmpty, $"{name}: a second plan has nothing to do");
        RolloutSafety.AssertSafe(name, states);
        Assert.Equal(
            name.Contains("several", StringComparison.Ordinal),
            states.Any(o => o.Policies.Any(p => p.Name == "scp-ami-guardrail-2"))
        );

        for (var kill = 0; kill < calls; kill++)
            foreach (var afterTheCall in new[] { false, true })
            foreach (var samePlan in new[] { false, true })
            {
                var bench = new RolloutBench(states[0]);
                var planned = bench.Plan(wanted);
                void Kill(int number)
                {
                    if (number == kill)
                        throw new KilledException();
                }
                if (afterTheCall)
                    bench.Aws.After = Kill;
                else
                    bench.Aws.Before = Kill;
                Assert.Throws<KilledException>(() => bench.Apply(planned));
                (bench.Aws.Before, bench.Aws.After) = (null, null);
                var second = bench.Plan(wanted);
                Assert.Equal(
                    ApplyOutcome.Done,
                    bench.Apply(samePlan ? second with { Plan = planned.Plan } : second).Outcome
                );
                Assert.Equal(
                    RolloutSafety.Shape(whole.World.Organization),
                    RolloutSafety.Shape(bench.World.Organization)
                );
                var bag = new DiagnosticBag();
                bench.Log(bag);
                Assert.Empty(bag.ToSorted());
            }
    }
}
