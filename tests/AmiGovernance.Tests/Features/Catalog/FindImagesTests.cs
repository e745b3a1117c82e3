using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Tests.Features.Catalog;

public sealed class FindImagesTests
{
    private const string Stranger = "999988887777";
    private const string Workload = "333344445555";

    private static IEnumerable<string?> Names(IEnumerable<ImageOffer> offers) =>
        offers.Where(o => o.Source == OfferSource.Inventory).Select(o => o.Facts.Name);

    [Fact]
    public async Task Approved_images_come_newest_first_the_deprecated_last_and_others_never()
    {
        var shelf = new Shelf()
            .With(1, Shelf.Ops, "golden-ubuntu-24.04-arm64-20260801", "2026-08-01")
            .With(2, Shelf.Ops, "golden-ubuntu-24.04-arm64-20261101", "2026-11-01")
            .With(3, Shelf.Ops, "golden-ubuntu-24.04-arm64-20261120", "2026-11-20", Deprecated)
            .With(4, Stranger, "golden-ubuntu-24.04-arm64-20261121", "2026-11-21")
            .With(5, Shelf.Ops, "golden-ubuntu-24.04-arm64-20261122", "2026-11-22", i => i with { State = "disabled" })
            .With(6, Shelf.Ops, "golden-ubuntu-24.04-amd64-20261123", "2026-11-23")
            .With(7, Shelf.Ops, "golden-al2023-arm64-20261123", "2026-11-23");
        var found = await shelf.Search("ubuntu 24.04 arm64");
        Assert.Equal(
            [
                "golden-ubuntu-24.04-arm64-20261101",
                "golden-ubuntu-24.04-arm64-20260801",
                "golden-ubuntu-24.04-arm64-20261120",
            ],
            Names(found.Approved)
        );
        Assert.Equal(["golden-ubuntu-24.04-arm64-20261121"], Names(found.Denied));
        Assert.Equal("its owner 999988887777 is not approved", found.Denied[0].Why);
        Assert.Equal(1, found.Switched);
        Assert.Equal("golden-ubuntu-24.04-arm64-20261101", found.Best?.Facts.Name);
    }

    private static InventoriedImage Deprecated(InventoriedImage image) =>
        image with
        {
            DeprecationTime = Shelf.Now.AddDays(-1),
        };

    /// <summary>The exception of the configuration for 222233334444 is for 333344445555 alone.</summary>
    [Theory]
    [InlineData("333344445555", true)]
    [InlineData("555566667777", false)]
    [InlineData(null, false)]
    public async Task Exceptions_count_for_the_accounts_that_they_are_for(string? account, bool isApproved)
    {
        var shelf = new Shelf().With(1, "222233334444", "legacy-debian-12-amd64-20261101", "2026-11-01");
        var found = await shelf.Search("debian 12 x86_64", account);
        Assert.Equal(isApproved, Names(found.Approved).Any());
        Assert.Equal(!isApproved, Names(found.Denied).Any());
    }

    /// <summary>What the inventory has is shown without a version, and tells which ones there are.</summary>
    [Fact]
    public async Task A_need_without_its_version_gets_the_versions_that_are_known()
    {
        var shelf = new Shelf()
            .With(1, Shelf.Ops, "golden-eks-1.29-arm64-20261101", "2026-11-01")
            .With(2, Shelf.Ops, "golden-eks-1.31-arm64-20261101", "2026-11-01")
            .With(3, Stranger, "golden-eks-1.33-arm64-20261101", "2026-11-01");
        var found = await shelf.Search("eks");
        Assert.Equal(["1.33", "1.31", "1.29"], found.Versions);
        Assert.Equal(2, Names(found.Approved).Count());
        Assert.True(found.IsIncomplete);
        Assert.Contains(found.Gaps, g => g.Kind == GapKind.VersionNotNamed);
        Assert.DoesNotContain((await shelf.Search("eks 1.31")).Gaps, g => g.Kind == GapKind.VersionNotNamed);
        Assert.DoesNotContain((await shelf.Search("ubuntu")).Gaps, g => g.Kind == GapKind.VersionNotNamed);
    }

    /// <summary>There is one decision: what `explain` says of an image, a search says too.</summary>
    [Theory]
    [InlineData(Shelf.Ops, null)]
    [InlineData(Stranger, null)]
    [InlineData("099720109477", "amazon")]
    [InlineData("777788889999", null)]
    [InlineData(Workload, null)]
    public async Task A_search_decides_as_explain_does(string owner, string? alias)
    {
        var shelf = new Shelf().With(
            1,
            owner,
            "x-ubuntu-24.04-arm64-1",
            "2026-11-01",
            i => i with { OwnerAlias = alias }
        );
        var found = await shelf.Search("ubuntu 24.04", Workload);
        var offer = found.Approved.Concat(found.Denied).Single(o => o.Source == OfferSource.Inventory);
        using var amigov = new Amigov { Now = Shelf.Now }.With(Samples.ConfigPath, Samples.Governance);
        amigov.Run("generate", "--mode", "enabled");
        string[] account = alias is null ? [] : ["--image-owner-account", owner];
        var explained = amigov.Run([
            "explain",
            "--account",
            Workload,
            "--image",
            offer.Facts.ImageId!,
            "--image-owner",
            alias ?? owner,
            .. account,
        ]);
        Assert.Equal(explained.ExitCode == 0, offer.IsApproved);
    }

