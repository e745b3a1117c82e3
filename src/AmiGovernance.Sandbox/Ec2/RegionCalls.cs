using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Regions, and the default subnet that launches are put into.</summary>
internal sealed class RegionCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private static readonly FilterTable<(string Name, string Status)> RegionFilters = new(
        _ => TagSets.None,
        new()
        {
            ["region-name"] = r => [r.Name],
            ["opt-in-status"] = r => [r.Status],
            ["endpoint"] = r => [$"ec2.{r.Name}.amazonaws.com"],
        }
    );

    private static readonly FilterTable<string> SubnetFilters = new(
        _ => TagSets.None,
        new()
        {
            ["subnet-id"] = s => [s],
            ["state"] = _ => ["available"],
            ["default-for-az"] = _ => ["true"],
        }
    );

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeRegions"] = DescribeRegions,
            ["DescribeSubnets"] = DescribeSubnets,
        };

    private JsonObject DescribeRegions(SandboxCall call)
    {
        Begin(call);
        var wanted = call.Input.Texts("RegionName");
        var known = World
            .Ec2.Regions.Select(r => (Name: r, Status: "opt-in-not-required"))
            .Concat(
                World
                    .Ec2.OptInRegions.OrderBy(r => r.Key, StringComparer.Ordinal)
                    .Select(r => (Name: r.Key, Status: r.Value.Contains(call.Account) ? "opted-in" : "not-opted-in"))
            )
            .ToList();
        if (wanted.FirstOrDefault(w => known.All(k => k.Name != w)) is { } unknown)
            throw new SandboxException("InvalidParameterValue", $"Invalid region provided: {unknown}");
        var regions = known
            .Where(r =>
                (call.Input.Flag("AllRegions") || wanted.Contains(r.Name) || r.Status != "not-opted-in")
                && (wanted.IsEmpty || wanted.Contains(r.Name))
            )
            .Where(RegionFilters.Of(call.Input));
        return new JsonObject
        {
            ["regionInfo"] = Ec2Shapes.List(
                regions,
                r => new JsonObject
                {
                    ["regionName"] = r.Name,
                    ["regionEndpoint"] = $"ec2.{r.Name}.amazonaws.com",
                    ["optInStatus"] = r.Status,
                }
            ),
        };
    }

    private JsonObject DescribeSubnets(SandboxCall call)
    {
        Begin(call);
        var subnet = Networks.SubnetOf(call.Account, call.Region);
        if (call.Input.Texts("SubnetId").FirstOrDefault(s => s != subnet) is { } missing)
            throw NoSubnet(missing);
        return new JsonObject
        {
            ["subnetSet"] = Ec2Shapes.List(
                new[] { subnet }.Where(SubnetFilters.Of(call.Input)),
                s => new JsonObject
                {
                    ["subnetId"] = s,
                    ["vpcId"] = Networks.VpcOf(call.Account, call.Region),
                    ["state"] = "available",
                    ["cidrBlock"] = "172.31.0.0/20",
                    ["availabilityZone"] = $"{call.Region}a",
                    ["availableIpAddressCount"] = 4091,
                    ["defaultForAz"] = true,
                    ["mapPublicIpOnLaunch"] = true,
                    ["ownerId"] = call.Account,
                    ["subnetArn"] = $"arn:aws:ec2:{call.Region}:{call.Account}:subnet/{s}",
                }
            ),
        };
    }

    public static SandboxException NoSubnet(string id) =>
        new("InvalidSubnetID.NotFound", $"The subnet ID '{id}' does not exist");
}
