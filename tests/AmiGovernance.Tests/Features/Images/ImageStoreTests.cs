using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Tests.Features.Images;

/// <summary>What the inventory says of accounts that come and go.</summary>
public sealed class ImageStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Stays = AccountId.Parse("111122223333");
    private static readonly AccountId Leaves = AccountId.Parse("444455556666");
    private static readonly RegionName Region = RegionName.Parse("us-east-1");

    private readonly Amigov amigov = new();
    private readonly DiagnosticBag bag = new();

    public void Dispose() => amigov.Dispose();

    private static RegionScan Read(AccountId account) =>
        new(account, Region, Coverage.Read, Now)
        {
            Images =
            [
                new ScannedImage(
                    new InventoriedImage(account, Region, ImageId.Parse("ami-0123456789abcdef0"))
                    {
                        Owner = account,
                        IsPublic = true,
                        LaunchPermissions = [LaunchPermission.Everyone],
                    },
                    [new ImageFinding(FindingKind.Public, "")],
                    []
                ),
            ],
            Complete = [ImageSelection.Own],
            Settings = new ImageSettings(account, Region, "unblocked", "account", "disabled", "account"),
        };

    private ScanRecord Begin(ImageStore store, params IEnumerable<AccountId> accounts) =>
        store.Begin(
            Now,
            ScanDepth.Full,
            "o-abc123xyz0",
            "arn:aws:iam::111122223333:role/audit",
            accounts.Select(a => new OrganizationAccount(a, $"team-{a}", "ou-ab12-workload")),
            bag
        )!;

    [Fact]
    public void What_an_account_has_that_left_holds_no_more()
    {
        using var connection = amigov.Databases.Open("inventory.db", ImageInventorySchema.Schema, bag)!;
        using var store = new ImageStore("inventory.db", connection);
        store.Save(Begin(store, Stays, Leaves), [Read(Stays), Read(Leaves)], bag);
        var queries = new InventoryQueries(connection);
        Assert.Equal(2, queries.List(new ListFilter()).Length);

        Begin(store, Stays);
        Assert.Equal([Stays.Value], queries.List(new ListFilter()).Select(i => i.Account));
        Assert.Equal([(FindingKind.Public, 1)], queries.Counts());
        Assert.Single(queries.Settings());
        Assert.Single(queries.Permissions("ami-0123456789abcdef0"));
        Assert.Equal([Stays.Value], queries.Parents().Keys);
        Assert.Contains(
            new InventoryChanges(connection).Since(1, 2),
            c => (c.Kind, c.Account, c.AccountName) == (ChangeKind.Resolved, Leaves.Value, $"team-{Leaves}")
        );

        // It comes back.
        Begin(store, Stays, Leaves);
        Assert.Equal(2, queries.Parents().Count);
        Assert.Empty(bag.ToSorted());
    }
}