    [Fact]
    public async Task What_an_account_cannot_see_comes_after_what_it_can()
    {
        var shelf = new Shelf()
            .With(1, Shelf.Ops, "golden-ubuntu-24.04-20261101", "2026-11-01")
            .With(2, Shelf.Ops, "golden-ubuntu-24.04-20260901", "2026-09-01", i => Shared(i, Workload))
            .With(3, Shelf.Ops, "golden-ubuntu-24.04-20260801", "2026-08-01", OfOrganization);
        var found = await shelf.Search("ubuntu 24.04", Workload);
        var own = found.Approved.Where(o => o.Source == OfferSource.Inventory).ToList();
        Assert.Equal([ImageAccess.Shared, ImageAccess.Shared, ImageAccess.NotSeen], own.Select(o => o.Access));
        Assert.Equal("golden-ubuntu-24.04-20260901", found.Best?.Facts.Name);
        shelf.Depth = ScanDepth.Images;
        Assert.Equal("golden-ubuntu-24.04-20261101", (await shelf.Search("ubuntu 24.04", Workload)).Best?.Facts.Name);
        Assert.All(
            (await shelf.Search("ubuntu 24.04")).Approved.Where(o => o.Source == OfferSource.Inventory),
            o => Assert.Equal(ImageAccess.NotAsked, o.Access)
        );
    }

    private static InventoriedImage Shared(InventoriedImage image, string account) =>
        image with
        {
            LaunchPermissions = [LaunchPermission.To(AccountId.Parse(account))],
        };

    private static InventoriedImage OfOrganization(InventoriedImage image) =>
        image with
        {
            LaunchPermissions =
            [
                LaunchPermission.Parse("arn:aws:organizations::999999999999:organization/o-abcdefghij")!.Value,
            ],
        };

    /// <summary>
    /// EC2 user guide, "Share an AMI with organizations and organizational units": all accounts below a unit get it. Which units lie above
    /// the account's own the inventory does not know.
    /// </summary>
    [Theory]
    [InlineData("ou/o-abcdefghij/ou-ab12-workload", Workload, ImageAccess.Shared)]
    [InlineData("ou/o-abcdefghij/ou-ab12-anotherunit", Workload, ImageAccess.NotChecked)]
    [InlineData("ou/o-abcdefghij/ou-ab12-anotherunit", "555566667777", ImageAccess.NotSeen)]
    [InlineData("ou/o-abcdefghij/ou-ab12-workload", "888888888888", ImageAccess.NotChecked)]
    [InlineData("organization/o-abcdefghij", Workload, ImageAccess.Shared)]
    [InlineData("organization/o-abcdefghij", "888888888888", ImageAccess.NotChecked)]
    [InlineData("organization/o-bcdefghijk", Workload, ImageAccess.NotSeen)]
    [InlineData("organization/o-bcdefghijk", "888888888888", ImageAccess.NotChecked)]
    public async Task Shares_with_units_and_organizations_reach_their_accounts(
        string resource,
        string account,
        ImageAccess access
    )
    {
        var shelf = new Shelf().With(
            1,
            Shelf.Ops,
            "golden-ubuntu-24.04-20261101",
            "2026-11-01",
            i =>
                i with
                {
                    LaunchPermissions =
                    [
                        LaunchPermission.Parse($"arn:aws:organizations::999999999999:{resource}")!.Value,
                    ],
                }
        );
        shelf.Parents["555566667777"] = "r-ab12";
        var found = await shelf.Search("ubuntu 24.04", account);
        Assert.Equal(access, found.Approved.Single(o => o.Source == OfferSource.Inventory).Access);
    }

    /// <summary>The architecture that EC2 has for an image wins over its name, and one that nobody read is no answer.</summary>
    [Fact]
    public async Task An_architecture_that_is_not_known_is_told()
    {
        var shelf = new Shelf()
            .With(1, Shelf.Ops, "golden-ubuntu-24.04-20261101", "2026-11-01")
            .With(2, Shelf.Ops, "golden-ubuntu-24.04-20260901", "2026-09-01", i => i with { Architecture = "arm64" })
            .With(3, Shelf.Ops, "golden-ubuntu-24.04-arm64", "2026-09-01", i => i with { Architecture = "x86_64" });
        var found = await shelf.Search("ubuntu 24.04 arm64");
        Assert.Equal(["golden-ubuntu-24.04-20260901"], Names(found.Approved));
        Assert.Contains(new SearchGap(GapKind.ArchitectureNotRead, 1), found.Gaps);
        Assert.True(found.IsIncomplete);
    }

