using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>What refers to an image in the caller's own account (EC2 API reference, "DescribeImageReferences").</summary>
internal sealed class ImageReferences(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private const int DefaultDepth = 10;

    private const string Instances = "ec2:Instance";
    private const string Templates = "ec2:LaunchTemplate";

    /// <summary>One resource that refers to an image.</summary>
    private readonly record struct Reference(ImageId ImageId, string Type, string Arn);

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal) { ["DescribeImageReferences"] = Describe };

    private JsonObject Describe(SandboxCall call)
    {
        var ids = Images(call);
        Begin(call);
        var wantsAll = call.Input.Flag("IncludeAllResourceTypes");
        var wanted = call.Input.Objects("ResourceType").Select(t => t.Text("ResourceType")).ToHashSet();
        if (wanted.Count == 0 && !wantsAll)
            throw new SandboxException(
                "MissingParameter",
                "You must specify IncludeAllResourceTypes or ResourceTypes."
            );
        var finders = Finders(call).Where(f => wantsAll || wanted.Contains(f.Type)).ToList();
        var found =
            from id in ids
            from finder in finders
            from arn in finder.Find(id)
            select new Reference(id, finder.Type, arn);
        return Ec2Shapes.Page("imageReferenceSet", Paging.Ec2.Of(call, found), Shape);
    }

    private static ImmutableArray<ImageId> Images(SandboxCall call)
    {
        var ids = call.Input.Texts("ImageId");
        if (ids.IsEmpty)
            throw call.Input.Missing("ImageId");
        if (ids.Length > AwsFacts.ImagesReferenced.Value)
            throw InvalidValue($"You can specify at most {AwsFacts.ImagesReferenced.Value} image IDs.");
        return [.. ids.Select(ReadImageId)];
    }

    /// <summary>For each type of resource: the ARNs of those that refer to an image.</summary>
    private List<(string Type, Func<ImageId, IEnumerable<string>> Find)> Finders(SandboxCall call)
    {
        var place = call.Place;
        var states = Options(call, Instances, "state-name").SelectMany(o => o.Texts("OptionValue")).ToList();
        var depth = Options(call, Templates, "version-depth").Select(Depth).FirstOrDefault(DefaultDepth);
        return
        [
            (Instances, id => InstancesOf(place, id, states)),
            (Templates, id => TemplatesOf(place, id, depth)),
            ("imagebuilder:ImageRecipe", id => ResourcesOf(ImageRecipe.Kind, place, id)),
            ("imagebuilder:ContainerRecipe", id => ResourcesOf(ImageRecipe.ContainerKind, place, id)),
            ("ssm:Parameter", id => ResourcesOf(SandboxResource.Parameter, place, id)),
        ];
    }

    private static IEnumerable<CallInput> Options(SandboxCall call, string type, string name) =>
        call
            .Input.Objects("ResourceType")
            .Where(t => t.Text("ResourceType") == type)
            .SelectMany(t => t.Objects("ResourceTypeOption"))
            .Where(o => o.Text("OptionName") == name);

    private static int Depth(CallInput option)
    {
        var value = option.Texts("OptionValue") is [var one] ? one : "";
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var depth);
        return isNumber && depth > 0 ? depth : throw InvalidValue("The value of version-depth is not valid.");
    }

    /// <param name="states">Those that count; without any, all that are not at their end.</param>
    private IEnumerable<string> InstancesOf(Place place, ImageId image, List<string> states) =>
        World
            .Ec2.InstancesOf(place)
            .Where(i => i.ImageId == image)
            .Where(i => states.Count == 0 ? !i.IsTerminated : states.Contains(i.State))
            .Select(i => Arns.Regional("ec2", place, $"instance/{i.Id}"));

    /// <param name="depth">How many of the newest versions of a template are looked at.</param>
    private IEnumerable<string> TemplatesOf(Place place, ImageId image, int depth) =>
        World
            .Ec2.LaunchTemplatesOf(place)
            .Where(t => t.Versions.Reverse().Take(depth).Any(v => v.ImageId == image.Value))
            .Select(t => t.Arn);

    private IEnumerable<string> ResourcesOf(string kind, Place place, ImageId image) =>
        World.Resources.Of(kind, place).Where(r => ImageOf(r) == image.Value).Select(ArnOf);

    private static string? ImageOf(SandboxResource resource) =>
        resource.Kind switch
        {
            ImageRecipe.Kind => resource.Text("parentImage"),
            ImageRecipe.ContainerKind => (string?)resource.Body["instanceConfiguration"]?["image"],
            _ => resource.Text("Value"),
        };

    private static string ArnOf(SandboxResource resource) =>
        resource.Text("arn") ?? resource.Text("ARN") ?? resource.Name;

    private static JsonObject Shape(Reference reference) =>
        new()
        {
            ["imageId"] = reference.ImageId.Value,
            ["resourceType"] = reference.Type,
            ["arn"] = reference.Arn,
        };
}
