using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Bringing images into an account and taking them out of it.</summary>
internal sealed class ImageCreation(SandboxWorld world, Ec2Guard guard)
{
    public void Create(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var instanceId = input.Required("InstanceId");
        call.RecordedRequest = new JsonObject { ["instanceId"] = instanceId, ["name"] = input.Text("Name"), ["noReboot"] = input.Flag("NoReboot") };
        Ec2Guard.CheckId(instanceId, "i-", "InvalidInstanceID.Malformed");
        guard.Authorize(call);
        Ec2Service.DryRun(input);
        var instance = world.Ec2.InstancesOf(call.Caller.AccountId, call.Region).FirstOrDefault(i => i.Id == instanceId && i.State != "terminated")
            ?? throw new SandboxException("InvalidInstanceID.NotFound", $"The instance ID '{instanceId}' does not exist");
        Add(call, input, answer, i => i with { SourceInstanceId = instance.Id, SourceImageId = instance.ImageId });
    }

    public void Copy(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var sourceId = input.Required("SourceImageId");
        var sourceRegion = input.Required("SourceRegion");
        call.RecordedRequest = new JsonObject { ["sourceImageId"] = sourceId, ["sourceRegion"] = sourceRegion, ["name"] = input.Text("Name") };
        Ec2Guard.CheckId(sourceId, "ami-", "InvalidAMIID.Malformed");
        guard.Authorize(call);
        Ec2Service.DryRun(input);
        var source = world.Ec2.Image(sourceId);
        if (source is null || source.Region != sourceRegion) throw new SandboxException("InvalidAMIID.NotFound", $"The image id '[{sourceId}]' does not exist");
        // EC2 user guide, "Allowed AMIs": an image that is not allowed cannot be copied.
        if (guard.Decide(source, call.Caller.AccountId, call.Region).IsDenied) throw guard.DeniedByDeclarativePolicy(call.Caller.AccountId);
        Add(call, input, answer, i => i with { SourceImageId = source.Id });
    }

    public void Register(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        call.RecordedRequest = new JsonObject { ["name"] = input.Text("Name") };
        guard.Authorize(call);
        Ec2Service.DryRun(input);
        Add(call, input, answer, i => i);
    }

    public void Import(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        call.RecordedRequest = new JsonObject { ["description"] = input.Text("Description") };
        guard.Authorize(call);
        Ec2Service.DryRun(input);
        var task = world.NewId("import-ami-", 17);
        answer.Text("importTaskId", task).Text("status", "active").Text("progress", "1").Text("architecture", "x86_64");
        call.RecordedResponse = new JsonObject { ["importTaskId"] = task };
    }

    public void Deregister(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var id = input.Required("ImageId");
        call.RecordedRequest = new JsonObject { ["imageId"] = id };
        Ec2Guard.CheckId(id, "ami-", "InvalidAMIID.Malformed");
        var image = world.Ec2.Image(id);
        guard.Authorize(call, image, id);
        Ec2Service.DryRun(input);
        if (image is null || image.Region != call.Region) throw new SandboxException("InvalidAMIID.Unavailable", $"The image ID '{id}' is no longer available");
        if (image.OwnerId != call.Caller.AccountId) throw new SandboxException("AuthFailure", $"Not authorized for image:{id}", 403);
        world.Ec2.Remove(id);
        world.Changes++;
        answer.Flag("return", true);
    }

    private void Add(SandboxCall call, QueryInput input, XmlAnswer answer, Func<SandboxImage, SandboxImage> finish)
    {
        var name = input.Required("Name");
        if (world.Ec2.OwnedBy(call.Caller.AccountId, call.Region).Any(i => i.Name == name)) throw new SandboxException("InvalidAMIName.Duplicate", $"AMI name {name} is already in use by another AMI in this account");
        if (name.Length is < 3 or > 128) throw new SandboxException("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long");
        var image = finish(new SandboxImage(world.NewId("ami-", 17), call.Region, call.Caller.AccountId, name, call.Now) { Description = input.Text("Description") ?? "", Tags = input.TagsFor("image") });
        world.Ec2.Put(image);
        world.Changes++;
        answer.Text("imageId", image.Id);
        call.RecordedResponse = new JsonObject { ["imageId"] = image.Id };
    }
}
