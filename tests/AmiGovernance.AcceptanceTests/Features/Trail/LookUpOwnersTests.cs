using System.Collections.Immutable;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Impact;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Trail;

public sealed class LookUpOwnersTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Day = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private static TrailRow Launch(
        string image,
        string account,
        string region = "us-east-1",
        int hour = 1,
        CallOutcome outcome = CallOutcome.Succeeded
    ) =>
        new(
            new TrailKey
            {
                Kind = CallKind.Launch,
                Action = "ec2:RunInstances",
                Account = account,
                Region = region,
                Principal = "arn:aws:iam::111122223333:role/r",
                Image = image,
                Outcome = outcome,
            },
            1,
            Day.AddHours(hour),
            Day.AddHours(hour)
        );

    private static TrailFindings Findings(params TrailRow[] rows) =>
        new(new TrailLedger(), [.. rows], new ImageSources());

    private static string Image(int number) => $"ami-{number:x17}";

    [Fact]
    public async Task AWS_tells_owners_in_each_account_and_what_nobody_sees_stays_unknown()
    {
        await using var rig = await SandboxRig.Start();
        using var aws = rig.Connect(TimeProvider.System);
        var (amazon, golden, secret) = (
            rig.Image(WorldGenerator.Amazon),
            rig.Image(WorldGenerator.GoldenImages),
            Image(1)
        );
        rig.World.Ec2.Put(
            golden with
            {
                LaunchPermissions = [LaunchPermission.Account(WorldGenerator.PaymentsLegacy)],
                DeprecationTime = Day,
                ProductCodes = ["abc123"],
            }
        );
        var owners = new ImageOwners();
        var found = await new LookUpOwners(aws.ImageFacts, owners, rig.World.Organization).Run(
            Findings(
                Launch(amazon.Id.Value, WorldGenerator.Management),
                Launch(secret, WorldGenerator.Management),
                // Only one of the two accounts sees it, and it is not the one that asked last.
                Launch(golden.Id.Value, WorldGenerator.PaymentsLegacy, hour: 1),
                Launch(golden.Id.Value, WorldGenerator.PaymentsProduction, hour: 2)
            ),
            Cancel
        );
        Assert.Empty(found.Ledger.Gaps);
        Assert.Equal("amazon", owners.Find(amazon.Id.Value)?.IamOwner);
        var facts = owners.Find(golden.Id.Value);
        Assert.Equal(
            (WorldGenerator.GoldenImages, golden.CreationDate, Day, true),
            (facts?.OwnerId, facts?.CreationDate, facts?.DeprecationTime, facts?.DeprecationKnown)
        );
        Assert.Equal(["abc123"], facts!.ProductCodes);
        Assert.Null(owners.Find(secret));
    }

    [Fact]
    public async Task What_is_known_is_not_asked_and_each_image_once()
    {
        var (reader, owners) = (
            new Reader { Visible = { [Image(1)] = "111122223333", [Image(2)] = "111122223333" } },
            new ImageOwners()
        );
        owners.Add(new ImageFacts("444455556666", null) { ImageId = Image(3) });
        var findings = Findings(
            Launch(Image(1), "400000000000"),
            Launch(Image(1), "400000000001"),
            Launch(Image(2), "400000000000"),
            Launch(Image(2), "400000000000", hour: 2),
            Launch(Image(3), "400000000000"),
            Launch("", "400000000000"),
            Launch("lt-1:$Latest", "400000000000")
        );
        findings.Sources.Load(Image(4), "400000000000");
        var lookUp = new LookUpOwners(reader, owners, null);
        await lookUp.Run(findings with { Rows = findings.Rows.Add(Launch(Image(4), "400000000000")) }, Cancel);
        Assert.Equal([$"400000000000/us-east-1: {Image(1)} {Image(2)}"], reader.Calls);
        await lookUp.Run(findings, Cancel);
        Assert.Single(reader.Calls);
    }

    [Fact]
    public async Task A_successful_launch_is_asked_about_first_and_five_accounts_at_most()
    {
        var reader = new Reader();
        var rows = Enumerable
            .Range(1, 7)
            .Select(n =>
                Launch(
                    Image(1),
                    $"40000000000{n}",
                    hour: n,
                    outcome: n == 2 ? CallOutcome.Succeeded : CallOutcome.PolicyDenial
                )
            );
        await new LookUpOwners(reader, new ImageOwners(), null).Run(Findings([.. rows]), Cancel);
        Assert.Equal(
            ["400000000002", "400000000007", "400000000006", "400000000005", "400000000004"],
            reader.Calls.Select(c => c[..12])
        );
    }

    [Fact]
    public async Task Places_that_cannot_be_asked_are_gaps_as_long_as_they_matter()
    {
        var reader = new Reader
        {
            Visible = { [Image(1)] = "111122223333" },
            Refused = { "400000000001/us-east-1", "400000000001/eu-west-1" },
        };
        var found = await new LookUpOwners(reader, new ImageOwners(), Of("400000000001", "400000000002")).Run(
            Findings(
                // Asked about in the other account in the end.
                Launch(Image(1), "400000000001", hour: 2),
                Launch(Image(1), "400000000002", hour: 1),
                Launch(Image(2), "400000000001", "eu-west-1"),
                Launch(Image(3), "999900001111")
            ),
            Cancel
        );
        Assert.Equal(
            [
                new TrailGap("400000000001/eu-west-1", "1 image not looked up: sts:AssumeRole: AccessDenied: no"),
                new TrailGap("999900001111/us-east-1", "1 image not looked up: the account is not in the organization"),
            ],
            found.Ledger.Gaps
        );
        Assert.DoesNotContain(reader.Calls, c => c.StartsWith("9999", StringComparison.Ordinal));
    }

    /// <summary>A record may say anything; a Region becomes part of an address.</summary>
    [Theory]
    [InlineData("evil.example/us-east-1")]
    [InlineData("us-east-1.evil")]
    [InlineData("")]
    [InlineData("US-EAST-1")]
    public async Task Regions_that_are_none_are_not_asked(string region)
    {
        var reader = new Reader();
        await new LookUpOwners(reader, new ImageOwners(), null).Run(
            Findings(Launch(Image(1), "400000000001", region), Launch(Image(1), "4000", "us-east-1")),
            Cancel
        );
        Assert.Empty(reader.Calls);
    }

    /// <summary>An organization with these accounts.</summary>
    private static Organization Of(params string[] accounts)
    {
        var world = WorldGenerator.Create(new WorldSize(9, 1, 0), TimeProvider.System).Organization;
        return world with
        {
            Accounts = [.. accounts.Select(a => world.Accounts[0] with { Id = AccountId.Parse(a), Name = a })],
        };
    }

    private sealed class Reader : IImageFactsReader
    {
        private readonly Lock gate = new();

        public Dictionary<string, string> Visible { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

        public List<string> Calls { get; } = [];

        public Task<ImmutableArray<ImageFacts>> DescribeImages(
            AccountId account,
            RegionName region,
            ImmutableArray<ImageId> images,
            CancellationToken cancel
        )
        {
            lock (gate)
                Calls.Add($"{account}/{region}: {string.Join(' ', images)}");
            return Refused.Contains($"{account}/{region}")
                ? throw new AwsException("sts:AssumeRole", "AccessDenied", "no", null)
                : Task.FromResult<ImmutableArray<ImageFacts>>([
                    .. images
                        .Select(i => i.Value)
                        .Where(Visible.ContainsKey)
                        .Select(i => new ImageFacts(Visible[i], null) { ImageId = i }),
                ]);
        }
    }
}
