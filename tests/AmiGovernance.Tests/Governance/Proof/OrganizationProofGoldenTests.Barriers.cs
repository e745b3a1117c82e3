using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>Policies of others that stop calls, or may stop them.</summary>
public sealed partial class OrganizationProofGoldenTests
{
    /// <summary>Organizations user guide, "SCP evaluation": an allow at each level, and no deny on any.</summary>
    private static (string Name, Organization Organization)[] Barriers() =>
        [
            ("nothing at the root allows calls of EC2", Only(Allow("s3:*", "*"))),
            (
                "the root allows launches on two resources only",
                Only(Allow("ec2:RunInstances", "arn:aws:ec2:*::image/*", "arn:aws:ec2:*:*:instance/*"))
            ),
            (
                "the root allows calls of EC2 in one Region",
                Only(Allow("ec2:*", "*").With("StringEquals", "aws:RequestedRegion", "eu-west-1"))
            ),
            (
                "the root allows calls of EC2 by a tag",
                Only(Allow("ec2:*", "*").With("StringEquals", "aws:PrincipalTag/team", "x"))
            ),
            (
                "theirs looks at the instance type on images, which do not carry it",
                Theirs(
                    Deny("ec2:RunInstances").With("StringNotEquals", "ec2:InstanceType", "t3.micro") with
                    {
                        Resources = ["arn:aws:ec2:*::image/*"],
                    }
                )
            ),
            (
                "theirs denies instances of the second account",
                Theirs(Deny("ec2:RunInstances") with { Resources = ["arn:aws:ec2:*:100000000002:instance/*"] })
            ),
            (
                "theirs denies some ids of images",
                Theirs(Deny("ec2:RunInstances") with { Resources = ["arn:aws:ec2:*::image/ami-1*"] })
            ),
            ("theirs denies public images", Theirs(Deny("ec2:RunInstances").With("Bool", "ec2:Public", "true"))),
            (
                "theirs denies launches from a later date on",
                Theirs(Deny("ec2:RunInstances").With("DateGreaterThan", "aws:CurrentTime", "2026-06-01T00:00:00Z"))
            ),
            (
                "theirs denied launches until an earlier date",
                Theirs(Deny("ec2:RunInstances").With("DateLessThan", "aws:CurrentTime", "2025-06-01T00:00:00Z"))
            ),
            ("theirs denies fleets", Theirs(Deny("ec2:CreateFleet"))),
            ("theirs denies spot requests", Theirs(Deny("ec2:RequestSpot*"))),
            (
                "theirs denies one subnet",
                Theirs(
                    Deny("ec2:RunInstances") with
                    {
                        Resources = ["arn:aws:ec2:*:*:subnet/subnet-0123456789abcdef0"],
                    }
                )
            ),
            (
                "theirs denies all but one subnet",
                Theirs(
                    Deny("ec2:RunInstances") with
                    {
                        Resources = ["arn:aws:ec2:*:*:subnet/subnet-0123456789abcdef0"],
                        ResourcesExcluded = true,
                    }
                )
            ),
            (
                "theirs denies subnets of the second account, which may launch into shared ones",
                Theirs(Deny("ec2:RunInstances") with { Resources = ["arn:aws:ec2:*:100000000002:subnet/*"] })
            ),
            (
                "theirs denies launches without a tag",
                Theirs(
                    Deny("ec2:RunInstances").With("Null", "aws:RequestTag/team", "true") with
                    {
                        Resources = ["arn:aws:ec2:*:*:instance/*"],
                    }
                )
            ),
            (
                "theirs denies small volumes",
                Theirs(
                    Deny("ec2:RunInstances").With("NumericLessThan", "ec2:VolumeSize", "8") with
                    {
                        Resources = ["arn:aws:ec2:*:*:volume/*"],
                    }
                )
            ),
            (
                "theirs denies volumes of every size",
                Theirs(
                    Deny("ec2:RunInstances").With("NumericGreaterThanEquals", "ec2:VolumeSize", "0") with
                    {
                        Resources = ["arn:aws:ec2:*:*:volume/*"],
                    }
                )
            ),
            (
                "theirs names images as AWS does not document it",
                Theirs(Deny("ec2:RunInstances") with { Resources = ["arn:aws:ec2:*:image/*"] })
            ),
            (
                "a child adds a criterion, which a lock on the node above may keep from it",
                With(
                    App,
                    Declarative(
                        "p-theirs00",
                        """{"ec2_attributes":{"allowed_images_settings":{"image_criteria":{"criteria_9":{"allowed_image_providers":{"@@assign":["000000000005"]}}}}}}"""
                    )
                )
            ),
        ];
}
