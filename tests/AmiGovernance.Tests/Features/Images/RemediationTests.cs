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

public sealed class RemediationTests
{
    private static readonly LaunchPermission Partner = LaunchPermission.To(AccountId.Parse("600000000001"));
    private static readonly string[] Ids =
    [
        .. Enumerable.Range(0, 4).Select(i => string.Create(CultureInfo.InvariantCulture, $"ami-{i:x17}")),
    ];

    /// <summary>Four public images; of the second a partner has it too.</summary>
    private sealed class Bench
    {
        public Bench()
        {
            foreach (var (id, i) in Ids.Select((id, i) => (id, i)))
                World.Ec2.Put(
                    new SandboxImage(id, "us-east-1", WorldGenerator.Observability, $"image-{i}", World.Now)
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

        private static ReviewedImage Reviewed(int i) =>
            new(AccountId.Parse(WorldGenerator.Observability), "us-east-1", Ids[i])
            {
                Decision = ReviewDecision.Private,
                ApprovedBy = "security-lead",
                Ticket = "SEC-9876",
            };

        public string[] Permissions(int i) =>
            [.. World.Ec2.Image(Ids[i])!.LaunchPermissions.Select(p => p.Value).Order(StringComparer.Ordinal)];

        public RemediationPlan Plan() =>
            new PlanRemediation(Sharing, new(2026, 1, 3)).Run(List, Bag, CancellationToken.None).Result;

        /// <summary>As `images remediate --yes` does it.</summary>
        public RemediationResult Remediate()
        {
            var plan = Plan();
            var log = RemediationLog.Open(Files, Bag);
            Assert.NotNull(log);
            var remediation = new RemediateImages(Sharing, log, new StillTime());
            remediation.MakeGood(Bag, CancellationToken.None).GetAwaiter().GetResult();
            return remediation
                .Run(
                    plan.Steps,
                    new RemediationContext($"run-{log.Entries.Count}", "arn:aws:iam::998877665544:user/ops-team"),
                    RemediationEvent.Done,
                    Bag,
                    CancellationToken.None
                )
                .GetAwaiter()
                .GetResult();
        }

        public RemediationPlan? Undo(string? run = null)
        {
            var log = RemediationLog.Open(Files, Bag)!;
            var plan = new UndoRemediation(Sharing).Plan(log.Entries, run, [], Bag, CancellationToken.None).Result;
            if (plan is not null)
                new RemediateImages(Sharing, log, new StillTime())
                    .Run(
                        plan.Steps,
                        new RemediationContext("undo", "arn"),
                        RemediationEvent.Undone,
                        Bag,
                        CancellationToken.None
                    )
                    .GetAwaiter()
                    .GetResult();
            return plan;
        }

        public ImmutableArray<RemediationEntry> Log => RemediationLog.Read(Files, Bag).Entries;

        public string[] Csv =>
            Encoding
                .UTF8.GetString(Files.Inner.Files[RemediationLog.CsvPath])
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void Makes_private_what_was_decided_and_lets_in_who_was_named()
    {
        var bench = new Bench();
        Assert.Equal(
            [
                "ec2:ModifyImageAttribute ami-00000000000000002 in 777788889999 us-east-1: remove Group=all; add OrganizationArn=arn:aws:organizations::998877665544:organization/o-a1b2c3d4e5, UserId=600000000001",
            ],
            bench.Plan().Steps.Where(s => s.ImageId == Ids[2]).Select(s => s.Describe())
        );
        Assert.Equal(new RemediationResult(3, 0), bench.Remediate());
        Assert.Empty(bench.Permissions(0));
        Assert.Equal([Partner.Value], bench.Permissions(1));
        Assert.Equal(
            [Partner.Value, "arn:aws:organizations::998877665544:organization/o-a1b2c3d4e5"],
            bench.Permissions(2)
        );
        Assert.Equal(["all"], bench.Permissions(3));
        Assert.Equal(
            [
                "AMI_ID,Region,Original_Status,Remediation_Date,Remediated_By,Ticket",
                .. Ids.Take(3)
                    .Select(i => $"{i},us-east-1,public,2026-01-03,arn:aws:iam::998877665544:user/ops-team,SEC-9876"),
            ],
            bench.Csv.Order(StringComparer.Ordinal)
        );
        Assert.Equal(1, bench.Plan().Kept);
        Assert.Equal(new RemediationResult(0, 0), bench.Remediate());
        Assert.Equal(3, bench.Sharing.Changes.Count);
    }

    [Fact]
    public void Killed_at_any_point_nothing_is_lost_and_nothing_done_twice()
    {
        var whole = new Bench();
        whole.Remediate();
        for (var kill = 0; kill < whole.Files.Actions + whole.Sharing.Changes.Count; kill++)
            foreach (var after in new[] { false, true })
            {
                var bench = new Bench();
                var (countdown, dead) = (kill, false);
                // Appending to a file and changing an image count alike; once dead, nothing happens any more.
                void Step(bool isAfter)
                {
                    if (!isAfter && dead)
                        throw new KilledException();
                    if (isAfter != after)
                        return;
                    if (countdown-- == 0)
                        dead = true;
                    if (dead)
                        throw new KilledException();
                }
                bench.Files.Around = Step;
                (bench.Sharing.Before, bench.Sharing.After) = (_ => Step(false), _ => Step(true));
                Assert.ThrowsAny<Exception>(() => bench.Remediate());
                bench.Files.Around = null;
                (bench.Sharing.Before, bench.Sharing.After) = (null, null);
                bench.Remediate();
                Assert.Empty(bench.Bag.ToSorted());
                Assert.Equal(
                    whole
                        .World.Ec2.Images.Where(i => Ids.Contains(i.Id))
                        .Select(i => string.Join(',', i.LaunchPermissions)),
                    bench
                        .World.Ec2.Images.Where(i => Ids.Contains(i.Id))
                        .Select(i => string.Join(',', i.LaunchPermissions))
                );
                Assert.Equal(
                    Ids.Take(3),
                    bench
                        .Log.Where(e => e.Event == RemediationEvent.Done)
                        .Select(e => e.ImageId)
                        .Order(StringComparer.Ordinal)
                );
                Assert.Equal(whole.Csv.Order(StringComparer.Ordinal), bench.Csv.Order(StringComparer.Ordinal));
                Assert.Equal(3, bench.Sharing.Changes.Count);
                Assert.All(
                    bench.Log.Where(e => e.Event == RemediationEvent.Done),
                    e => Assert.Contains(LaunchPermission.Everyone, e.Before)
                );
            }
    }

    [Fact]
    public void A_failure_on_one_image_stops_no_other()
    {
        var bench = new Bench();
        bench.Sharing.Before = id =>
        {
            if (id == Ids[0])
                throw new AwsException(
                    "ec2:ModifyImageAttribute",
                    "UnauthorizedOperation",
                    "… with an explicit deny in a service control policy: arn:aws:organizations::998877665544:policy/o-a1b2c3d4e5/service_control_policy/p-1",
                    "r"
                );
        };
        Assert.Equal(new RemediationResult(2, 1), bench.Remediate());
        var failure = Assert.Single(bench.Bag.ToSorted());
        Assert.Equal("AMI1014", failure.Code);
        Assert.Contains("`break_glass_principals`", failure.Help, StringComparison.Ordinal);
        Assert.Equal(RemediationEvent.Failed, Assert.Single(bench.Log, e => e.Event == RemediationEvent.Failed).Event);
        Assert.Equal(["all"], bench.Permissions(0));
    }

    [Fact]
    public void A_lost_answer_is_settled_by_looking()
    {
        var bench = new Bench();
        bench.Sharing.After = _ =>
            throw new AwsException(
                "ec2:ModifyImageAttribute",
                AwsFailure.RequestFailed,
                "no answer came in time",
                null
            );
        Assert.Equal(new RemediationResult(3, 0), bench.Remediate());
        Assert.Empty(bench.Bag.ToSorted());
    }

    [Fact]
    public void Undo_gives_back_what_the_run_took_and_takes_what_it_gave()
    {
        var bench = new Bench();
        var before = Enumerable.Range(0, 4).Select(i => string.Join(',', bench.Permissions(i))).ToList();
        bench.Remediate();
        Assert.Equal(3, bench.Undo()!.Steps.Length);
        Assert.Equal(before, Enumerable.Range(0, 4).Select(i => string.Join(',', bench.Permissions(i))));
        Assert.Equal(3, bench.Log.Count(e => e.Event == RemediationEvent.Undone));
        Assert.Null(bench.Undo());
        Assert.Equal("AMI1016", Assert.Single(bench.Bag.ToSorted()).Code);
    }

    [Fact]
    public void Undo_leaves_alone_what_others_did_since()
    {
        var bench = new Bench();
        bench.Remediate();
        bench.World.Ec2.Put(
            bench.World.Ec2.Image(Ids[0])! with
            {
                LaunchPermissions = [new("userId", "222233334444")],
            }
        );
        bench.Undo();
        Assert.Equal(["222233334444", "all"], bench.Permissions(0));
    }

    [Fact]
    public void A_changed_log_is_refused_and_people_s_rows_in_the_CSV_stay()
    {
        var bench = new Bench();
        bench.Files.Inner.Files[RemediationLog.CsvPath] = Encoding.UTF8.GetBytes(
            "AMI_ID,Region,Original_Status,Remediation_Date,Remediated_By,Ticket\nami-12345678,us-east-1,public,2025-12-01,me,SEC-1"
        );
        bench.Remediate();
        Assert.Equal("ami-12345678,us-east-1,public,2025-12-01,me,SEC-1", bench.Csv[1]);
        Assert.Equal(5, bench.Csv.Length);
        bench.Files.Inner.Files[RemediationLog.Path] = Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(bench.Files.Inner.Files[RemediationLog.Path])
                .Replace("SEC-9876", "SEC-0000", StringComparison.Ordinal)
        );
        Assert.Null(RemediationLog.Open(bench.Files, bench.Bag));
        Assert.Contains(bench.Bag.ToSorted(), d => d.Code == "AMI1015");
    }

    [Fact]
    public void A_review_list_is_read_as_it_is_written()
    {
        var bag = new DiagnosticBag();
        var written = Bench.List with
        {
            Images =
            [
                .. Bench.List.Images.Select(i =>
                    i with
                    {
                        Name = "x",
                        SharedWith = [LaunchPermission.Everyone],
                        UsageReport = new(2026, 1, 2),
                        UsedBy = [new ImageUser(AccountId.Parse("600000000001"), "ec2:Instance", 3)],
                    }
                ),
            ],
        };
        var read = ReviewList.Read(new SourceText("review", written.ToBytes()), bag);
        Assert.Empty(bag.ToSorted());
        Assert.Equal(written.ToBytes(), read!.ToBytes());
    }

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

        public bool Append(string path, int at, ReadOnlyMemory<byte> bytes, DiagnosticBag bag)
        {
            Around?.Invoke(false);
            Actions++;
            var done = Inner.Append(path, at, bytes, bag);
            Around?.Invoke(true);
            return done;
        }

        public void Delete(string path) => Inner.Delete(path);
    }

    private sealed class StillTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
