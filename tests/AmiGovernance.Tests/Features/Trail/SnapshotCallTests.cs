using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>Calls on snapshots are watched as those on images (EBS user guide, "Block public access for snapshots").</summary>
public sealed class SnapshotCallTests
{
    /// <summary>An attribute that is added to the descriptors is watched.</summary>
    [Fact]
    public void The_calls_of_each_attribute_are_watched() =>
        Assert.All(
            DeclarativeAttributes.WithState.SelectMany(a => new[] { a.EnableCall, a.DisableCall }),
            name => Assert.Equal(CallKind.Guardrail, WatchedCalls.Find(WatchedCalls.Ec2, name)?.Kind)
        );

    [Theory]
    [InlineData("EnableSnapshotBlockPublicAccess", CallKind.Guardrail)]
    [InlineData("DisableSnapshotBlockPublicAccess", CallKind.Guardrail)]
    [InlineData("EnableImageBlockPublicAccess", CallKind.Guardrail)]
    [InlineData("ModifySnapshotAttribute", CallKind.Sharing)]
    public void Calls_on_snapshots_are_watched(string name, CallKind kind) =>
        Assert.Equal(kind, WatchedCalls.Find(WatchedCalls.Ec2, name)?.Kind);

    [Theory]
    [InlineData(
        "EnableSnapshotBlockPublicAccess",
        """{"EnableSnapshotBlockPublicAccessRequest":{"State":"block-all-sharing"}}""",
        "block-all-sharing"
    )]
    [InlineData(
        "ModifySnapshotAttribute",
        """{"snapshotId":"snap-0a","createVolumePermission":{"add":{"items":[{"group":"all"}]}},"attributeType":"CREATE_VOLUME_PERMISSION"}""",
        "add all"
    )]
    [InlineData(
        "ModifySnapshotAttribute",
        """{"snapshotId":"snap-0a","createVolumePermission":{"add":{"items":[{"userId":"444455556666"}]}},"attributeType":"CREATE_VOLUME_PERMISSION"}""",
        "add 444455556666"
    )]
    public void A_scan_says_what_was_set_and_with_whom_it_is_shared(string name, string parameters, string detail)
    {
        using var amigov = new Amigov().With(
            "trail.json",
            $$"""{"Records":[{"eventVersion":"1.11","eventSource":"ec2.amazonaws.com","eventName":"{{name}}","eventTime":"2026-03-04T10:00:00Z","awsRegion":"us-east-1","eventID":"00000000-0000-4000-8000-000000000001","userIdentity":{"type":"IAMUser","accountId":"333344445555","arn":"arn:aws:iam::333344445555:user/dev"},"requestParameters":{{parameters}},"responseElements":{"_return":true},"recipientAccountId":"333344445555"}]}"""
        );
        var (_, output, _) = amigov.Run("trail", "scan", "trail.json");
        Assert.Contains(detail, output, StringComparison.Ordinal);
        Assert.Contains("333344445555", output, StringComparison.Ordinal);
    }
}
