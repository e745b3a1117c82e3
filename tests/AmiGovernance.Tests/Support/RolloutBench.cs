using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Tests.Support;

/// <summary>A governance repository and an organization, both in memory.</summary>
internal sealed class RolloutBench
{
    public const string Root = "r-ab12";

    public static readonly Organization Empty = new()
    {
        Id = "o-abc123xyz0",
        ManagementAccount = AccountId.Parse("999999999999"),
        RootId = Root,
        Units = [new OrganizationalUnit("ou-ab12-workload", "Workloads", Root)],
        Accounts =
        [
            .. new (string Id, string Parent)[]
            {
                ("999999999999", Root),
                ("123456738923", Root),
                ("222233334444", "ou-ab12-workload"),
                ("100000000001", "ou-ab12-workload"),
                ("100000000002", "ou-ab12-workload"),
            }.Select(a => new OrganizationAccount(AccountId.Parse(a.Id), $"account-{a.Id}", a.Parent)),
        ],
        Policies = [OrganizationPolicy.FullAwsAccess],
        Attachments =
        [
            .. new[]
            {
                Root,
                "ou-ab12-workload",
                "999999999999",
                "123456738923",
                "222233334444",
                "100000000001",
                "100000000002",
            }.Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId)),
        ],
        EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy],
    };

    public RolloutBench(Organization? organization = null)
    {
        World = new SandboxWorld(organization ?? Empty, new StillTime())
        {
            IdsGiven = (organization ?? Empty).Policies.Length * 100,
        };
        Aws = new SandboxOrganizations(World);
    }

    /// <summary>Another person in the same clone.</summary>
    public RolloutBench Beside() =>
        new(this)
        {
            Amigov = Amigov,
            Locks = Locks,
            runs = runs,
        };

    private RolloutBench(RolloutBench other)
    {
        World = other.World;
        Aws = new SandboxOrganizations(World);
        // No two clocks are the same.
        Time = new StillTime(seconds: 1);
    }

    public Amigov Amigov { get; private init; } = new();

    /// <summary>What keeps two runs in this clone apart.</summary>
    public InMemoryLocks Locks { get; private init; } = new();

    public TimeProvider Time { get; set; } = new StillTime();
    private int runs;

    public SandboxWorld World { get; }

    public SandboxOrganizations Aws { get; set; }

    /// <summary>What CloudTrail says; the sandbox's organization writes nothing into it here.</summary>
    public RecordedEvents Events { get; } = new();

    public ReadPolicyHistory History => new(Events, Events, Time);

    /// <summary>The same repository and organization once more.</summary>
    public RolloutBench Copy()
    {
        var copy = new RolloutBench(World.Organization) { runs = runs };
        OrganizationTags.Set(copy.World, Root, OrganizationTags.Of(World, Root));
        foreach (var (path, bytes) in Amigov.Files.Files)
            copy.Amigov.Files.Files[path] = bytes;
        return copy;
    }

    /// <summary>Another clone of the repository, for the same organization.</summary>
    public RolloutBench Clone()
    {
        var clone = new RolloutBench(this) { runs = runs };
        foreach (var (path, bytes) in Amigov.Files.Files)
            clone.Amigov.Files.Files[path] = bytes;
        return clone;
    }

    /// <summary>Takes over the deployments of another clone, as `git pull` does.</summary>
    public void Pull(RolloutBench other)
    {
        foreach (var (path, bytes) in other.Amigov.Files.Files)
            if (path.StartsWith("deployments/", StringComparison.Ordinal))
                Amigov.Files.Files[path] = bytes;
    }

    /// <summary>Writes the configuration and generates the policies.</summary>
    public RolloutBench Configure(string config, string mode)
    {
        Amigov.With(Samples.ConfigPath, config);
        foreach (
            var old in Amigov.Files.Files.Keys.Where(f => f.StartsWith("dist/", StringComparison.Ordinal)).ToList()
        )
            Amigov.Files.Delete(old);
        var (code, _, error) = Amigov.Run("generate", "--mode", mode);
        Assert.True(code == 0, error);
        return this;
    }

    /// <summary>Commits all files, as reviewed.</summary>
    public RolloutBench Commit()
    {
        Amigov.As("Sam Rivera", "sam@company.com").Git!.CommitAll("reviewed");
        return this;
    }

    public PlannedDeployment Plan(bool adopt = false)
    {
        var bag = new DiagnosticBag();
        var planned = new PlanDeployment(Aws, Amigov.Files, Time)
            .Run(new PlanRequest(Samples.ConfigPath, "dist", adopt), bag, CancellationToken.None)
            .Result;
        Assert.True(planned is not null, string.Join('\n', bag.ToSorted().Select(d => d.Message)));
        return planned;
    }

    /// <summary>The same without looking at the repository.</summary>
    public Planned Plan(DesiredState desired)
    {
        var observed = new ReadOrganization(Aws).Read(desired.AllTargets, CancellationToken.None).Result;
        return new Planned(observed, desired, Planner.Plan(observed, desired, adopt: false).Plan!);
    }

    public ApplyResult Apply(PlannedDeployment planned) =>
        Apply(new Planned(planned.Observed, planned.Desired, planned.Result.Plan!));

    public ApplyResult Apply(Planned planned, ImmutableArray<Gate>? gates = null, bool isRollback = false)
    {
        var bag = new DiagnosticBag();
        var name = $"d-{++runs}";
        var record = DeploymentRecord.Open(Amigov.Files, bag);
        Assert.NotNull(record);
        return new ApplyPlan(Aws, record, Time)
            .Run(
                planned.Plan,
                planned.Observed,
                planned.Desired,
                new DeploymentContext("arn:aws:iam::999999999999:user/test", "test", name)
                {
                    Purpose = isRollback ? DeploymentPurpose.Rollback : DeploymentPurpose.Update,
                    Gates = gates ?? [],
                },
                bag,
                CancellationToken.None
            )
            .GetAwaiter()
            .GetResult();
    }

    public PlannedPromotion? TryPromotion(DiagnosticBag bag, params string[] targets) =>
        new PlanPromotion(Aws, Amigov.Files, Time)
            .Run(new PromotionRequest(Samples.ConfigPath, "dist", [.. targets]), bag, CancellationToken.None)
            .GetAwaiter()
            .GetResult();

    public PlannedPromotion Promotion(params string[] targets)
    {
        var bag = new DiagnosticBag();
        var planned = TryPromotion(bag, targets);
        Assert.True(planned is not null, string.Join('\n', bag.ToSorted().Select(d => d.Message)));
        Assert.True(planned.Result.Plan is not null, string.Join('\n', planned.Result.Problems));
        return planned;
    }

    /// <summary>With every gate open.</summary>
    public ApplyResult Promote(params string[] targets)
    {
        var promotion = Promotion(targets);
        return Apply(
            new Planned(promotion.Observed, promotion.Desired, promotion.Result.Plan!),
            [.. Enum.GetValues<GateName>().Select(g => new Gate(g, true, ["test"]))]
        );
    }

    public PlannedRollback Rollback(RollbackTo to, string? deployment = null)
    {
        var bag = new DiagnosticBag();
        var planned = new PlanRollback(Aws, Amigov.Files)
            .Run(new RollbackRequest(to, deployment, Samples.ConfigPath, Adopt: false), bag, CancellationToken.None)
            .GetAwaiter()
            .GetResult();
        Assert.True(
            planned?.Result.Plan is not null,
            string.Join('\n', bag.ToSorted().Select(d => d.Message).Concat(planned?.Result.Problems ?? []))
        );
        return planned!;
    }

    public ApplyResult RollBack(RollbackTo to, string? deployment = null)
    {
        var planned = Rollback(to, deployment);
        return Apply(new Planned(planned.Observed, planned.Desired, planned.Result.Plan!), isRollback: true);
    }

    public ApplyResult PlanAndApply(bool adopt = false) => Apply(Plan(adopt));

    public DeploymentLog Log(DiagnosticBag? bag = null) =>
        DeploymentRecord.Read(Amigov.Files, bag ?? new DiagnosticBag());

    public ImmutableArray<string> Names =>
        [.. World.Organization.Policies.Select(p => p.Name).Order(StringComparer.Ordinal)];

    private sealed class StillTime(int seconds = 0) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 3, 12, 0, seconds, TimeSpan.Zero);

        /// <summary>Waiting costs no time here.</summary>
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}

internal sealed record Planned(Organization Observed, DesiredState Desired, Plan Plan);
