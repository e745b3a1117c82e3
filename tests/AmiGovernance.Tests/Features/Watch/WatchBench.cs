using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.Core.Ports.Watch;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>An organization that is watched, the people who govern it, and those who get messages.</summary>
internal sealed class WatchBench : INotificationChannel, IWatchJobs
{
    public const string Partner = "222233334444";

    public WatchBench(DateTimeOffset start)
    {
        Clock = new SteppingTime(start);
        Store = new InMemoryWatchStore(Clock.GetUtcNow);
        Team = new RolloutBench { Time = Clock };
        Team.Amigov.Now = start;
        Team.Amigov.As("Sam Rivera", "sam@company.com");
    }

    public SteppingTime Clock { get; }

    /// <summary>The people, in a clone of their own.</summary>
    public RolloutBench Team { get; }

    public InMemoryGit Remote => Team.Amigov.Git!;

    public InMemoryWatchStore Store { get; }

    public List<Notification> Told { get; } = [];

    public string Name => "chat";

    public Task Send(Notification notification, CancellationToken cancel)
    {
        Told.Add(notification);
        return Task.CompletedTask;
    }

    public Func<string, JobResult> Job { get; set; } = _ => new JobResult(JobOutcome.Fine, "");

    Task<JobResult> IWatchJobs.Run(string name, TimeProvider time, CancellationToken cancel) =>
        Task.FromResult(Job(name));

    /// <summary>A configuration with an exception of <see cref="Partner"/>.</summary>
    /// <param name="until">The first day without it.</param>
    public static string Config(string until) =>
        Samples.Clean.Replace("\"2026-03-01\"", $"\"{until}\"", StringComparison.Ordinal);

    /// <summary>Reviewed, merged and, where the team deploys, in AWS.</summary>
    public WatchBench Merge(string config, bool deploys = true, string mode = "audit_mode")
    {
        Team.Amigov.Now = Clock.GetUtcNow();
        if (Remote.Branches.ContainsKey("origin/main"))
            Remote.Merge("origin/main");
        Team.Configure(config, mode).Commit();
        Remote.PushMain("https://git.company.com/governance.git");
        return deploys ? Deploy() : this;
    }

    public WatchBench Deploy()
    {
        var applied = Team.PlanAndApply();
        Assert.True(applied.Outcome == ApplyOutcome.Done, applied.Problem);
        return Push();
    }

    /// <summary>From audit mode to enforcement, everywhere.</summary>
    public void Enforce()
    {
        Merge(Team.Amigov.Text(Samples.ConfigPath), deploys: false, mode: "enabled");
        Assert.Equal(ApplyOutcome.Done, Team.Promote().Outcome);
        Push();
    }

    public WatchBench Push()
    {
        Team.Commit();
        Remote.PushMain("https://git.company.com/governance.git");
        return this;
    }

    public WatchRequest Request { get; init; } =
        new(Samples.ConfigPath, "one") { Recipients = [new Recipient("chat", "")] };

    public WatchPorts Ports =>
        new(
            Team.Aws,
            Team.Events,
            Team.Events,
            new InMemoryWatchedRepository(Remote),
            Store,
            this,
            ImmutableDictionary<string, INotificationChannel>.Empty.Add(Name, this).Add("mail", Mails)
        )
        {
            Trail = Trail is { } trail ? trail.Since : null,
            TrailAhead = () => TrailAhead(),
            Contacts = Contacts,
        };

    /// <summary>How far the clock of where the trail is kept is ahead; null where it does not say.</summary>
    public Func<TimeSpan?> TrailAhead { get; set; } = () => null;

    /// <summary>Null for none.</summary>
    public WatchedTrail? Trail { get; init; }

    /// <summary>Null where the contacts of accounts are told nothing.</summary>
    public NamedContacts? Contacts { get; init; }

    public MailBox Mails { get; } = new();

    private Func<TickReport>? watch;

    public TickReport Tick() => (watch ??= Process(Request.Holder))();

    /// <summary>A process that watches, on a machine of its own.</summary>
    public Func<TickReport> Process(string holder)
    {
        var organization = new WatchOrganization(Ports, Request with { Holder = holder }, Clock);
        return () => organization.Run(CancellationToken.None).GetAwaiter().GetResult();
    }

    public OrganizationPolicy Ours(OrganizationPolicyType type) =>
        Team.World.Organization.Policies.First(p => p.Type == type && !p.AwsManaged);

    /// <summary>Somebody else takes our service control policy away from the root.</summary>
    public OrganizationPolicy Detach()
    {
        var scp = Ours(OrganizationPolicyType.ServiceControlPolicy);
        if (Team.World.Organization.Attachments.Any(a => a.PolicyId == scp.Id))
            Team.Aws.DetachPolicy(scp.Id, RolloutBench.Root, CancellationToken.None).Wait();
        return scp;
    }

    public void Attach(OrganizationPolicy policy) =>
        Team.Aws.AttachPolicy(policy.Id, RolloutBench.Root, CancellationToken.None).Wait();

    public void Update(OrganizationPolicy policy) => Team.Aws.UpdatePolicy(policy, CancellationToken.None).Wait();

    /// <summary>Its machine is gone.</summary>
    public void Restart() => watch = null;

    /// <summary>Whether the declarative policies of the organization let in the images of an account.</summary>
    public bool LetsIn(string account) =>
        Team
            .World.Organization.Policies.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
            .SelectMany(p => PolicyContent.Declarative(p.Content)?.Criteria ?? [])
            .Any(c => c.Providers.Contains(account));

    public DeploymentLog Record()
    {
        var read = ReadRecord();
        Assert.True(read.IfSound is not null, string.Join('\n', read.Findings.Select(d => d.Message)));
        return read.IfSound;
    }

    /// <summary>What is pushed of it.</summary>
    public Reading<DeploymentLog> ReadRecord()
    {
        var files = new InMemoryFileStore();
        foreach (var (path, bytes) in Remote.FilesAt(Remote.Branches["origin/main"]))
            files.Files[path] = bytes;
        return DeploymentRecord.Read(files);
    }
}
