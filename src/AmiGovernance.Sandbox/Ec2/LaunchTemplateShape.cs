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
            ["createdBy"] = Creator(template),
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
            ["createdBy"] = Creator(template),
            ["defaultVersion"] = version.Number == template.DefaultVersion,
            ["launchTemplateData"] = new JsonObject
            {
                ["imageId"] = version.ImageId,
                ["instanceType"] = version.InstanceType,
            },
        };

    private static string Creator(LaunchTemplate template) => Arns.Iam(template.Place.Account, "root");
}
