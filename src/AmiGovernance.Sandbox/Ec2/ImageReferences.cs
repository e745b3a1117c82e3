using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>What refers to an image: in the caller's own account, and, for the owner, how much it is used in other accounts.</summary>
internal sealed class ImageReferences(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    public const string ImageRecipe = "image_recipe";
    public const string ContainerRecipe = "container_recipe";

    private const int MostImages = 10;
    private const int DefaultDepth = 10;

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeImageReferences"] = Describe,
            ["CreateImageUsageReport"] = CreateReport,
            ["DescribeImageUsageReports"] = DescribeReports,
            ["DescribeImageUsageReportEntries"] = DescribeEntries,
            ["DeleteImageUsageReport"] = DeleteReport,
        };

    private JsonObject Describe(SandboxCall call)
    {
        var ids = call.Input.Texts("ImageId");
        if (ids.IsEmpty)
            throw call.Input.Missing("ImageId");
        if (ids.Length > MostImages)
            throw new SandboxException("InvalidParameterValue", $"You can specify at most {MostImages} image IDs.");
        foreach (var id in ids)
            CheckId(id, "ami-", "InvalidAMIID.Malformed");
        Begin(call);
        var types = call.Input.Objects("ResourceType").ToList();
        if (types.Count == 0 && !call.Input.Flag("IncludeAllResourceTypes"))
            throw new SandboxException(
                "MissingParameter",
                "You must specify IncludeAllResourceTypes or ResourceTypes."
            );
        bool Wants(string type) =>
            call.Input.Flag("IncludeAllResourceTypes") || types.Any(t => t.Text("ResourceType") == type);
        var depth = types
            .Where(t => t.Text("ResourceType") == "ec2:LaunchTemplate")
            .SelectMany(t => t.Objects("ResourceTypeOption"))
            .Where(o => o.Text("OptionName") == "version-depth")
            .Select(o => Depth(o.Texts("OptionValue")))
            .FirstOrDefault(DefaultDepth);
        var states = types
            .Where(t => t.Text("ResourceType") == "ec2:Instance")
            .SelectMany(t => t.Objects("ResourceTypeOption"))
            .Where(o => o.Text("OptionName") == "state-name")
            .SelectMany(o => o.Texts("OptionValue"))
            .ToList();
        var found = ids.SelectMany(id =>
            new[]
            {
                (
                    "ec2:Instance",
                    World
                        .Ec2.InstancesOf(call.Account, call.Region)
                        .Where(i =>
                            i.ImageId == id && (states.Count == 0 ? i.State != "terminated" : states.Contains(i.State))
                        )
                        .Select(i => $"arn:aws:ec2:{i.Region}:{i.Account}:instance/{i.Id}")
                ),
                (
                    "ec2:LaunchTemplate",
                    World
                        .Ec2.LaunchTemplatesOf(call.Account, call.Region)
                        .Where(t => t.Versions.Reverse().Take(depth).Any(v => v.ImageId == id))
                        .Select(LaunchTemplateCalls.Arn)
                ),
                (
                    "imagebuilder:ImageRecipe",
                    Recipes(call, ImageRecipe)
                        .Where(r => (string?)r["parentImage"] == id)
                        .Select(r => (string?)r["arn"] ?? "")
                ),
                (
                    "imagebuilder:ContainerRecipe",
                    Recipes(call, ContainerRecipe)
                        .Where(r => (string?)r["instanceConfiguration"]?["image"] == id)
                        .Select(r => (string?)r["arn"] ?? "")
                ),
                (
                    "ssm:Parameter",
                    World
                        .Resources.Of("parameter", call.Account, call.Region)
                        .Where(p => (string?)p.Body["Value"] == id)
                        .Select(p => (string?)p.Body["ARN"] ?? p.Name)
                ),
            }
                .Where(r => Wants(r.Item1))
                .SelectMany(r => r.Item2.Select(arn => (Id: id, Type: r.Item1, Arn: arn)))
        );
        var page = Paging.Ec2.Of(call, found);
        return new JsonObject
        {
            ["imageReferenceSet"] = Ec2Shapes.List(
                page.Items,
                r => new JsonObject
                {
                    ["imageId"] = r.Id,
                    ["resourceType"] = r.Type,
                    ["arn"] = r.Arn,
                }
            ),
            ["nextToken"] = page.NextToken,
        };
    }

    private IEnumerable<JsonObject> Recipes(SandboxCall call, string kind) =>
        World.Resources.Of(kind, call.Account, call.Region).Select(r => r.Body);

    /// <summary>A recipe as the world keeps it: what GetImageRecipe and GetContainerRecipe would give back of it.</summary>
    public static SandboxResource Recipe(
        string kind,
        string account,
        string region,
        string name,
        string version,
        string image,
        DateTimeOffset created
    )
    {
        var arn =
            $"arn:aws:imagebuilder:{region}:{account}:{(kind == ImageRecipe ? "image-recipe" : "container-recipe")}/{name}/{version}";
        var body = new JsonObject
        {
            ["arn"] = arn,
            ["name"] = name,
            ["version"] = version,
            ["platform"] = "Linux",
            ["owner"] = account,
            ["dateCreated"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(created),
        };
        if (kind == ImageRecipe)
            body["parentImage"] = image;
        else
            body["instanceConfiguration"] = new JsonObject { ["image"] = image };
        return new SandboxResource(kind, account, region, $"{name}/{version}", body);
    }

    private static int Depth(ImmutableArray<string> values) =>
        values is [var one]
        && int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var depth)
        && depth > 0
            ? depth
            : throw new SandboxException("InvalidParameterValue", "The value of version-depth is not valid.");

    private JsonObject CreateReport(SandboxCall call)
    {
        var image = OwnImage(call);
        var types = call.Input.Objects("ResourceType").Select(t => t.Required("ResourceType")).ToImmutableArray();
        if (types.IsEmpty)
            throw call.Input.Missing("ResourceType");
        if (types.FirstOrDefault(t => t is not ("ec2:Instance" or "ec2:LaunchTemplate")) is { } wrong)
            throw new SandboxException("InvalidParameterValue", $"The resource type '{wrong}' is invalid.");
        var id = World.NewId("report-", 17);
        var accounts = call.Input.Texts("AccountId");
        World.Resources.Put(
            new SandboxResource(
                "image_usage_report",
                call.Account,
                call.Region,
                id,
                new JsonObject
                {
                    ["imageId"] = image.Id,
                    ["reportId"] = id,
                    ["resourceTypeSet"] = Ec2Shapes.List(types, t => new JsonObject { ["resourceType"] = t }),
                    ["accountIdSet"] = accounts.IsEmpty ? null : Ec2Shapes.Texts(accounts),
                    ["state"] = "pending",
                    ["creationTime"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(call.Now),
                    // EC2 user guide, "View AMI usage": reports are deleted after 30 days.
                    ["expirationTime"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(call.Now.AddDays(30)),
                }
            )
        );
        World.Changes++;
        return new JsonObject { ["reportId"] = id };
    }

    private List<SandboxResource> Reports(SandboxCall call)
    {
        var (ids, images) = (call.Input.Texts("ReportId"), call.Input.Texts("ImageId"));
        return
        [
            .. World
                .Resources.Of("image_usage_report", call.Account, call.Region)
                .Where(r =>
                    (ids.IsEmpty || ids.Contains(r.Name))
                    && (images.IsEmpty || images.Contains((string?)r.Body["imageId"] ?? ""))
                ),
        ];
    }

    /// <summary>A report is pending when it is first looked at, and there when it is looked at again.</summary>
    private JsonObject DescribeReports(SandboxCall call)
    {
        Begin(call);
        var page = Paging.Ec2.Of(call, Reports(call));
        var answer = new JsonObject
        {
            ["imageUsageReportSet"] = Ec2Shapes.List(page.Items, r => r.Body.DeepClone()),
            ["nextToken"] = page.NextToken,
        };
        foreach (var report in page.Items)
            report.Body["state"] = "available";
        return answer;
    }

    private JsonObject DescribeEntries(SandboxCall call)
    {
        Begin(call);
        var page = Paging.Ec2.Of(
            call,
            Reports(call).Where(r => (string?)r.Body["state"] == "available").SelectMany(Entries)
        );
        return new JsonObject
        {
            ["imageUsageReportEntrySet"] = Ec2Shapes.List(page.Items, e => e),
            ["nextToken"] = page.NextToken,
        };
    }

    private IEnumerable<JsonObject> Entries(SandboxResource report)
    {
        var image = (string?)report.Body["imageId"] ?? "";
        var types = (report.Body["resourceTypeSet"] as JsonArray ?? [])
            .Select(t => (string?)t?["resourceType"])
            .ToList();
        var wanted = (report.Body["accountIdSet"] as JsonArray ?? []).Select(a => (string?)a).ToList();
        foreach (
            var account in World
                .Organization.Accounts.Select(a => a.Id.Value)
                .Where(a => wanted.Count == 0 || wanted.Contains(a))
                .Order(StringComparer.Ordinal)
        )
        foreach (var type in types)
        {
            var count =
                type == "ec2:Instance"
                    ? World
                        .Ec2.InstancesOf(account, report.Region)
                        .Count(i => i.ImageId == image && i.State != "terminated")
                    : World
                        .Ec2.LaunchTemplatesOf(account, report.Region)
                        .Count(t => t.Versions.Any(v => v.ImageId == image));
            if (count > 0)
                yield return new JsonObject
                {
                    ["reportId"] = report.Name,
                    ["imageId"] = image,
                    ["accountId"] = account,
                    ["resourceType"] = type,
                    ["usageCount"] = count,
                    ["reportCreationTime"] = (string?)report.Body["creationTime"],
                };
        }
    }

    private JsonObject DeleteReport(SandboxCall call)
    {
        Begin(call);
        var id = call.Input.Required("ReportId");
        if (!World.Resources.Remove("image_usage_report", call.Account, call.Region, id))
            throw new SandboxException("InvalidParameterValue", $"The report '{id}' does not exist.");
        World.Changes++;
        return Ec2Shapes.Return;
    }
}
