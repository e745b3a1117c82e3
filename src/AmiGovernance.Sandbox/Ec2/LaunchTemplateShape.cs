using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Launch templates and their versions as EC2 shows them.</summary>
internal static class LaunchTemplateShape
{
    public static JsonObject Of(LaunchTemplate template) =>
        new()
        {
            ["launchTemplateId"] = template.Id,
            ["launchTemplateName"] = template.Name,
            ["createTime"] = template.Created,
            ["createdBy"] = Creator(template, template.Creator),
            ["defaultVersionNumber"] = template.DefaultVersion,
            ["latestVersionNumber"] = template.Versions[^1].Number,
            ["tagSet"] = Ec2Shapes.Tags(template.Tags),
        };

    public static JsonObject Of(LaunchTemplate template, LaunchTemplateVersion version) =>
        new()
        {
            ["launchTemplateId"] = template.Id,
            ["launchTemplateName"] = template.Name,
            ["versionNumber"] = version.Number,
            ["versionDescription"] = version.Description,
            ["createTime"] = version.Created,
            ["createdBy"] = Creator(template, version.Creator),
            ["defaultVersion"] = version.Number == template.DefaultVersion,
            ["launchTemplateData"] = new JsonObject
            {
                ["imageId"] = version.ImageId,
                ["instanceType"] = version.InstanceType,
            },
        };

    /// <summary>EC2 API reference, "LaunchTemplate": the principal that created it; the account's own where nobody is known.</summary>
    private static string Creator(LaunchTemplate template, string? known) =>
        known ?? Arns.Iam(template.Place.Account, "root");
}