    [Fact]
    public async Task Where_nobody_looked_the_answer_is_not_complete()
    {
        var shelf = new Shelf().With(1, Shelf.Ops, "golden-debian-12-1", "2026-11-01");
        Assert.False((await shelf.Search("debian 12")).IsIncomplete);

        Assert.True((await shelf.Search("debian 12", hasInventory: false)).IsIncomplete);
        shelf.Ledger = [new(AccountId.Parse(Shelf.Ops), Shelf.Region, Coverage.Refused, Shelf.Now)];
        Assert.Contains((await shelf.Search("debian 12")).Gaps, g => g.Kind == GapKind.RegionNotScanned);
        shelf.Ledger = [.. shelf.Ledger, new(AccountId.Parse(Workload), Shelf.Region, Coverage.Read, Shelf.Now)];
        Assert.Contains(new SearchGap(GapKind.AccountsNotRead, 1), (await shelf.Search("debian 12")).Gaps);
        shelf.Depth = ScanDepth.Public;
        Assert.Contains((await shelf.Search("debian 12")).Gaps, g => g.Kind == GapKind.OnlyPublicScanned);
    }

    [Fact]
    public async Task Parameters_are_looked_up_where_AWS_is_asked()
    {
        const string Parameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
        var shelf = new Shelf();
        var unasked = await shelf.Search("amazon linux 2023 arm64");
        Assert.Equal((OfferSource.Table, true), (unasked.Approved.Single().Source, unasked.Approved[0].IsApproved));
        Assert.True(unasked.IsIncomplete);

        shelf.Parameters[Parameter] = new ImageFacts("137112412989", "amazon")
        {
            ImageId = "ami-0123456789abcdef0",
            Name = "al2023-ami-2023.9.20261101.0-kernel-6.1-arm64",
            CreationDate = Shelf.Now.AddDays(-3),
            DeprecationKnown = true,
        };
        var asked = await shelf.Search("amazon linux 2023 arm64", asks: true);
        Assert.Equal("ami-0123456789abcdef0", asked.Best?.Facts.ImageId);
        Assert.Equal(OfferSource.Aws, asked.Best?.Source);
        Assert.False(asked.IsIncomplete);

        shelf.Fails = true;
        var failed = await shelf.Search("amazon linux 2023 arm64", asks: true);
        Assert.Contains(failed.Gaps, g => g.Kind == GapKind.CallFailed && g.Detail.Length > 0);
        Assert.True(failed.IsIncomplete);
    }

    /// <summary>A parameter may name another's image than the table says; the image that it names is judged.</summary>
    [Fact]
    public async Task The_image_behind_a_parameter_is_judged_and_not_the_table()
    {
        var shelf = new Shelf();
        shelf.Parameters["/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"] = new(Stranger, null)
        {
            ImageId = "ami-0123456789abcdef0",
            DeprecationKnown = true,
        };
        var found = await shelf.Search("amazon linux 2023 arm64", asks: true);
        Assert.Empty(found.Approved);
        Assert.Equal(CallVerdict.ExplicitDeny, found.Denied.Single().Verdict);
    }

    [Fact]
    public async Task Whose_an_image_is_that_nobody_knows_is_not_approved()
    {
        var found = await new Shelf().Search("bottlerocket 1.33 arm64");
        Assert.Empty(found.Approved);
        Assert.Equal(CallVerdict.Unknown, found.Open.Single().Verdict);
        Assert.True(found.IsIncomplete);
    }

    [Fact]
    public async Task Without_a_version_nothing_is_offered_of_what_has_one_for_each()
    {
        Assert.Empty((await new Shelf().Search("eks arm64")).Approved);
        Assert.NotEmpty((await new Shelf().Search("eks 1.33 arm64")).Approved);
    }

    [Fact]
    public async Task Another_version_is_suggested_only_where_the_same_is_not_approved()
    {
        var shelf = new Shelf().With(1, Shelf.Ops, "golden-rhel-9.4-x86_64-20261101", "2026-11-01");
        Assert.False((await Suggest(shelf, "RHEL-9.4_HVM-20260101-x86_64-1")).IsOtherVersion);
        var other = await Suggest(shelf, "RHEL-7.9_HVM-20260101-x86_64-1");
        Assert.True(other.IsOtherVersion);
        Assert.Equal("golden-rhel-9.4-x86_64-20261101", other.Best?.Facts.Name);
        Assert.Null(
            (await Suggest(shelf, "RHEL-9.4_HVM-20260101-x86_64-1", "ami-00000000000000001")).Best?.Facts.ImageId
        );
        Assert.Null((await Suggest(shelf, "payments-base-1")).Found);
    }

    private static Task<SuggestedImage> Suggest(Shelf shelf, string name, string? imageId = null)
    {
        var request = new FindRequest(NeedReader.OfName(name), Shelf.Region, null, Shelf.Now);
        var find = new FindImages(Shelf.Policies(Samples.Governance), shelf, null);
        return new SuggestImage(find).Run(request, imageId, TestContext.Current.CancellationToken);
    }
}
