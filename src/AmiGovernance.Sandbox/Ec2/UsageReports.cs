using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>For the owner of an image: how much it is used in other accounts (EC2 user guide, "View AMI usage").</summary>
internal sealed class UsageReports(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private const string Kind = "image_usage_report";

    private const string Instances = "ec2:Instance";
    private const string Templates = "ec2:LaunchTemplate";

    private const string Available = "available";

    /// <summary>EC2 user guide, "View AMI usage": reports are deleted after 30 days.</summary>
    private const int DaysKept = 30;

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateImageUsageReport"] = Create,
            ["DescribeImageUsageReports"] = Describe,
            ["DescribeImageUsageReportEntries"] = DescribeEntries,
            ["DeleteImageUsageReport"] = Delete,
        };

    private JsonObject Create(SandboxCall call)
    {
        var image = OwnImage(call);
        var types = call.Input.Objects("ResourceType").Select(t => t.Required("ResourceType")).ToImmutableArray();
        if (types.IsEmpty)
            throw call.Input.Missing("ResourceType");
        if (types.FirstOrDefault(t => t is not (Instances or Templates)) is { } wrong)
            throw InvalidValue($"The resource type '{wrong}' is invalid.");
        var id = World.NewId("report-", 17);
        var accounts = call.Input.Texts("AccountId");
        var body = new JsonObject
        {
            ["imageId"] = image.Id.Value,
            ["reportId"] = id,
            ["resourceTypeSet"] = Ec2Shapes.List(types, t => new JsonObject { ["resourceType"] = t }),
            ["accountIdSet"] = accounts.IsEmpty ? null : Ec2Shapes.Texts(accounts),
            ["state"] = "pending",
            ["creationTime"] = call.Now.WireText(),
            ["expirationTime"] = call.Now.AddDays(DaysKept).WireText(),
        };
        World.Put(new SandboxResource(Kind, call.Place, id, body));
        return new JsonObject { ["reportId"] = id };
    }

    private List<SandboxResource> Asked(SandboxCall call)
    {
        var (ids, images) = (call.Input.Texts("ReportId"), call.Input.Texts("ImageId"));
        return
        [
            .. World
                .Resources.Of(Kind, call.Place)
                .Where(r => ids.IsEmpty || ids.Contains(r.Name))
                .Where(r => images.IsEmpty || images.Contains(r.Text("imageId") ?? "")),
        ];
    }

    /// <summary>A report is pending when it is first looked at, and there when it is looked at again.</summary>
    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var page = Paging.Ec2.Of(call, Asked(call));
        var answer = Ec2Shapes.Page("imageUsageReportSet", page, r => r.Body.DeepClone());
        foreach (var report in page.Items)
            report.Body["state"] = Available;
        return answer;
    }

    private JsonObject DescribeEntries(SandboxCall call)
    {
        Begin(call);
        var entries = Asked(call).Where(r => r.Text("state") == Available).SelectMany(Entries);
        return Ec2Shapes.Page("imageUsageReportEntrySet", Paging.Ec2.Of(call, entries), e => e);
    }

    private IEnumerable<JsonObject> Entries(SandboxResource report)
    {
        var image = report.Text("imageId") ?? "";
        var types = Members(report, "resourceTypeSet").Select(t => (string?)t?["resourceType"]).ToList();
        foreach (var account in Accounts(report))
        foreach (var type in types)
            if (Uses(type, image, account, report) is > 0 and var count)
                yield return new JsonObject
                {
                    ["reportId"] = report.Name,
                    ["imageId"] = image,
                    ["accountId"] = account.Value,
                    ["resourceType"] = type,
                    ["usageCount"] = count,
                    ["reportCreationTime"] = report.Text("creationTime"),
                };
    }

    private static JsonArray Members(SandboxResource report, string name) => report.Body[name] as JsonArray ?? [];

    private IEnumerable<AccountId> Accounts(SandboxResource report)
    {
        var wanted = Members(report, "accountIdSet").Select(a => (string?)a).ToList();
        return World
            .Organization.Accounts.Select(a => a.Id)
            .Where(id => wanted.Count == 0 || wanted.Contains(id.Value))
            .Order();
    }

    private int Uses(string? type, string image, AccountId account, SandboxResource report)
    {
        if (report.Region is not { } region)
            return 0;
        var place = new Place(account, region);
        return type == Instances
            ? World.Ec2.InstancesOf(place).Count(i => i.ImageId.Value == image && !i.IsTerminated)
            : World.Ec2.LaunchTemplatesOf(place).Count(t => t.Versions.Any(v => v.ImageId == image));
    }

    private JsonObject Delete(SandboxCall call)
    {
        Begin(call);
        var id = call.Input.Required("ReportId");
        if (!World.Resources.Remove(new ResourceList(Kind, call.Place), id))
            throw InvalidValue($"The report '{id}' does not exist.");
        World.Changes++;
        return Ec2Shapes.Return;
    }
}
