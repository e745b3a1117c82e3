using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>
/// Weeks of an organization in which everything goes wrong that can: rival writers, killed processes, calls that fail, clocks that are
/// wrong, a remote, a store and credentials that are gone for hours. People merge, deploy, and extend exceptions meanwhile.
/// </summary>
internal sealed partial class WatchSimulation
{
    private static readonly DateTimeOffset Start = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly Random random;
    private readonly WatchBench bench;
    private readonly bool repairs;
    private readonly Dictionary<string, Outage> outages = new(StringComparer.Ordinal);
    private readonly List<Instance> instances;
    private readonly Dictionary<string, DateTimeOffset> badSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> deliveries = new(StringComparer.Ordinal);
    private readonly List<(string Account, DateOnly End)> granted = [];
    private DateTimeOffset rivalUntil = DateTimeOffset.MinValue;
    private OrganizationPolicy? revertsTo;
    private int kills;
    private int storeFailures;

    /// <param name="seed">Repeats a run.</param>
    public WatchSimulation(int seed)
    {
        random = new Random(seed);
        repairs = random.Next(2) == 0;
        bench = new WatchBench(Start).Merge(Configuration());
        instances = [new Instance(this, "one"), new Instance(this, "two")];
    }

    /// <summary>What was not as it must be; empty for nothing.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>What happened, for a run that failed.</summary>
    public List<string> Story { get; } = [];

    public int Ended { get; private set; }

    public int Repaired { get; private set; }

    public int Looks { get; private set; }

    /// <summary>Calls are troubled as often as this.</summary>
    private const double Faults = 0.1;

    private sealed record Outage(DateTimeOffset Until);

    /// <summary>A process, on a machine whose clock may be wrong.</summary>
    private sealed class Instance(WatchSimulation world, string name)
    {
        private WatchOrganization? process;
        private DateTimeOffset downUntil;

        public TimeSpan Skew { get; set; }

