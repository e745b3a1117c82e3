using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Disabling, deprecating, protecting, watermarking and deregistering the caller's own images.</summary>
internal sealed class ImageLifecycle(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["EnableImage"] = call => Change(call, i => i with { State = "available" }),
            // EC2 user guide, "Disable an AMI": all launch permissions go, and enabling it again does not bring them back.
            ["DisableImage"] = call => Change(call, i => i with { State = "disabled", LaunchPermissions = [] }),
            ["EnableImageDeprecation"] = EnableDeprecation,
            ["DisableImageDeprecation"] = call => Change(call, i => i with { DeprecationTime = null }),
            ["EnableImageDeregistrationProtection"] = call => Protect(call, true),
            ["DisableImageDeregistrationProtection"] = call => Protect(call, false),
            ["AttachImageWatermark"] = AttachWatermark,
            // EC2 API reference: it succeeds even if the image has no such watermark.
            ["DetachImageWatermark"] = call =>
                call.Input.Required("WatermarkKey") is var key
                    ? Change(call, i => i with { Watermarks = [.. i.Watermarks.Where(w => w.WatermarkKey != key)] })
                    : Ec2Shapes.Return,
            ["DeregisterImage"] = Deregister,
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
        if (at <= call.Now || at > call.Now.AddYears(10))
            throw new SandboxException(
                "InvalidParameterValue",
                "The deprecation date must be in the future and at most 10 years away."
            );
        return Change(call, i => i with { DeprecationTime = at });
    }

    private JsonObject AttachWatermark(SandboxCall call)
    {
        var name = call.Input.Required("WatermarkName");
        if (
            name.Length is < 3 or > 128
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || "()[] ./-'@_".Contains(c, StringComparison.Ordinal))
        )
            throw new SandboxException(
                "InvalidParameterValue",
                $"Value ({name}) for parameter watermarkName is invalid."
            );
        var image = OwnImage(call);
        if (image.IsPublic)
            throw new SandboxException("OperationNotPermitted", "A watermark cannot be added to a public AMI.");
        var key = $"{call.Account}:{name}";
        if (image.Watermarks.All(w => w.WatermarkKey != key))
            World.Put(
                image with
                {
                    Watermarks =
                    [
                        .. image.Watermarks,
                        new WatermarkFacts(key, image.Region, image.CreationDate, call.Now),
                    ],
                }
            );
        return new JsonObject { ["watermarkKey"] = key };
    }

    private JsonObject Deregister(SandboxCall call)
    {
        var image = OwnImage(call);
        if (image.DeregistrationProtection)
            throw new SandboxException(
                "OperationNotPermitted",
                $"The image '{image.Id}' is protected from deregistration."
            );
        World.Remove(image);
        return Ec2Shapes.Return;
    }
}
