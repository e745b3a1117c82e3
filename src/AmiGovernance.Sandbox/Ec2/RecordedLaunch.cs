using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The parameters of RunInstances in the form of real records: the image only where the call names it.</summary>
internal static class RecordedLaunch
{
    public static JsonObject Of(SandboxCall call, string type, int least, int most)
    {
        var recorded = Of(call.Input.Text("ImageId"), type, least, most);
        recorded["blockDeviceMapping"] = new JsonObject();
        recorded["monitoring"] = new JsonObject { ["enabled"] = false };
        if (call.Input.Text("SubnetId") is { } subnet)
            recorded["subnetId"] = subnet;
        if (call.Input.Text("ClientToken") is { } token)
            recorded["clientToken"] = token;
        if (call.Input.Has("LaunchTemplate"))
            recorded["launchTemplate"] = Template(call.Input.Object("LaunchTemplate"));
        return recorded;
    }

    public static JsonObject Of(string? imageId, string type, int least, int most)
    {
        var item = new JsonObject { ["minCount"] = least, ["maxCount"] = most };
        if (imageId is not null)
            item.Insert(0, "imageId", imageId);
        return new JsonObject
        {
            ["instancesSet"] = new JsonObject { ["items"] = new JsonArray(item) },
            ["instanceType"] = type,
        };
    }

    private static JsonObject Template(CallInput template) =>
        new()
        {
            ["launchTemplateId"] = template.Text("LaunchTemplateId"),
            ["launchTemplateName"] = template.Text("LaunchTemplateName"),
            ["version"] = template.Text("Version"),
        };
}
