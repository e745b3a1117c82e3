using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;
using AmiGovernance.Tests.Support;
using LaunchPermission = AmiGovernance.Core.Ports.Images.LaunchPermission;

namespace AmiGovernance.Tests.Features.Images;

/// <summary>Four public images; of the second a partner has it too.</summary>
internal sealed class RemediationBench
{
    public static readonly LaunchPermission Partner = LaunchPermission.To(AccountId.Parse("600000000001"));
    public static readonly AccountId Ours = AccountId.Parse(WorldGenerator.Observability);
    public static readonly string[] Ids =
    [
        .. Enumerable.Range(0, 4).Select(i => string.Create(CultureInfo.InvariantCulture, $"ami-{i:x17}")),
    ];

    private int runs;

    public RemediationBench()
    {
        foreach (var (id, i) in Ids.Select((id, i) => (id, i)))
            World.Ec2.Put(
                new SandboxImage(
                    ImageId.Parse(id),
                    RegionName.Parse("us-east-1"),
                    AccountId.Parse(WorldGenerator.Observability),
                    $"image-{i}",
                    World.Now
                )
                {
                    LaunchPermissions =
                        i == 1
                            ? [AmiGovernance.Sandbox.World.LaunchPermission.Public, new("userId", Partner.Value)]
                            : [AmiGovernance.Sandbox.World.LaunchPermission.Public],
                }
            );
        Sharing = new SandboxSharing(World);
    }

    public SandboxWorld World { get; } = WorldGenerator.Create(new WorldSize(8, 1, 0), new StillTime());

    public SandboxSharing Sharing { get; }

    public KilledFiles Files { get; } = new();

    public DiagnosticBag Bag { get; } = new();

    public static ReviewList List =>
        new([
            Reviewed(0),
            Reviewed(1),
            Reviewed(2) with
            {
                Grant =
                [
                    Partner,
                    new(
                        PermissionKind.OrganizationArn,
                        "arn:aws:organizations::998877665544:organization/o-a1b2c3d4e5"
                    ),
                ],
            },
            Reviewed(3) with
            {
                Decision = ReviewDecision.Keep,
                Reason = "partners",
                ExpiresOn = new(2026, 6, 30),
            },
        ]);

    private static ImagePlace Place(int i) => new(Ours, RegionName.Parse("us-east-1"), ImageId.Parse(Ids[i]));

    private static ReviewedImage Reviewed(int i) =>
        new(Place(i))
        {
            Decision = ReviewDecision.Private,
            ApprovedBy = "security-lead",
            Ticket = "SEC-9876",
        };

    public string[] Permissions(int i) =>
        [.. World.Ec2.Image(Ids[i])!.LaunchPermissions.Select(p => p.Value).Order(StringComparer.Ordinal)];

    public RemediationPlan Plan() =>
        new PlanRemediation(Sharing, RemediationLog.Read(Files).IfSound?.Entries ?? [], new(2026, 1, 3))
            .Run(List, Bag, CancellationToken.None)
            .Result!;

    /// <summary>As `images remediate --yes` does it; how many images were changed, and how many not.</summary>
    public (int Done, int Failed) Remediate()
    {
        var run = CarryOut(Plan(), RemediationEvent.Done);
        Assert.NotNull(run);
        return (run.Outcomes.Count(o => o.IsDone), run.Outcomes.Count(o => !o.IsDone));
    }

    public RemediationPlan? Undo(string? run = null)
    {
        var log = RemediationLog.Open(Files, Bag)!;
        var plan = new UndoRemediation(Sharing).Plan(log.Entries, run, [], Bag, CancellationToken.None).Result;
        if (plan is not null)
            CarryOut(plan, RemediationEvent.Undone);
        return plan;
    }

    /// <summary>A minute after the last run: the time names it.</summary>
    public RemediationRun? CarryOut(RemediationPlan plan, RemediationEvent success) =>
        CarryOutUntil(plan, success, CancellationToken.None);

    /// <param name="cancel">Ctrl-C.</param>
    public RemediationRun? CarryOutUntil(RemediationPlan plan, RemediationEvent success, CancellationToken cancel) =>
        new CarryOutRemediation(Sharing, Sharing, new OpsTeam(), Files, new StillTime(runs++))
            .Run(plan, success, Bag, null, cancel)
            .GetAwaiter()
            .GetResult();

    public ImmutableArray<RemediationEntry> Log => RemediationLog.Read(Files).ReportTo(Bag)!.Entries;

    public string[] Csv =>
        Encoding
            .UTF8.GetString(Files.Inner.Files[RemediationLog.CsvPath])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    internal sealed class KilledFiles : IFileStore
    {
        public InMemoryFileStore Inner { get; } = new();

        public int Actions { get; private set; }

        public Action<bool>? Around { get; set; }

        public IReadOnlyList<string> List(string folder) => Inner.List(folder);

        public bool Exists(string path) => Inner.Exists(path);

        public SourceText? Read(string path, DiagnosticBag bag) => Inner.Read(path, bag);

        public bool Write(string folder, IReadOnlyList<GeneratedFile> files, DiagnosticBag bag) =>
            Inner.Write(folder, files, bag);

        public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag)
        {
            Around?.Invoke(false);
            Actions++;
            var done = Inner.Append(path, end, bytes, bag);
            Around?.Invoke(true);
            return done;
        }

        public void Delete(string path) => Inner.Delete(path);
    }

    public sealed class Nobody : IAwsIdentity
    {
        public Task<CallerDetails> GetCallerIdentity(CancellationToken cancel) =>
            throw new AwsException("sts:GetCallerIdentity", "ExpiredToken", "The security token is expired");
    }

    public sealed class OpsTeam : IAwsIdentity
    {
        public Task<CallerDetails> GetCallerIdentity(CancellationToken cancel) =>
            Task.FromResult(
                new CallerDetails(AccountId.Parse("998877665544"), "arn:aws:iam::998877665544:user/ops-team")
            );
    }

    public sealed class StillTime(int minutes = 0) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 3, 12, minutes, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
