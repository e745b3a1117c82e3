using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Discovery.Uses;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Tests.Features.Discovery;

/// <summary>Organizations that are large: what is kept grows with accounts and owners alone.</summary>
public sealed class UseEvidenceTests
{
    private const int Regions = 17;
    private const int Images = 40;

    private static readonly ImmutableArray<ImageFacts> Golden =
    [
        .. Enumerable
            .Range(0, Images)
            .Select(i => new ImageFacts("111111111111", null)
            {
                ImageId = $"ami-{i:x17}",
                Name = $"golden-{i}",
                DeprecationKnown = true,
            }),
    ];

    private static ReadPlace Place(int account, int region, int uses) =>
        new(
            AccountId.Parse($"2{account:00000000000}"),
            RegionName.Parse($"eu-west-{region + 1}"),
            [
                .. Enumerable
                    .Range(0, uses)
                    .Select(u => new ImageUse(
                        UseKind.Instance,
                        AccountId.Parse($"2{account:00000000000}"),
                        RegionName.Parse($"eu-west-{region + 1}"),
                        $"i-{account}-{region}-{u}",
                        ImageId.Parse($"ami-{u % Images:x17}")
                    )
                    {
                        Urgency = Urgency.Rebuild,
                    }),
            ],
            Golden
        );

    private static OwnerEvidence Count(int accounts, int usesOfPlace)
    {
        var evidence = new UseEvidence(new ImageOwners());
        for (var account = 0; account < accounts; account++)
        for (var region = 0; region < Regions; region++)
            evidence.Add(Place(account, region, usesOfPlace));
        return Assert.Single(evidence.Result().Owners);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(Images)]
    [InlineData(100)]
    public void What_is_kept_does_not_grow_with_what_the_accounts_run(int usesOfPlace)
    {
        const int Accounts = 100;
        var owner = Count(Accounts, usesOfPlace);
        Assert.Equal(Accounts, owner.Users.Length);
        Assert.Equal(Math.Min(usesOfPlace, Images), owner.Images.Length);
        Assert.Equal((long)Accounts * Regions * usesOfPlace, owner.Total.Instances);
    }

    [Fact]
    public void Of_one_owner_a_limited_number_of_images_is_told_apart_and_all_are_counted()
    {
        var evidence = new UseEvidence(new ImageOwners());
        var region = RegionName.Parse("eu-west-1");
        var account = AccountId.Parse("222222222222");
        for (var i = 0; i < OwnerTally.MostImages + 10; i++)
        {
            var facts = Golden[0] with { ImageId = $"ami-{i:x17}" };
            var use = new ImageUse(UseKind.Instance, account, region, $"i-{i}", ImageId.Parse($"ami-{i:x17}"));
            evidence.Add(new ReadPlace(account, region, [use], [facts]));
        }
        var owner = Assert.Single(evidence.Result().Owners);
        Assert.Equal(OwnerTally.MostImages, owner.Images.Length);
        Assert.Equal(OwnerTally.MostImages + 10, owner.Total.Instances);
    }
}
