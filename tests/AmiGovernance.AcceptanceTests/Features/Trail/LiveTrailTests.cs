using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Trail;

/// <summary>The event history of an organization in the sandbox, against the trail files that the same calls left behind.</summary>
public sealed class LiveTrailTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-live-");
    private readonly Amigov amigov = new() { Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero) };
    private SandboxServer server = null!;
    private SandboxWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = WorldGenerator.Create(new WorldSize(6, 2, 1), new Amigov.FixedTime(amigov.Now));
        amigov.Sandbox = server = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        amigov.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private string State => Path.Combine(folder.FullName, "live.db");

    private string Csv(params string[] options)
    {
        var (code, output, error) = amigov.Run([
            "trail",
            "live",
            "--by",
            "kind,action,account,region,image,outcome",
            "--output",
            "csv",
            .. options,
        ]);
        Assert.True(code == 0, error);
        return output;
    }

    private async Task<IReadOnlyList<string>> Accounts(int launches)
    {
        var accounts = world
            .Organization.Accounts.Where(a =>
                a.Id != world.Organization.ManagementAccount
                && a.State == AmiGovernance.Core.Policies.Organizations.AccountState.Active
            )
            .Take(2)
            .Select(a => a.Id.Value)
            .ToList();
        foreach (var account in accounts)
            await Launch(account, world.Ec2.Regions[1].Value, launches);
        return accounts;
    }

    [Fact]
    public async Task It_says_what_the_trail_files_of_the_same_calls_say()
    {
        var trail = server.StartTrail();
        await Accounts(launches: 3);
        trail.Deliver();
        var live = Csv();
        var (code, files, error) = amigov.Run(
            "trail",
            "scan",
            $"s3://{TrailDelivery.BucketOf(world.Organization)}",
            "--by",
            "kind,action,account,region,image,outcome",
            "--output",
            "csv"
        );
        Assert.True(code == 0, error);
        Assert.Contains("launch,ec2:RunInstances", live, StringComparison.Ordinal);
        Assert.Equal(files, live);
    }

    [Fact]
    public async Task Where_much_happens_it_asks_by_name_and_counts_nothing_twice()
    {
        var account = (await Accounts(launches: 0))[0];
        await Launch(account, world.Ec2.Regions[0].Value, 2);
        // More pages of other writes than there are names to ask for.
        for (var i = 0; i < 2000; i++)
            world.Trail.Add(
                new AmiGovernance.Sandbox.World.TrailEvent
                {
                    EventId = $"00000000-0000-4000-8000-{i:x12}",
                    Time = amigov.Now.AddMinutes(-i),
                    Place = new Place(AccountId.Parse(account), world.Ec2.Regions[0]),
                    Service = "logs.amazonaws.com",
                    Operation = "CreateLogStream",
                    ReadOnly = false,
                    Username = "app",
                    AccessKey = "AKIA",
                    Record = System.Text.Encoding.UTF8.GetBytes(
                        $$"""{"eventVersion":"1.11","eventSource":"logs.amazonaws.com","eventName":"CreateLogStream","eventID":"{{i}}"}"""
                    ),
                }
            );
        await Launch(account, world.Ec2.Regions[0].Value, 60);
        Assert.Contains(
            $"launch,ec2:RunInstances,{account},{world.Ec2.Regions[0]},{ImageOf(world.Ec2.Regions[0].Value)},succeeded,62,",
            Csv("--account", account),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_later_run_with_the_same_state_asks_for_what_came_since()
    {
        var account = (await Accounts(launches: 120))[0];
        Forward(TimeSpan.FromHours(2));
        var row =
            $"launch,ec2:RunInstances,{account},{world.Ec2.Regions[1]},{ImageOf(world.Ec2.Regions[1].Value)},succeeded,";
        Assert.Contains($"{row}120,", Csv("--state", State), StringComparison.Ordinal);
        Forward(TimeSpan.FromHours(3));
        await Launch(account, world.Ec2.Regions[1].Value, 2);
        var before = server.Statistics.Of("cloudtrail", "LookupEvents");
        var report = Csv("--state", State);
        Assert.Contains($"{row}122,", report, StringComparison.Ordinal);
        var places =
            world.Organization.Accounts.Count(a =>
                a.State == AmiGovernance.Core.Policies.Organizations.AccountState.Active
            ) * world.Ec2.Regions.Length;
        Assert.Equal(places, server.Statistics.Of("cloudtrail", "LookupEvents") - before);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_the_rest_is_counted_and_the_next_run_makes_up_for_it()
    {
        var accounts = await Accounts(launches: 2);
        server.Faults.Add(
            new Fault("cloudtrail", "LookupEvents", FaultKind.Error)
            {
                Account = accounts[0],
                Region = world.Ec2.Regions[1].Value,
                Code = "AccessDeniedException",
                Status = 400,
            }
        );
        world.Roles[(AccountId.Parse(accounts[1]), AwsSettings.OrganizationAccessRole)] = new SandboxRole
        {
            Trusts = ["999999999999"],
        };
        var (code, output, error) = amigov.Run("trail", "live", "--state", State, "--output", "json");
        Assert.Equal(4, code);
        Assert.Contains(
            $"{accounts[0]}/{world.Ec2.Regions[1]}: warning AMI0901: it cannot be read: cloudtrail:LookupEvents: AccessDeniedException",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"{accounts[1]}/*: warning AMI0901: it cannot be read: sts:AssumeRole",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains("\"gaps\": 2", output, StringComparison.Ordinal);
        server.Faults.Clear();
        world.Roles[(AccountId.Parse(accounts[1]), AwsSettings.OrganizationAccessRole)] = new SandboxRole();
        var made = Csv("--state", State);
        Assert.All(
            accounts,
            a =>
                Assert.Contains(
                    $"launch,ec2:RunInstances,{a},{world.Ec2.Regions[1]},{ImageOf(world.Ec2.Regions[1].Value)},succeeded,2,",
                    made,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task It_keeps_within_two_calls_a_second_for_each_account_and_Region()
    {
        var account = (await Accounts(launches: 130))[0];
        var time = new RushingTime(amigov.Now);
        using var connection = new AwsConnection(
            new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole)
            {
                Endpoint = server.Address,
                Credentials = Key(world.Organization.ManagementAccount.Value),
            },
            time
        );
        var filter = TrailFilter.Everything with
        {
            Accounts = [AccountId.Parse(account)],
            Regions = [world.Ec2.Regions[1]],
        };
        await new ScanTrail(
            new EventHistorySource(
                connection.Organizations,
                connection.ImageReader,
                connection.EventHistory,
                filter,
                amigov.Now
            ),
            TrailQuestion.Everything with
            {
                Filter = filter,
            },
            null,
            TimeProvider.System
        ).Run(TestContext.Current.CancellationToken);
        var calls = server.Statistics.Of("cloudtrail", "LookupEvents");
        Assert.True(calls >= 3 && time.Elapsed.TotalSeconds >= (calls - 1) / 2.0, $"{calls} calls in {time.Elapsed}");
    }

    [Fact]
    public void An_account_of_somebody_else_and_a_Region_that_is_none_are_gaps()
    {
        var (code, _, error) = amigov.Run("trail", "live", "--account", "999999999999", "--region", "us-east-1");
        Assert.Equal(
            (4, true),
            (
                code,
                error.Contains(
                    "999999999999/*: warning AMI0901: it cannot be read: the account is not in the organization",
                    StringComparison.Ordinal
                )
            )
        );
        (code, _, error) = amigov.Run(
            "trail",
            "live",
            "--account",
            world.Organization.ManagementAccount.Value,
            "--region",
            "us-east-1",
            "--region",
            "mars-west-1"
        );
        Assert.Equal(1, code);
        Assert.Contains(
            "error AMI1020: no account that was asked has the Region mars-west-1",
            error,
            StringComparison.Ordinal
        );
    }

    private void Forward(TimeSpan time)
    {
        amigov.Now += time;
        world.ClockOffset += time;
    }

    private static BasicAWSCredentials Key(string account) =>
        new(CredentialStore.AdministratorKey(AccountId.Parse(account)), CredentialStore.AdministratorSecret);

    /// <summary>A golden image, which every account may launch.</summary>
    private string ImageOf(string region) => world.Ec2.OwnedBy(WorldGenerator.GoldenImages, region).First().Id.Value;

    private async Task Launch(string account, string region, int times)
    {
        using var ec2 = new AmazonEC2Client(
            Key(account),
            new AmazonEC2Config { ServiceURL = server.Address.ToString(), AuthenticationRegion = region }
        );
        for (var i = 0; i < times; i++)
            await ec2.RunInstancesAsync(
                new RunInstancesRequest
                {
                    ImageId = ImageOf(region),
                    InstanceType = InstanceType.T3Micro,
                    MinCount = 1,
                    MaxCount = 1,
                },
                TestContext.Current.CancellationToken
            );
    }
}