        public TickReport? Look()
        {
            if (world.bench.Clock.Now < downUntil)
                return null;
            process ??= new WatchOrganization(
                world.TroubledPorts(() => Skew),
                world.bench.Request with
                {
                    Holder = name,
                    Repairs = world.repairs,
                    Jobs = [],
                },
                new ApartTime(world.bench.Clock, () => Skew)
            );
            world.troublesBefore = world.kills + world.storeFailures;
            try
            {
                return process.Run(CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (KilledException)
            {
                world.kills++;
                world.Tell($"{name} is killed");
                process = null;
                downUntil = world.bench.Clock.Now.AddSeconds(world.random.Next(120));
                return null;
            }
        }
    }

    /// <summary>Lets time go by.</summary>
    public void Run(TimeSpan length)
    {
        var end = Start + length;
        var next = Start;
        while (bench.Clock.Now < end && Violations.Count == 0)
        {
            if (bench.Clock.Now >= next)
            {
                Happen();
                next = bench.Clock.Now.AddHours(random.Next(1, 12));
            }
            // Close by while something happens, and at midnight; else now and then.
            for (var minute = 0; minute < 8 && Violations.Count == 0; minute++)
                Minute();
            Advance(next);
        }
    }

    private void Minute()
    {
        Revert();
        foreach (var instance in instances)
        {
            if (instance.Look() is not { Leader: null } report)
                continue;
            Looks++;
            Ended += report.Ended.Length;
            Repaired += report.Repaired;
            Check(report);
        }
        bench.Clock.Now += TimeSpan.FromMinutes(1);
    }

    /// <summary>To what comes next: a midnight or an event.</summary>
    private void Advance(DateTimeOffset next)
    {
        var now = bench.Clock.Now;
        var midnight = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        var to = next < midnight ? next : midnight;
        if (rivalUntil > now || to <= now)
            return;
        bench.Clock.Now = to;
        badSince.Clear();
    }

    private void Happen()
    {
        switch (random.Next(10))
        {
            case 0 or 1:
                Grant();
                break;
            case 2:
                Tell("somebody detaches our service control policy");
                bench.Detach();
                break;
            case 3:
                Edit();
                break;
            case 4:
                rivalUntil = bench.Clock.Now.AddHours(random.Next(1, 6));
                revertsTo = bench.Ours(OrganizationPolicyType.ServiceControlPolicy);
                Tell($"a rival writes until {rivalUntil:O}");
                break;
            case 5:
                Break("aws");
                break;
            case 6:
                Break("git");
                break;
            case 7:
                Break("store");
                break;
            case 8:
                Jump();
                break;
            default:
                Mend();
                break;
        }
    }

    private void Tell(string what) => Story.Add($"{bench.Clock.Now:yyyy-MM-dd HH:mm:ss} {what}");

    private void Break(string what)
    {
        var until = bench.Clock.Now.AddMinutes(random.Next(5, 600));
        outages[what] = new Outage(until);
        Tell($"{what} is gone until {until:O}");
    }

    /// <summary>The clock of a machine jumps while its process runs; the store's is right.</summary>
    private void Jump()
    {
        var instance = instances[random.Next(instances.Count)];
        instance.Skew = random.Next(3) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(random.Next(-200_000, 200_000));
        Tell($"a clock is wrong by {instance.Skew}");
    }

    /// <summary>People look, and bring all in order again.</summary>
    private void Mend()
    {
        rivalUntil = DateTimeOffset.MinValue;
        Tell("people deploy what is merged");
        Merge(Configuration());
    }

    private void Grant()
    {
        var account = (600000000000 + random.Next(1000)).ToString(CultureInfo.InvariantCulture);
        var end = bench.Clock.Now.Day().AddDays(random.Next(1, 5));
        granted.Add((account, end));
        Tell($"an exception of {account} until {end.Text()} is merged");
        Merge(Configuration());
    }

    private void Merge(string config)
    {
        bench.Merge(config, deploys: false);
        try
        {
            // Another clone may have deployed what is not pushed yet: then people are refused.
            var commands = new RolloutCommands(bench.Team) { AllowWeaker = "people want it" };
            var outcome = commands.Apply();
            Tell($"applied: exit code {outcome.ExitCode}");
            bench.Push();
        }
        catch (AwsException e)
        {
            Tell(e.Message);
        }
    }

    private string Configuration()
    {
        // What has ended is taken out with the next change: `validate` demands it.
        var exceptions = granted
            .Where(g => g.End > bench.Clock.Now.Day())
            .DistinctBy(g => g.Account)
            .Select(g =>
                $$"""
                    {
                      "account_id": "{{g.Account}}", "type": "emergency", "expires_on": "{{g.End.Text()}}", "reason": "x",
                      "ticket": "CLOUD-{{g.Account[^4..]}}", "approved_by": ["security-lead", "vp-engineering"],
                      "approval_date": "{{g.End.AddDays(-25).Text()}}"
                    },
                    """
            );
        var partner =
            bench is not null && bench.Clock.Now.Day() >= new DateOnly(2026, 3, 1) ? "2027-01-01" : "2026-03-01";
        return WatchBench
            .Config(partner)
            .Replace(
                "\"exception_accounts\": [",
                $"\"exception_accounts\": [{string.Concat(exceptions)}",
                StringComparison.Ordinal
            );
    }

    private void Edit()
    {
        var policy = bench.Ours(OrganizationPolicyType.DeclarativePolicyEc2);
        Tell("somebody lets images of 999988887777 in");
        bench.Update(
            policy with
            {
                Content = policy.Content.Replace(
                    "\"123456738923\"",
                    "\"123456738923\",\"999988887777\"",
                    StringComparison.Ordinal
                ),
            }
        );
    }

    /// <summary>As Landing Zone Accelerator does: at once, whatever was changed.</summary>
    private void Revert()
    {
        if (bench.Clock.Now < rivalUntil && revertsTo is not null)
            bench.Detach();
    }

    /// <summary>After a look, what is not as it should be must be told; what was so before the look must not be there any more.</summary>
    private void Check(TickReport report)
    {
        // A process that waits may know nothing of what the other one told.
        if (!report.Waits)
            isTold = report.Open.Any(o => o.Told is not null);
        Require("an ended exception is allowed", StillAllowed());
        Require("a guardrail is missing", IsGuardrailMissing());
        if (repairs && Repaired > 0 && RepairsOfLastHour(report) > 2)
            Violations.Add($"{bench.Clock.Now:O}: more than two repairs within an hour");
    }

    private readonly List<DateTimeOffset> repairTimes = [];

    /// <summary>By the right time: a process that did not reach the store yet goes by its own clock.</summary>
    private int RepairsOfLastHour(TickReport report)
    {
        if (report.Repaired > 0)
            repairTimes.Add(bench.Clock.Now);
        return repairTimes.Count(at => bench.Clock.Now - at < TimeSpan.FromHours(1));
    }

    private bool isTold;

    private void Require(string what, bool isBad)
    {
        if (!isBad || isTold)
        {
            badSince.Remove(what);
            return;
        }
        var since = badSince.TryAdd(what, bench.Clock.Now) ? bench.Clock.Now : badSince[what];
        if (bench.Clock.Now - since >= TimeSpan.FromMinutes(1))
            Violations.Add($"{bench.Clock.Now:O}: {what} since {since:O}, and nobody is told");
    }

    private bool StillAllowed()
    {
        var today = bench.Clock.Now.Day();
        return granted.GroupBy(g => g.Account).Any(g => g.All(x => x.End <= today) && bench.LetsIn(g.Key));
    }

    private bool IsGuardrailMissing()
    {
        var organization = bench.Team.World.Organization;
        var scp = organization.Policies.FirstOrDefault(p => p.Name == "scp-ami-guardrail");
        return scp is null || organization.Attachments.All(a => a.PolicyId != scp.Id) || bench.LetsIn("999988887777");
    }

    /// <summary>Once nothing goes wrong any more, all is in order, recorded and pushed.</summary>
    public void Settle()
    {
        outages.Clear();
        rivalUntil = DateTimeOffset.MinValue;
        isCalm = true;
        for (var minute = 0; minute < 10; minute++)
            Minute();
        Mend();
        for (var minute = 0; minute < 10; minute++)
            Minute();
        if (StillAllowed())
            Violations.Add("an ended exception is allowed in the end");
        if (bench.Store.Names.Any(n => n.StartsWith("record/", StringComparison.Ordinal)))
            Violations.Add("a part of the record is pushed by nobody");
        Violations.AddRange(bench.ReadRecord().Findings.Select(d => d.Message));
    }

    private bool isCalm;
}
