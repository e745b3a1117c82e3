using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Regions, and the default subnet that launches are put into.</summary>
internal sealed class RegionCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private const string NotOptedIn = "not-opted-in";

    private static readonly FilterTable<RegionStatus> RegionFilters = new(
        _ => TagSets.None,
        new()
        {
            ["region-name"] = r => [r.Name.Value],
            ["opt-in-status"] = r => [r.Status],
            ["endpoint"] = r => [r.Endpoint],
        }
    );

    private const string Block = "172.31.0.0/20";
    private const int Addresses = 4091;

    private static readonly FilterTable<Place> SubnetFilters = new(
        _ => TagSets.None,
        new()
        {
            ["availability-zone"] = p => [Zone(p)],
            ["availability-zone-id"] = p => [Networks.ZoneId(p.Region)],
            ["available-ip-address-count"] = _ => [$"{Addresses}"],
            ["cidr-block"] = _ => [Block],
            ["default-for-az"] = _ => ["true"],
            ["map-public-ip-on-launch"] = _ => ["true"],
            ["owner-id"] = p => [p.Account.Value],
            ["state"] = _ => ["available"],
            ["subnet-arn"] = p => [SubnetArn(p)],
            ["subnet-id"] = p => [Networks.SubnetOf(p)],
            ["vpc-id"] = p => [Networks.VpcOf(p)],
        },
        DocumentedFilters.OfSubnets
    );

    /// <param name="Status">`opt-in-not-required`, `opted-in` or `not-opted-in`, for an account.</param>
    private readonly record struct RegionStatus(RegionName Name, string Status)
    {
        public string Endpoint => $"ec2.{Name}.amazonaws.com";
    }

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeRegions"] = DescribeRegions,
            ["DescribeSubnets"] = DescribeSubnets,
        };

    public static SandboxException NoSubnet(string id) =>
        new("InvalidSubnetID.NotFound", $"The subnet ID '{id}' does not exist");

    private JsonObject DescribeRegions(SandboxCall call)
    {
        Begin(call);
        var wanted = call.Input.Texts("RegionName");
        var named = Named(Regions(call.Account), wanted, r => r.Name.Value, NoRegion);
        // EC2 API reference, "DescribeRegions": those that the account has not opted in to are shown when they are asked for.
        var showsAll = call.Input.Flag("AllRegions") || !wanted.IsEmpty;
        var regions = named.Where(r => showsAll || r.Status != NotOptedIn).Where(RegionFilters.Of(call.Input));
        return new JsonObject { ["regionInfo"] = Ec2Shapes.List(regions, Shape) };
    }

    private IEnumerable<RegionStatus> Regions(AccountId account) =>
        [
            .. World.Ec2.Regions.Select(r => new RegionStatus(r, "opt-in-not-required")),
            .. World.Ec2.OptInRegions.Keys.Select(r => new RegionStatus(r, OptInStatus(new Place(account, r)))),
        ];

    private string OptInStatus(Place place) => World.Ec2.HasOptedIn(place) ? "opted-in" : NotOptedIn;

    private static SandboxException NoRegion(string name) => InvalidValue($"Invalid region provided: {name}");

    private static JsonObject Shape(RegionStatus region) =>
        new()
        {
            ["regionName"] = region.Name.Value,
            ["regionEndpoint"] = region.Endpoint,
            ["optInStatus"] = region.Status,
        };

    private JsonObject DescribeSubnets(SandboxCall call)
    {
        Begin(call);
        Place[] own = [call.Place];
        var named = Named(own, call.Input.Texts("SubnetId"), Networks.SubnetOf, NoSubnet);
        var found = named.Where(SubnetFilters.Of(call.Input));
        return new JsonObject { ["subnetSet"] = Ec2Shapes.List(found, Subnet) };
    }

    private static string Zone(Place place) => $"{place.Region}a";

    private static string SubnetArn(Place place) => Arns.Regional("ec2", place, $"subnet/{Networks.SubnetOf(place)}");

    private static JsonObject Subnet(Place place) =>
        new()
        {
            ["subnetId"] = Networks.SubnetOf(place),
            ["vpcId"] = Networks.VpcOf(place),
            ["state"] = "available",
            ["cidrBlock"] = Block,
            ["availabilityZone"] = Zone(place),
            ["availabilityZoneId"] = Networks.ZoneId(place.Region),
            ["availableIpAddressCount"] = Addresses,
            ["defaultForAz"] = true,
            ["mapPublicIpOnLaunch"] = true,
            ["ownerId"] = place.Account.Value,
            ["subnetArn"] = SubnetArn(place),
        };
}
