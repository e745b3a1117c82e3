using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// Launch templates. The image inside is not checked until a launch, as in AWS. Of the launch data, image and type are kept.
/// </summary>
internal sealed class LaunchTemplateCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private static readonly Paging Pages = new(1, 200, 200);

    private static readonly FilterTable<LaunchTemplate> Filters = new(
        t => t.Tags,
        new() { ["create-time"] = t => [t.Created.WireText()], ["launch-template-name"] = t => [t.Name] }
    );

    private static readonly FilterTable<LaunchTemplateVersion> VersionFilters = new(
        _ => TagSets.None,
        new()
        {
            ["create-time"] = v => [v.Created.WireText()],
            ["image-id"] = v => [v.ImageId],
            ["instance-type"] = v => [v.InstanceType],
        },
        [.. DocumentedFilters.OfTemplateVersions, "is-default-version"]
    );

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateLaunchTemplate"] = Create,
            ["CreateLaunchTemplateVersion"] = CreateVersion,
            ["ModifyLaunchTemplate"] = Modify,
            ["DeleteLaunchTemplate"] = Delete,
            ["DescribeLaunchTemplates"] = Describe,
            ["DescribeLaunchTemplateVersions"] = DescribeVersions,
        };

    /// <summary>By `LaunchTemplateId` or `LaunchTemplateName`.</summary>
    public static LaunchTemplate Find(SandboxWorld world, SandboxCall call, CallInput input)
    {
        if (input.Text("LaunchTemplateId") is { } id)
            return world.Ec2.LaunchTemplate(call.Place, Checked(id)) ?? throw NoTemplate(id);
        if (input.Text("LaunchTemplateName") is not { } name)
            throw new SandboxException(
                "MissingParameter",
                "Either a launch template ID or a launch template name must be specified in the request."
            );
        return world.Ec2.LaunchTemplatesOf(call.Place).FirstOrDefault(t => t.Name == name)
            ?? throw NoTemplateNamed(name);
    }

    public static SandboxException NoVersion(string version) =>
        new("InvalidLaunchTemplateId.VersionNotFound", $"Could not find launch template version {version}.");

    private static string Checked(string id) => CheckedId(id, "lt-", "InvalidLaunchTemplateId.Malformed");

    private static SandboxException NoTemplate(string id) =>
        new(
            "InvalidLaunchTemplateId.NotFound",
            $"The specified launch template, with template ID {id}, does not exist."
        );

    private static SandboxException NoTemplateNamed(string name) =>
        new(
            "InvalidLaunchTemplateName.NotFoundException",
            $"The specified launch template, with template name {name}, does not exist."
        );

    private LaunchTemplate Find(SandboxCall call) => Find(World, call, call.Input);

    private JsonObject Create(SandboxCall call)
    {
        var name = call.Input.Required("LaunchTemplateName");
        Begin(call);
        if (World.Ec2.LaunchTemplatesOf(call.Place).Any(t => t.Name == name))
            throw new SandboxException(
                "InvalidLaunchTemplateName.AlreadyExistsException",
                "Launch template name already in use."
            );
        var template = new LaunchTemplate(World.NewId("lt-", 17), name, call.Place, call.Now)
        {
            Creator = call.Caller.SessionArn,
            Versions = [Version(call, 1, null)],
            Tags = call.Input.TagsFor("launch-template"),
        };
        Put(template);
        return new JsonObject { ["launchTemplate"] = LaunchTemplateShape.Of(template) };
    }

    private JsonObject CreateVersion(SandboxCall call)
    {
        Begin(call);
        var template = Find(call);
        var source = call.Input.Text("SourceVersion") is { } number ? Existing(template, number) : null;
        var version = Version(call, template.Versions[^1].Number + 1, source);
        var changed = template with { Versions = template.Versions.Add(version) };
        Put(changed);
        return new JsonObject { ["launchTemplateVersion"] = LaunchTemplateShape.Of(changed, version) };
    }

    private static LaunchTemplateVersion Existing(LaunchTemplate template, string version) =>
        template.Version(version) ?? throw NoVersion(version);

    /// <param name="source">The version whose launch data is taken over where the call says nothing.</param>
    private static LaunchTemplateVersion Version(SandboxCall call, int number, LaunchTemplateVersion? source)
    {
        var data = call.Input.Object("LaunchTemplateData");
        var image = data.Text("ImageId") ?? source?.ImageId;
        var type = data.Text("InstanceType") ?? source?.InstanceType;
        return new LaunchTemplateVersion(number, image, type, call.Now)
        {
            Creator = call.Caller.SessionArn,
            Description = call.Input.Text("VersionDescription"),
        };
    }

    private JsonObject Modify(SandboxCall call)
    {
        Begin(call);
        var template = Find(call);
        var wanted =
            call.Input.Text("SetDefaultVersion")
            ?? call.Input.Text("DefaultVersion")
            ?? throw call.Input.Missing("SetDefaultVersion");
        var changed = template with { DefaultVersion = Existing(template, wanted).Number };
        Put(changed);
        return new JsonObject { ["launchTemplate"] = LaunchTemplateShape.Of(changed) };
    }

    private JsonObject Delete(SandboxCall call)
    {
        Begin(call);
        var template = Find(call);
        World.Ec2.Remove(template);
        World.Changes++;
        return new JsonObject { ["launchTemplate"] = LaunchTemplateShape.Of(template) };
    }

    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var own = World.Ec2.LaunchTemplatesOf(call.Place);
        var ofIds = Named(own, [.. call.Input.Texts("LaunchTemplateId").Select(Checked)], t => t.Id, NoTemplate);
        var named = Named(ofIds, call.Input.Texts("LaunchTemplateName"), t => t.Name, NoTemplateNamed);
        var page = Pages.Of(call, named.Where(Filters.Of(call.Input)));
        return Ec2Shapes.Page("launchTemplates", page, LaunchTemplateShape.Of);
    }

    /// <summary>
    /// EC2 API reference, "DescribeLaunchTemplateVersions": without a template, `$Latest` and `$Default` give those versions of all
    /// templates of the account.
    /// </summary>
    private JsonObject DescribeVersions(SandboxCall call)
    {
        Begin(call);
        var wanted = call.Input.Texts("LaunchTemplateVersion");
        var isNamed = call.Input.Has("LaunchTemplateId") || call.Input.Has("LaunchTemplateName");
        if (!isNamed && wanted.IsEmpty)
            throw new SandboxException(
                "MissingParameter",
                "You must specify a launch template, or $Latest, $Default or both as versions."
            );
        var templates = isNamed ? [Find(call)] : World.Ec2.LaunchTemplatesOf(call.Place);
        var holds = VersionFilters.Of(call.Input);
        var versions =
            from template in templates
            from version in Selected(call, template, wanted).Where(holds)
            select (Template: template, Version: version);
        var page = Pages.Of(call, versions);
        return Ec2Shapes.Page("launchTemplateVersionSet", page, v => LaunchTemplateShape.Of(v.Template, v.Version));
    }

    private static IEnumerable<LaunchTemplateVersion> Selected(
        SandboxCall call,
        LaunchTemplate template,
        ImmutableArray<string> wanted
    )
    {
        if (!wanted.IsEmpty)
            return wanted.Select(template.Version).OfType<LaunchTemplateVersion>().DistinctBy(v => v.Number);
        var (from, to) = (call.Input.Number("MinVersion") ?? 1, call.Input.Number("MaxVersion") ?? int.MaxValue);
        return template.Versions.Where(v => v.Number >= from && v.Number <= to).Reverse();
    }

    private void Put(LaunchTemplate template)
    {
        World.Ec2.Put(template);
        World.Changes++;
    }
}
