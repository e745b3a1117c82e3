using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Config;

/// <summary>The calls of services that make images, against the Service Authorization Reference.</summary>
public sealed class ImageServiceTests
{
    public static TheoryData<string> Calls => [.. ImageService.All.SelectMany(s => s.Actions)];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Each_call_is_in_the_reference(string action)
    {
        var parts = action.Split(':');
        Assert.Equal(action, ActionTable.Service(parts[0])?.Find(parts[1])?.FullName);
    }

    /// <summary>
    /// Write actions whose descriptions say that an image is created, retried, imported or distributed, that a recovery, a failback or a
    /// cutover is started, or that a snapshot is exported to EC2 (Service Authorization Reference of September 2026).
    /// </summary>
    [Theory]
    [InlineData("image_builder", "imagebuilder:CreateImage")]
    [InlineData("image_builder", "imagebuilder:StartImagePipelineExecution")]
    [InlineData("image_builder", "imagebuilder:RetryImage")]
    [InlineData("image_builder", "imagebuilder:DistributeImage")]
    [InlineData("image_builder", "imagebuilder:ImportDiskImage")]
    [InlineData("image_builder", "imagebuilder:ImportVmImage")]
    [InlineData("lightsail", "lightsail:ExportSnapshot")]
    [InlineData("drs", "drs:StartRecovery")]
    [InlineData("drs", "drs:StartRecoveryPlanExecution")]
    [InlineData("drs", "drs:RetryRecoveryPlanExecutionStep")]
    [InlineData("drs", "drs:StartFailbackLaunch")]
    [InlineData("mgn", "mgn:StartTest")]
    [InlineData("mgn", "mgn:StartCutover")]
    public void Calls_that_make_images_are_denied(string service, string action) =>
        Assert.Contains(action, ImageService.All.Single(s => s.Name == service).Actions);
}
