using System.Collections.Frozen;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Tests.Features.Images;

public sealed class ImageRulesTests
{
    private static readonly AccountId Ours = AccountId.Parse("400000000001");
    private static readonly DateTimeOffset Now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly ImageRules Rules = new(
        new OrganizationScope("o-a1b2c3d4e5", new[] { Ours, AccountId.Parse("400000000002") }.ToFrozenSet())
        {
            ApprovedOwners =
            [
                new ApprovedOwner(AccountId.Parse("111122223333"), []),
                new ApprovedOwner(AccountId.Parse("222233334444"), [Ours]),
                new ApprovedOwner(AccountId.Parse("333344445555"), [AccountId.Parse("400000000002")]),
            ],
        },
        NamingConvention.Of("{org}-{os}-{version}-{purpose}-{date}"),
        180,
        Now
    );

    private static InventoriedImage Image(string name = "acme-ubuntu-24.04-web-20251115") =>
        new(Ours, RegionName.Parse("us-east-1"), ImageId.Parse("ami-0123456789abcdef0"))
        {
            Owner = Ours,
            Name = name,
            CreationDate = Now.AddDays(-10),
            IsEncrypted = true,
            Snapshots = ["snap-1"],
            LaunchPermissions = [],
        };

    private static string[] Found(InventoriedImage image) =>
        [.. Rules.Check(image).Select(f => f.Detail.Length > 0 ? $"{f.Kind.Name()}: {f.Detail}" : f.Kind.Name())];

    [Fact]
    public void A_private_fresh_encrypted_image_of_ours_has_no_finding() => Assert.Empty(Found(Image()));

    [Fact]
    public void Everything_that_is_wrong_with_an_image_is_found() =>
        Assert.Equal(
            [
                "public",
                "public_snapshot: snap-1",
                "shared_outside: 464622532012 (Datadog)",
                "shared_outside: 600000000001",
                "shared_with_organization: arn:aws:organizations::600000000001:organization/o-zzzzzzzzzz",
                "unencrypted",
                "unused: 2025-06-01",
                "deprecated: 2026-01-01",
                "disabled",
                "name",
            ],
            Found(
                Image("build-7") with
                {
                    IsPublic = true,
                    IsEncrypted = false,
                    PublicSnapshots = ["snap-1"],
                    State = "disabled",
                    LastLaunchedTime = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero),
                    DeprecationTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                    LaunchPermissions =
                    [
                        LaunchPermission.Everyone,
                        LaunchPermission.To(AccountId.Parse("600000000001")),
                        LaunchPermission.To(AccountId.Parse("464622532012")),
                        LaunchPermission.To(AccountId.Parse("400000000002")),
                        new(
                            PermissionKind.OrganizationArn,
                            "arn:aws:organizations::600000000001:organization/o-zzzzzzzzzz"
                        ),
                        new(
                            PermissionKind.OrganizationArn,
                            "arn:aws:organizations::998877665544:organization/o-a1b2c3d4e5"
                        ),
                        new(
                            PermissionKind.OrganizationalUnitArn,
                            "arn:aws:organizations::998877665544:ou/o-a1b2c3d4e5/ou-a1b2-workload1"
                        ),
                    ],
                }
            )
        );

    [Fact]
    public void An_image_that_was_never_launched_is_as_old_as_it_is() =>
        Assert.Equal(
            ["unused: 2025-07-07"],
            Found(Image() with { CreationDate = new(2025, 7, 7, 12, 0, 0, TimeSpan.Zero) })
        );

    [Fact]
    public void A_deprecation_to_come_is_no_finding() =>
        Assert.Empty(Found(Image() with { DeprecationTime = Now.AddSeconds(1) }));

    [Theory]
    [InlineData("888800001111", null, "shared_in: 888800001111")]
    [InlineData("400000000002", null, null)]
    [InlineData("111122223333", null, null)]
    [InlineData("222233334444", null, null)]
    [InlineData("333344445555", null, "shared_in: 333344445555")]
    [InlineData("137112412989", "amazon", null)]
    public void Images_that_strangers_share_with_us_are_found(string owner, string? alias, string? finding) =>
        Assert.Equal(
            finding is null ? [] : [finding],
            Found(Image() with { Owner = AccountId.Parse(owner), OwnerAlias = alias })
        );

    [Fact]
    public void A_stranger_s_image_with_a_well_known_name_is_a_look_alike() =>
        Assert.Equal(
            ["look_alike: Amazon Linux 2", "shared_in: 888800001111"],
            Found(Image("amzn2-ami-hvm-2.0.20251208") with { Owner = AccountId.Parse("888800001111") })
        );

    [Fact]
    public void Settings_must_be_on_and_managed_by_the_organization()
    {
        var rules = Rules with { AllowedImages = AllowedImagesState.AuditMode };
        var good = new ImageSettings(
            Ours,
            RegionName.Parse("us-east-1"),
            "block-new-sharing",
            "declarative-policy",
            "audit-mode",
            "declarative-policy"
        );
        Assert.Empty(rules.Check(good));
        Assert.Equal(
            ["unblocked, managed by account; expected: block-new-sharing, managed by declarative-policy"],
            rules
                .Check(good with { BlockPublicAccess = "unblocked", BlockPublicAccessManagedBy = "account" })
                .Select(f => f.Detail)
        );
        Assert.Equal(
            ["disabled, managed by account; expected: audit-mode, managed by declarative-policy"],
            rules
                .Check(good with { AllowedImages = "disabled", AllowedImagesManagedBy = "account" })
                .Select(f => f.Detail)
        );
        Assert.Equal(
            ["disabled, managed by declarative-policy; expected: audit-mode"],
            rules.Check(good with { AllowedImages = "disabled" }).Select(f => f.Detail)
        );
        Assert.Equal(
            ["audit-mode, managed by account; expected: managed by declarative-policy"],
            rules.Check(good with { AllowedImagesManagedBy = "account" }).Select(f => f.Detail)
        );
        Assert.Equal(
            2,
            rules.Check(good with { AllowedImagesManagedBy = "account", BlockPublicAccessManagedBy = "account" }).Length
        );
    }

    [Theory]
    [InlineData("all", "Group=all")]
    [InlineData("111122223333", "UserId=111122223333")]
    [InlineData("UserId=111122223333", "UserId=111122223333")]
    [InlineData(
        "arn:aws:organizations::998877665544:organization/o-a1b2c3d4e5",
        "OrganizationArn=arn:aws:organizations::998877665544:organization/o-a1b2c3d4e5"
    )]
    [InlineData(
        "arn:aws:organizations::998877665544:ou/o-a1b2c3d4e5/ou-a1b2-workload1",
        "OrganizationalUnitArn=arn:aws:organizations::998877665544:ou/o-a1b2c3d4e5/ou-a1b2-workload1"
    )]
    [InlineData("OrganizationArn=111122223333", null)]
    [InlineData("everyone", null)]
    [InlineData("11112222333", null)]
    public void Launch_permissions_are_written_as_EC2_names_them(string text, string? shown) =>
        Assert.Equal(shown, LaunchPermission.Parse(text)?.ToString());
}
