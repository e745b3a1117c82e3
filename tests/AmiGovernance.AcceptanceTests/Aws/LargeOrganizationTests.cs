using System.Collections.Immutable;
using System.Globalization;
using Amazon.Runtime;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Aws;

/// <summary>5,000 accounts in 200 organizational units, with the rate limits of AWS. Alone, since memory is measured.</summary>
[Collection(nameof(LargeOrganizationTests))]
[CollectionDefinition(nameof(LargeOrganizationTests), DisableParallelization = true)]
public sealed class LargeOrganizationTests
{
    private const int Accounts = 5_000;
    private const int Units = 200;

    private static Organization Large()
    {
        string Unit(int i) => string.Create(CultureInfo.InvariantCulture, $"ou-a1b2-{i:d8}");
        // A tree of three levels, as AWS allows five.
        ImmutableArray<OrganizationalUnit> units =
        [
            .. Enumerable
                .Range(0, Units)
                .Select(i => new OrganizationalUnit(
                    Unit(i),
                    $"unit {i}",
                    i < 5 ? "r-a1b2"
                        : i < 30 ? Unit(i % 5)
                        : Unit(5 + (i % 25))
                )),
        ];
        ImmutableArray<OrganizationAccount> accounts =
        [
            .. Enumerable
                .Range(0, Accounts)
                .Select(i => new OrganizationAccount(
                    AccountId.Parse((100_000_000_000 + i).ToString(CultureInfo.InvariantCulture)),
                    $"account {i}",
                    Unit(i % Units)
                )),
        ];
        return new Organization
        {
            Id = "o-a1b2c3d4e5",
            ManagementAccount = accounts[0].Id,
            RootId = "r-a1b2",
            Units = units,
            Accounts = accounts,
            Policies = [OrganizationPolicy.FullAwsAccess],
            Attachments =
            [
                .. units
                    .Select(u => u.Id)
                    .Concat(accounts.Select(a => a.Id.Value))
                    .Prepend("r-a1b2")
                    .Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId)),
            ],
        };
    }

    [Fact]
    public async Task Is_read_within_the_rates_of_AWS()
    {
        var time = new RushingTime(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));
        await using var server = await SandboxServer.Start(
            new SandboxWorld(Large(), time),
            cancel: TestContext.Current.CancellationToken
        );
        server.Throttles = true;
        using var connection = new AwsConnection(
            new AwsSettings(null, "us-east-1", "x")
            {
                Endpoint = server.Address,
                Credentials = new BasicAWSCredentials(
                    CredentialStore.AdministratorKey(server.World.Organization.ManagementAccount),
                    CredentialStore.AdministratorSecret
                ),
            },
            time
        );
        var seen = new List<ReadProgress>();
        var read = await new ReadOrganization(connection.Organizations, new Recorder(seen)).Read(
            [OrganizationTarget.Root],
            TestContext.Current.CancellationToken
        );
        Assert.Equal((Accounts, Units), (read.Accounts.Length, read.Units.Length));
        Assert.Equal(0, server.Throttle.Refused);
        // One call for each unit and for each page of 20 accounts, and some more.
        Assert.InRange(server.Requests, (Accounts / 20) + Units, (Accounts / 20) + Units + 20);
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));
        Assert.Contains(seen, p => p is { What: "organizational units", Done: > 100 });
    }

    [Fact]
    public async Task Status_takes_as_many_calls_as_pages_and_keeps_little()
    {
        var time = new RushingTime(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));
        var files = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        Assert.Equal(0, files.Run("generate").ExitCode);
        await using var server = await SandboxServer.Start(
            new SandboxWorld(Large(), time),
            cancel: TestContext.Current.CancellationToken
        );
        using var connection = new AwsConnection(
            new AwsSettings(null, "us-east-1", "x")
            {
                Endpoint = server.Address,
                Credentials = new BasicAWSCredentials(
                    CredentialStore.AdministratorKey(server.World.Organization.ManagementAccount),
                    CredentialStore.AdministratorSecret
                ),
            },
            time
        );
        files.Sandbox = server;
        Assert.Equal(0, files.Run("apply", "--yes", "--accept-unproven").ExitCode);
        server.Throttles = true;
        var (requests, began) = (server.Requests, time.Elapsed);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var seen = new List<ReadProgress>();
        var status = await new ReadStatus(
            connection.Organizations,
            new ReadPolicyHistory(connection, connection.EventHistory, time),
            files.Files,
            time,
            new Recorder(seen)
        ).Run(new StatusRequest(Samples.ConfigPath, "dist"), TestContext.Current.CancellationToken);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(Accounts - 1, status.Covered);
        Assert.Equal(0, server.Throttle.Refused);
        // Not one call for each account: AWS is asked for the effective policy of one that stands for all.
        Assert.InRange(server.Requests - requests, (Accounts / 20) + Units, (Accounts / 20) + Units + 30);
        Assert.InRange(time.Elapsed - began, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));
        Assert.Contains(seen, p => p is { What: "organizational units", Done: > 100 });
        // What is kept grows with accounts and units only; answers are not kept.
        Assert.True(kept < 24 * 1024 * 1024, $"{kept:N0} bytes are kept");
    }

    [Fact]
    public async Task The_way_out_of_an_emergency_takes_seconds_there_too()
    {
        var time = new RushingTime(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));
        var files = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        Assert.Equal(0, files.Run("generate").ExitCode);
        await using var server = await SandboxServer.Start(
            new SandboxWorld(Large(), time),
            cancel: TestContext.Current.CancellationToken
        );
        files.Sandbox = server;
        files.Waiting = time;
        Assert.Equal(0, files.Run("apply", "--yes", "--accept-unproven").ExitCode);
        var (promoted, output, error) = files.Run(
            "promote",
            "--target",
            "ou-a1b2-00000150",
            "--only-region",
            "us-east-1",
            "--ticket",
            "T",
            "--notified",
            "N",
            "--override",
            "audit-time",
            "--override",
            "violations",
            "--reason",
            "R",
            "--yes"
        );
        Assert.True(promoted == 0, output + error);
        var (requests, began) = (server.Requests, time.Elapsed);
        server.Throttles = true;
        var (code, told, wrong) = files.Run("rollback", "--to", "audit_mode", "--yes");
        Assert.True(code == 0, told + wrong);
        Assert.Equal(0, server.Throttle.Refused);
        Assert.InRange(server.Requests - requests, 10, 45);
        Assert.True(time.Elapsed - began < TimeSpan.FromSeconds(30), $"{time.Elapsed - began}");
    }

    private sealed class Recorder(List<ReadProgress> seen) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value)
        {
            lock (seen)
                seen.Add(value);
        }
    }
}
