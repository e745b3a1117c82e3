using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>A RunInstances that a service makes in an account by its service-linked role: no service control policy reaches it.</summary>
internal static class ServiceLinked
{
    /// <param name="by">Any call in the account; its Region, time and tags are taken over.</param>
    public static SandboxCall Call(
        SandboxCall by,
        SandboxWorld world,
        string service,
        string role,
        string? imageId,
        string type
    )
    {
        var session = service.Split('.')[0];
        var arn = $"arn:aws:iam::{by.Account}:role/aws-service-role/{service}/{role}";
        var item = new JsonObject { ["minCount"] = 1, ["maxCount"] = 1 };
        if (imageId is not null)
            item.Insert(0, "imageId", imageId);
        return by with
        {
            Service = "ec2",
            Operation = "RunInstances",
            Caller = new CallerIdentity(
                by.Account,
                arn,
                $"arn:aws:sts::{by.Account}:assumed-role/{role}/{session}",
                $"AROASERVICELINKED000:{session}"
            ),
            AccessKey = world.NewId("ASIA", 16).ToUpperInvariant(),
            InvokedBy = service,
            RecordedRequest = new JsonObject
            {
                ["instancesSet"] = new JsonObject { ["items"] = new JsonArray(item) },
                ["instanceType"] = type,
            },
        };
    }
}
