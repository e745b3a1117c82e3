using System.Text.Json.Nodes;

namespace AmiGovernance.Tests.Features.Decisions;

/// <summary>A launch as the EC2 API takes it and as CloudTrail records it (EC2 API reference, "RunInstances"; CloudTrail user guide).</summary>
internal static class RecordedCall
{
    public static string Of(DecisionRow row)
    {
        var role = row.Principal[(row.Principal.LastIndexOf('/') + 1)..];
        var parameters = new JsonObject
        {
            ["instancesSet"] = Items(
                new JsonObject
                {
                    ["imageId"] = row.Image,
                    ["minCount"] = 1,
                    ["maxCount"] = 1,
                    ["keyName"] = Id(row, "key-pair"),
                }
            ),
            ["groupSet"] = Items([.. Ids(row, "security-group").Select(id => new JsonObject { ["groupId"] = id })]),
            ["subnetId"] = Id(row, "subnet"),
            ["placement"] = new JsonObject { ["groupName"] = Id(row, "placement-group") },
            ["launchTemplate"] = Id(row, "launch-template") is { } template
                ? new JsonObject { ["launchTemplateId"] = template, ["version"] = "1" }
                : null,
            ["blockDeviceMapping"] = Items([
                .. Ids(row, "snapshot")
                    .Select(id => new JsonObject { ["ebs"] = new JsonObject { ["snapshotId"] = id } }),
            ]),
            ["networkInterfaceSet"] = Items([
                .. Ids(row, "network-interface").Select(id => new JsonObject { ["networkInterfaceId"] = id }),
            ]),
            ["capacityReservationSpecification"] = Reservation(
                row,
                "capacityReservationTarget",
                "capacityReservationId"
            ),
        };
        return new JsonObject
        {
            ["eventVersion"] = "1.11",
            ["eventTime"] = row.Time.ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["eventSource"] = "ec2.amazonaws.com",
            ["eventName"] = row.Action["ec2:".Length..],
            ["awsRegion"] = row.Region.Value,
            ["sourceIPAddress"] = "203.0.113.7",
            ["userIdentity"] = new JsonObject
            {
                ["type"] = "AssumedRole",
                ["accountId"] = row.Account.Value,
                ["arn"] = $"arn:aws:sts::{row.Account}:assumed-role/{role}/session",
                ["sessionContext"] = new JsonObject
                {
                    ["sessionIssuer"] = new JsonObject { ["type"] = "Role", ["arn"] = row.Principal },
                },
            },
            ["recipientAccountId"] = row.Account.Value,
            ["requestParameters"] = parameters,
        }.ToJsonString();
    }

    /// <summary>As the query protocol has them.</summary>
    public static JsonObject Parameters(DecisionRow row) =>
        new()
        {
            ["KeyName"] = Id(row, "key-pair"),
            ["SecurityGroupId"] = new JsonArray([.. Ids(row, "security-group").Select(id => (JsonNode)id)]),
            ["SubnetId"] = Id(row, "subnet"),
            ["Placement"] = new JsonObject { ["GroupName"] = Id(row, "placement-group") },
            ["LaunchTemplate"] = new JsonObject { ["LaunchTemplateId"] = Id(row, "launch-template") },
            ["BlockDeviceMapping"] = new JsonArray([
                .. Ids(row, "snapshot")
                    .Select(id => (JsonNode)new JsonObject { ["Ebs"] = new JsonObject { ["SnapshotId"] = id } }),
            ]),
            ["NetworkInterface"] = new JsonArray([
                .. Ids(row, "network-interface").Select(id => (JsonNode)new JsonObject { ["NetworkInterfaceId"] = id }),
            ]),
            ["CapacityReservationSpecification"] = Reservation(
                row,
                "CapacityReservationTarget",
                "CapacityReservationId"
            ),
        };

    private static JsonObject Reservation(DecisionRow row, string target, string id) =>
        new() { [target] = new JsonObject { [id] = Id(row, "capacity-reservation") } };

    private static JsonObject Items(params JsonNode[] items) => new() { ["items"] = new JsonArray([.. items]) };

    private static string? Id(DecisionRow row, string type) => Ids(row, type).FirstOrDefault();

    private static IEnumerable<string> Ids(DecisionRow row, string type) =>
        row.Named.Where(n => n.StartsWith($"{type}/", StringComparison.Ordinal)).Select(n => n[(type.Length + 1)..]);
}
