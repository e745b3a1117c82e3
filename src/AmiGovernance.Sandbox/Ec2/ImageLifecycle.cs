using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Disabling, deprecating, protecting, watermarking and deregistering the caller's own images.</summary>
internal sealed class ImageLifecycle(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    /// <summary>EC2 API reference, "EnableImageDeprecation".</summary>
    private const int MostYears = 10;

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["EnableImage"] = call => Change(call, i => i with { State = SandboxImage.Available }),
            ["DisableImage"] = call => Change(call, Disabled),
            ["EnableImageDeprecation"] = EnableDeprecation,
            ["DisableImageDeprecation"] = call => Change(call, i => i with { DeprecationTime = null }),
            ["EnableImageDeregistrationProtection"] = call => Protect(call, true),
            ["DisableImageDeregistrationProtection"] = call => Protect(call, false),
            ["AttachImageWatermark"] = AttachWatermark,
            ["DetachImageWatermark"] = DetachWatermark,
            ["DeregisterImage"] = Deregister,
        };

    /// <summary>
    /// EC2 user guide, "Disable an AMI": all launch permissions go, and enabling it again does not bring them back.
    /// </summary>
    private static SandboxImage Disabled(SandboxImage image) =>
        image with
        {
            State = SandboxImage.Disabled,
            LaunchPermissions = [],
        };

    private JsonObject Change(SandboxCall call, Func<SandboxImage, SandboxImage> change)
    {
        World.Put(change(OwnImage(call)));
        return Ec2Shapes.Return;
    }

    private JsonObject Protect(SandboxCall call, bool on)
    {
        World.Put(OwnImage(call) with { DeregistrationProtection = on });
        return new JsonObject { ["return"] = on ? "enabled" : "disabled" };
    }

    private JsonObject EnableDeprecation(SandboxCall call)
    {
        var at = call.Input.Time("DeprecateAt") ?? throw call.Input.Missing("DeprecateAt");
        if (at <= call.Now || at > call.Now.AddYears(MostYears))
            throw InvalidValue("The deprecation date must be in the future and at most 10 years away.");
        return Change(call, i => i with { DeprecationTime = at });
    }

    private JsonObject AttachWatermark(SandboxCall call)
    {
        var name = call.Input.Required("WatermarkName");
        if (!ImageName.IsValid(name))
            throw InvalidValue($"Value ({name}) for parameter watermarkName is invalid.");
        var image = OwnImage(call);
        if (image.IsPublic)
            throw NotPermitted("A watermark cannot be added to a public AMI.");
        var key = $"{call.Account}:{name}";
        var watermark = new WatermarkFacts(key, image.Region.Value, image.CreationDate, call.Now);
        if (image.Watermarks.All(w => w.WatermarkKey != key))
            World.Put(image with { Watermarks = image.Watermarks.Add(watermark) });
        return new JsonObject { ["watermarkKey"] = key };
    }

    /// <summary>EC2 API reference, "DetachImageWatermark": it succeeds even if the image has no such watermark.</summary>
    private JsonObject DetachWatermark(SandboxCall call)
    {
        var key = call.Input.Required("WatermarkKey");
        return Change(call, i => i with { Watermarks = i.Watermarks.RemoveAll(w => w.WatermarkKey == key) });
    }

    /// <summary>EC2 API reference, "DeregisterImage": its snapshot stays.</summary>
    private JsonObject Deregister(SandboxCall call)
    {
        if (call.Input.Flag("DeleteAssociatedSnapshots"))
            throw SandboxException.NotKnown("DeleteAssociatedSnapshots of DeregisterImage");
        var image = OwnImage(call);
        if (image.DeregistrationProtection)
            throw NotPermitted($"The image '{image.Id}' is protected from deregistration.");
        World.Put(image with { IsDeregistered = true });
        return Ec2Shapes.Return;
    }
}
