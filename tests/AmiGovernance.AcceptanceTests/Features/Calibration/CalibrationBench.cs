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
    private const string Root = "r-c4l1";
    private const string Unit = "ou-c4l1-throwaway";

    private readonly RushingTime time = new(new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero));

    public CalibrationBench(string assumptions = "")
    {
        World = new SandboxWorld(Small(), time);
        World.Roles[(Throwaway, SandboxRole.OrganizationAccess)] = new SandboxRole();
        if (assumptions.Length > 0)
            World.Assumptions = Assumptions.Usual.With(assumptions.Split(' '))!;
        World.Ec2.Put(
            new SandboxImage(
                ImageId.Parse("ami-0a1b2c3d4e5f60718"),
                RegionName.Parse("us-east-1"),
                AccountId.Parse("137112412989"),
                "al2023-ami-2023.9.20251208.0-kernel-6.1-x86_64",
                World.Now
            )
            {
                OwnerAlias = "amazon",
                LaunchPermissions = [LaunchPermission.Public],
            }
        );
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

    public SandboxWorld World { get; }

    public SandboxServer Server { get; }

    public AwsConnection Connection { get; }

    public static CalibrationRequest Request { get; } =
        new(Throwaway, RegionName.Parse("us-east-1"), Partition.Aws, "0103x120000", "t3.nano");

    /// <param name="calls">What stands between the run and AWS; null for nothing.</param>
    public Task<CalibrationResult> Run(IExperimentCalls? calls = null, CancellationToken cancel = default) =>
        new RunCalibration(calls ?? Connection.Experiments, time).Run(Request, cancel);

    public Task<(ImmutableArray<string> Removed, ImmutableArray<string> Left)> CleanUp() =>
        new CleanUpCalibration(Connection.Experiments, Throwaway).Run(CancellationToken.None);

    /// <summary>What the world holds beside what it began with, by its own state.</summary>
    public IReadOnlyList<string> Left() =>
        [
            .. World.Organization.Policies.Where(p => !p.AwsManaged).Select(p => p.Name),
            .. World.Organization.Units.Where(u => u.Id != Unit).Select(u => u.Name),
            .. World.Organization.Accounts.Where(a => a.Id == Throwaway && a.ParentId != Unit).Select(a => a.ParentId),
            .. World.Ec2.Images.Where(i => i.OwnerId == Throwaway).Select(i => i.Id.Value),
            .. World.Ec2.Instances.Where(i => !i.IsTerminated).Select(i => i.Id),
        ];

    /// <summary>Findings that are not as the world answers.</summary>
    public IReadOnlyList<string> Wrong(IEnumerable<ExperimentFinding> findings) =>
        [
            .. from finding in findings
            let assumption = Assumptions.Known.FirstOrDefault(a => a.Name == finding.Experiment.Assumption)
            let answer = finding.Answer
            where assumption is not null && answer is not null && answer.Value != World.Assumptions[assumption]
            select $"{finding.Experiment.Name}: {answer.Value}",
        ];

    public void Dispose()
    {
        Connection.Dispose();
        Server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static Organization Small()
    {
        string[] targets = [Root, Unit, Management.Value, Throwaway.Value];
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
            ],
            Policies = [OrganizationPolicy.FullAwsAccess],
            EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy, OrganizationPolicyType.DeclarativePolicyEc2],
            Attachments = [.. targets.Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId))],
        };
    }
}
