using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>What a scan cannot see any more is not gone.</summary>
public sealed class UnseenPlaceTests
{
    private const string Owner = "400000000001";

    private static readonly AccountId Account = AccountId.Parse(Owner);

    private static string[] Places(ScanBench bench, long since) =>
        [
            .. bench
                .Changes(since)
                .Where(c => c.Kind is ChangeKind.NotRead or ChangeKind.ReadAgain)
                .Select(c => $"{c.Kind} {c.Account} {c.Region}"),
        ];

    private static void SetState(ScanBench bench, AccountState state)
    {
        var organization = bench.World.Organization;
        var before = organization.Account(Account)!;
        bench.World.Organization = organization with
        {
            Accounts = organization.Accounts.Replace(before, before with { State = state }),
        };
    }

    /// <summary>AWS Organizations, "Closing a member account": its content stays for 90 days.</summary>
    [Fact]
    public async Task An_account_that_is_suspended_with_its_images_is_a_gap_until_it_is_read_again()
    {
        await using var bench = await ScanBench.Start(accounts: 12, regions: 2, images: 3);
        await bench.Scan(ScanBench.Request(ScanDepth.Full));
        Assert.DoesNotContain(bench.Ledger(), r => r.IsGap);

        SetState(bench, AccountState.Suspended);
        await bench.Scan(ScanBench.Request(ScanDepth.Full));
        var gap = Assert.Single(bench.Ledger(), r => r.IsGap);
        Assert.Equal((Owner, Coverage.Skipped), (gap.Account.Value, gap.Coverage));
        Assert.Equal([$"NotRead {Owner} *"], Places(bench, 1));

        SetState(bench, AccountState.Active);
        await bench.Scan(ScanBench.Request(ScanDepth.Full));
        Assert.DoesNotContain(bench.Ledger(), r => r.IsGap);
        Assert.Equal([$"ReadAgain {Owner} *"], Places(bench, 2));
    }

    [Fact]
    public async Task An_account_that_was_refused_as_a_whole_comes_back_as_a_whole()
    {
        await using var bench = await ScanBench.Start(accounts: 12, regions: 2, images: 3);
        bench.World.Roles.Remove((Account, SandboxRole.OrganizationAccess), out var role);
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        bench.World.Roles[(Account, SandboxRole.OrganizationAccess)] = role!;
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        Assert.Equal([$"ReadAgain {Owner} *"], Places(bench, 1));
    }

    /// <summary>EC2 user guide, "Allowed AMIs": once it is enabled, images that are not allowed are not shown to the account.</summary>
    [Fact]
    public async Task Images_that_Allowed_AMIs_hides_are_not_gone()
    {
        await using var bench = await ScanBench.Start(accounts: 12, regions: 1, images: 1);
        var region = RegionName.Parse("us-east-1");
        var place = new Place(Account, region);
        var stranger = new SandboxImage(
            ImageId.Parse("ami-0123456789abcdef0"),
            region,
            AccountId.Parse("600000000009"),
            "from-a-stranger",
            bench.World.Now
        )
        {
            LaunchPermissions = [AmiGovernance.Sandbox.World.LaunchPermission.Account(Owner)],
        };
        bench.World.Ec2.Put(stranger);
        const string open =
            "SELECT kind FROM findings WHERE image_id = 'ami-0123456789abcdef0' AND kind = 'shared_in' AND until_scan IS NULL";
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        Assert.Equal(["shared_in"], bench.Rows(open));

        bench.World.Ec2.Settings[place] = new RegionSettings { AllowedImages = AllowedImagesState.Enabled };
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        Assert.Equal(["shared_in"], bench.Rows(open));
        Assert.DoesNotContain(bench.Changes(1), c => c.ImageId == stranger.Id.Value);

        // Where nobody knows whether it hides images, they may be hidden.
        bench.World.Ec2.Remove(stranger.Id);
        var fault = new Fault("ec2", "GetAllowedImagesSettings", FaultKind.Error)
        {
            Code = "UnauthorizedOperation",
            Status = 403,
        };
        bench.Server.Faults.Add(fault);
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        Assert.Equal(["shared_in"], bench.Rows(open));

        bench.Server.Faults.Clear();
        bench.World.Ec2.Settings[place] = new RegionSettings { AllowedImages = AllowedImagesState.AuditMode };
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        Assert.Empty(bench.Rows(open));
    }
}
