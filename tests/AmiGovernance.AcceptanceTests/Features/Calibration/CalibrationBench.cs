using System.Collections.Immutable;
using Amazon.Runtime;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Calibration;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Calibration;

/// <summary>An organization in the sandbox: a management account, a throwaway account in a unit, an image of Amazon.</summary>
internal sealed class CalibrationBench : IDisposable
{
    public static readonly AccountId Management = AccountId.Parse("210987654321");
    public static readonly AccountId Throwaway = AccountId.Parse("320987654321");

    /// <summary>Stands beside the first, whose organizational unit it shares.</summary>
    public static readonly AccountId Second = AccountId.Parse("430987654321");

    private const string Root = "r-c4l1";
    private const string Unit = "ou-c4l1-throwaway";

    private readonly RushingTime time = new(new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero));

    public CalibrationBench(string assumptions = "")
    {
        World = new SandboxWorld(Small(), time);
        foreach (var account in Request.Accounts)
            World.Roles[(account, SandboxRole.OrganizationAccess)] = new SandboxRole();
        if (assumptions.Length > 0)
            World.Assumptions = Assumptions.Usual.With(assumptions.Split(' '))!;
        foreach (var image in Images)
            World.Ec2.Put(OfAmazon(image));
        Server = SandboxServer.Start(World).GetAwaiter().GetResult();
        Connection = new AwsConnection(
            new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole)
            {
                Endpoint = Server.Address,
                Retries = 0,
                Credentials = new BasicAWSCredentials(
                    CredentialStore.AdministratorKey(Management),
                    CredentialStore.AdministratorSecret
                ),
            },
            time
        );
    }

    /// <summary>Of Amazon, small and public.</summary>
    private static readonly string[] Images =
    [
        "ami-0a1b2c3d4e5f60718",
        "ami-0a1b2c3d4e5f60719",
        "ami-0a1b2c3d4e5f6071a",
    ];

    public SandboxWorld World { get; }

    public SandboxServer Server { get; }

    public AwsConnection Connection { get; }

    public static CalibrationRequest Request { get; } =
        new(Throwaway, RegionName.Parse("us-east-1"), Partition.Aws, "0103x120000", "t3.nano") { Second = Second };

    /// <param name="calls">What stands between the run and AWS; null for nothing.</param>
    public Task<CalibrationResult> Run(IExperimentCalls? calls = null, CancellationToken cancel = default) =>
        Run(Request, calls, cancel);

    public Task<CalibrationResult> Run(
        CalibrationRequest request,
        IExperimentCalls? calls = null,
        CancellationToken cancel = default
    ) => new RunCalibration(calls ?? Connection.Experiments, time).Run(request, cancel);

    public Task<(ImmutableArray<string> Removed, ImmutableArray<string> Left)> CleanUp() =>
        new CleanUpCalibration(Connection.Experiments, Request.Accounts).Run(CancellationToken.None);

    /// <summary>What the world holds beside what it began with, by its own state.</summary>
    public IReadOnlyList<string> Left() =>
        [
            .. World.Organization.Policies.Where(p => !p.AwsManaged).Select(p => p.Name),
            .. World.Organization.Units.Where(u => u.Id != Unit).Select(u => u.Name),
            .. World.Organization.Accounts.Where(a => a.Id != Management && a.ParentId != Unit).Select(a => a.ParentId),
            .. World.Ec2.Images.Where(i => Request.Accounts.Contains(i.OwnerId)).Select(i => i.Id.Value),
            .. World.Ec2.Deregistered.Select(i => i.SnapshotId),
            .. World.Ec2.Instances.Where(i => !i.IsTerminated).Select(i => i.Id),
        ];

    /// <summary>Findings that are not as the world answers.</summary>
    public IReadOnlyList<string> Wrong(IEnumerable<ExperimentFinding> findings) =>
        [
            .. from finding in findings
            let answer = finding.Answer
            where answer is not null && Truth(finding.Experiment) is { } truth && answer.Value != truth
            select $"{finding.Experiment.Name}: {answer.Value}",
        ];

    /// <summary>What an experiment must find in this world: an assumption, or what follows from several. Null for what is documented.</summary>
    private string? Truth(Experiment experiment)
    {
        var assumption = Assumptions.Known.FirstOrDefault(a => a.Name == experiment.Assumption);
        return experiment.Name switch
        {
            "copy-denied" or "shared-denied" => World.Assumptions[Assumptions.LaunchDenied],
            "foreign-copies" when Is(Assumptions.OwnerVariable, "literal") => "all",
            "foreign-copies" => Is(Assumptions.CopySource, "owner") ? "others-alone" : "none",
            "shared-owner" => "account",
            "copy-account-key" => Is(Assumptions.CopySource, "owner") ? "missing" : "not-asked",
            "copy-image-key" when Is(Assumptions.CopySource, "none") => "not-asked",
            _ => assumption is null ? null : World.Assumptions[assumption],
        };
    }

    private bool Is(Assumption assumption, string answer) => World.Assumptions[assumption] == answer;

    public void Dispose()
    {
        Connection.Dispose();
        Server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private SandboxImage OfAmazon(string id) =>
        new(
            ImageId.Parse(id),
            RegionName.Parse("us-east-1"),
            AccountId.Parse("137112412989"),
            $"al2023-ami-2023.9.2025120{id[^1]}.0-kernel-6.1-x86_64",
            World.Now
        )
        {
            OwnerAlias = "amazon",
            LaunchPermissions = [LaunchPermission.Public],
        };

    private static Organization Small()
    {
        string[] targets = [Root, Unit, Management.Value, Throwaway.Value, Second.Value];
        return new Organization
        {
            Id = "o-c4l1brat10n",
            RootId = Root,
            ManagementAccount = Management,
            Units = [new OrganizationalUnit(Unit, "Throwaway", Root)],
            Accounts =
            [
                new OrganizationAccount(Management, "tests", Root),
                new OrganizationAccount(Throwaway, "throwaway", Unit),
                new OrganizationAccount(Second, "second", Unit),
            ],
            Policies = [OrganizationPolicy.FullAwsAccess],
            EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy, OrganizationPolicyType.DeclarativePolicyEc2],
            Attachments = [.. targets.Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId))],
        };
    }
}
