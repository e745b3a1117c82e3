using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Launch templates. The image inside is not looked at until a launch, as in AWS. Of the launch data, image and type are kept.</summary>
internal sealed class LaunchTemplateCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private static readonly Paging Pages = new(1, 200, 200);

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
        var own = world.Ec2.LaunchTemplatesOf(call.Account, call.Region);
        if (input.Text("LaunchTemplateId") is { } id)
            return own.FirstOrDefault(t => t.Id == id)
                ?? throw new SandboxException(
                    "InvalidLaunchTemplateId.NotFound",
                    $"The specified launch template, with template ID {id}, does not exist."
                );
        if (input.Text("LaunchTemplateName") is { } name)
            return own.FirstOrDefault(t => t.Name == name)
                ?? throw new SandboxException(
                    "InvalidLaunchTemplateName.NotFoundException",
                    $"The specified launch template, with template name {name}, does not exist."
                );
        throw new SandboxException(
            "MissingParameter",
            "Either a launch template ID or a launch template name must be specified in the request."
        );
    }

    private JsonObject Create(SandboxCall call)
    {
        var name = call.Input.Required("LaunchTemplateName");
        Begin(call);
        if (World.Ec2.LaunchTemplatesOf(call.Account, call.Region).Any(t => t.Name == name))
            throw new SandboxException(
                "InvalidLaunchTemplateName.AlreadyExistsException",
                "Launch template name already in use."
            );
        var template = new LaunchTemplate(World.NewId("lt-", 17), name, call.Account, call.Region, call.Now)
        {
            Versions = [Version(call, 1, null)],
            Tags = call.Input.TagsFor("launch-template"),
        };
        Put(template);
        return new JsonObject { ["launchTemplate"] = Shape(template) };
    }

    private JsonObject CreateVersion(SandboxCall call)
    {
        Begin(call);
        var template = Find(World, call, call.Input);
        var source = call.Input.Text("SourceVersion") is { } number
            ? template.Version(number)
                ?? throw new SandboxException(
                    "InvalidLaunchTemplateId.VersionNotFound",
                    $"Could not find launch template version {number}."
                )
            : null;
        var version = Version(call, template.Versions[^1].Number + 1, source);
        Put(template = template with { Versions = template.Versions.Add(version) });
        return new JsonObject { ["launchTemplateVersion"] = Shape(template, version) };
    }

    private static LaunchTemplateVersion Version(SandboxCall call, int number, LaunchTemplateVersion? source)
    {
        var data = call.Input.Object("LaunchTemplateData");
        return new LaunchTemplateVersion(
            number,
            data.Text("ImageId") ?? source?.ImageId,
            data.Text("InstanceType") ?? source?.InstanceType,
            call.Now
        )
        {
            Description = call.Input.Text("VersionDescription"),
        };
    }

    private JsonObject Modify(SandboxCall call)
    {
        Begin(call);
        var template = Find(World, call, call.Input);
        var wanted =
            call.Input.Text("SetDefaultVersion")
            ?? call.Input.Text("DefaultVersion")
            ?? throw call.Input.Missing("SetDefaultVersion");
        var version =
            template.Version(wanted)
            ?? throw new SandboxException(
                "InvalidLaunchTemplateId.VersionNotFound",
                $"Could not find launch template version {wanted}."
            );
        Put(template = template with { DefaultVersion = version.Number });
        return new JsonObject { ["launchTemplate"] = Shape(template) };
    }

    private JsonObject Delete(SandboxCall call)
    {
        Begin(call);
        var template = Find(World, call, call.Input);
        World.Ec2.Remove(template);
        World.Changes++;
        return new JsonObject { ["launchTemplate"] = Shape(template) };
    }

    private static readonly FilterTable<LaunchTemplate> Filters = new(
        t => t.Tags,
        new() { ["launch-template-name"] = t => [t.Name] }
    );

    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var (ids, names) = (call.Input.Texts("LaunchTemplateId"), call.Input.Texts("LaunchTemplateName"));
        var own = World.Ec2.LaunchTemplatesOf(call.Account, call.Region);
        if (ids.FirstOrDefault(id => own.All(t => t.Id != id)) is { } missing)
            throw new SandboxException(
                "InvalidLaunchTemplateId.NotFound",
                $"The specified launch template, with template ID {missing}, does not exist."
            );
        if (names.FirstOrDefault(n => own.All(t => t.Name != n)) is { } unknown)
            throw new SandboxException(
                "InvalidLaunchTemplateName.NotFoundException",
                $"The specified launch template, with template name {unknown}, does not exist."
            );
        var page = Pages.Of(
            call,
            own.Where(t => (ids.IsEmpty || ids.Contains(t.Id)) && (names.IsEmpty || names.Contains(t.Name)))
                .Where(Filters.Of(call.Input))
        );
        return new JsonObject
        {
            ["launchTemplates"] = Ec2Shapes.List(page.Items, Shape),
            ["nextToken"] = page.NextToken,
        };
    }

    private static readonly FilterTable<LaunchTemplateVersion> VersionFilters = new(
        _ => TagSets.None,
        new() { ["image-id"] = v => [v.ImageId], ["instance-type"] = v => [v.InstanceType] }
    );

    /// <summary>EC2 API reference: without a template, `$Latest` and `$Default` give those versions of all templates of the account.</summary>
    private JsonObject DescribeVersions(SandboxCall call)
    {
        Begin(call);
        var wanted = call.Input.Texts("LaunchTemplateVersion");
        var named = call.Input.Has("LaunchTemplateId") || call.Input.Has("LaunchTemplateName");
        if (!named && wanted.IsEmpty)
            throw new SandboxException(
                "MissingParameter",
                "You must specify a launch template, or $Latest, $Default or both as versions."
            );
        IEnumerable<LaunchTemplate> templates = named
            ? [Find(World, call, call.Input)]
            : World.Ec2.LaunchTemplatesOf(call.Account, call.Region);
        var holds = VersionFilters.Of(call.Input);
        var versions = templates.SelectMany(t =>
            Selected(call, t, wanted).Where(holds).Select(v => (Template: t, Version: v))
        );
        var page = Pages.Of(call, versions);
        return new JsonObject
        {
            ["launchTemplateVersionSet"] = Ec2Shapes.List(page.Items, v => Shape(v.Template, v.Version)),
            ["nextToken"] = page.NextToken,
        };
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

    private static JsonObject Shape(LaunchTemplate template) =>
        new()
        {
            ["launchTemplateId"] = template.Id,
            ["launchTemplateName"] = template.Name,
            ["createTime"] = template.Created,
            ["createdBy"] = $"arn:aws:iam::{template.Account}:root",
            ["defaultVersionNumber"] = template.DefaultVersion,
            ["latestVersionNumber"] = template.Versions[^1].Number,
            ["tagSet"] = Ec2Shapes.Tags(template.Tags),
        };

    private static JsonObject Shape(LaunchTemplate template, LaunchTemplateVersion version) =>
        new()
        {
            ["launchTemplateId"] = template.Id,
            ["launchTemplateName"] = template.Name,
            ["versionNumber"] = version.Number,
            ["versionDescription"] = version.Description,
            ["createTime"] = version.Created,
            ["createdBy"] = $"arn:aws:iam::{template.Account}:root",
            ["defaultVersion"] = version.Number == template.DefaultVersion,
            ["launchTemplateData"] = new JsonObject
            {
                ["imageId"] = version.ImageId,
                ["instanceType"] = version.InstanceType,
            },
        };

    public static string Arn(LaunchTemplate template) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"arn:aws:ec2:{template.Region}:{template.Account}:launch-template/{template.Id}"
        );
}
