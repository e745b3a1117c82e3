using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// A recipe of EC2 Image Builder as the world keeps it: what GetImageRecipe and GetContainerRecipe would give back of it.
/// </summary>
internal static class ImageRecipe
{
    public const string Kind = "image_recipe";
    public const string ContainerKind = "container_recipe";

    public static SandboxResource Of(
        string kind,
        Place place,
        string name,
        string version,
        ImageId image,
        DateTimeOffset created
    )
    {
        var type = kind == Kind ? "image-recipe" : "container-recipe";
        var body = new JsonObject
        {
            ["arn"] = Arns.Regional("imagebuilder", place, $"{type}/{name}/{version}"),
            ["name"] = name,
            ["version"] = version,
            ["platform"] = "Linux",
            ["owner"] = place.Account.Value,
            ["dateCreated"] = created.WireText(),
        };
        if (kind == Kind)
            body["parentImage"] = image.Value;
        else
            body["instanceConfiguration"] = new JsonObject { ["image"] = image.Value };
        return new SandboxResource(kind, place, $"{name}/{version}", body);
    }
}
