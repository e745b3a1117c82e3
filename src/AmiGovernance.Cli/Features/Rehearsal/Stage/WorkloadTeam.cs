using System.Text.Json;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports.Verification;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Rehearsal.Stage;

/// <summary>The people with workloads: what they run, launch, and move.</summary>
internal sealed class WorkloadTeam(RehearsalOrganization organization)
{
    private const string InstanceType = "t3.micro";

    /// <summary>Accounts whose teams launch what nobody approved.</summary>
    public static readonly string[] Launching = [WorldGenerator.PaymentsProduction, WorldGenerator.PaymentsLegacy];

    private Ec2World Ec2 => organization.World.Ec2;

    private RegionName Region => Ec2.Regions[0];

    /// <summary>Of the organization's own pipeline.</summary>
    public ImageId Golden => OwnImage(WorldGenerator.GoldenImages);

    /// <summary>A public image of somebody outside.</summary>
    public ImageId NotApproved => OwnImage(WorldGenerator.Stranger);

    /// <summary>What runs on images that enforcement will block.</summary>
    public IReadOnlyList<SandboxInstance> Violations() =>
        [.. Ec2.Instances.Where(i => i.State == SandboxInstance.Running && IsOfStranger(i))];

    private static bool IsOfStranger(SandboxInstance instance) =>
        instance.Image?.OwnerId.Value == WorldGenerator.Stranger;

    public string AccountIn(string unit) =>
        organization.World.Organization.Accounts.Last(a => a.ParentId == unit).Id.Value;

    public ImageId OwnImage(string account) => Ec2.OwnedBy(new Place(AccountId.Parse(account), Region)).First().Id;

    /// <summary>They end the old instances; the new ones are not of interest here.</summary>
    public void Move(IEnumerable<SandboxInstance> instances)
    {
        lock (organization.World.Gate)
            foreach (var instance in instances.ToList())
                Ec2.Put(instance with { State = SandboxInstance.Terminated });
    }

    /// <summary>A launch that audit mode lets through.</summary>
    public async Task LaunchMarked(string account, ImageId image, CancellationToken cancel)
    {
        var (answer, instance) = await LaunchOne(account, image, $"workload-{account}-{image}", cancel);
        if (instance is null)
            throw new RehearsalFailedException(
                $"the launch of {image} in account {account} was refused in audit mode: {answer.Code}"
            );
    }

    /// <summary>The answer to a launch that must be refused.</summary>
    public async Task<CallAnswer> LaunchForReal(string account, ImageId image, CancellationToken cancel)
    {
        var (answer, instance) = await LaunchOne(account, image, "rehearsal", cancel);
        return instance is null
            ? answer
            : throw new RehearsalFailedException($"the launch of {image} in account {account} was not refused");
    }

    private async Task<LaunchAnswer> LaunchOne(string account, ImageId image, string token, CancellationToken cancel)
    {
        using var connection = Connect();
        return await connection.VerificationCalls(InstanceType, null).Launch(PlaceOf(account), image, token, cancel);
    }

    /// <summary>As a dry run, so that nothing is left to end.</summary>
    public async Task<CallAnswer> Launch(string account, ImageId image, CancellationToken cancel)
    {
        using var connection = Connect();
        var call = new TestedCall(TestedAction.RunInstances, image.Value);
        return await connection.VerificationCalls(InstanceType, null).DryRun(PlaceOf(account), call, cancel);
    }

    private AwsConnection Connect() =>
        organization.Connect(new AwsSettings(null, null, AwsSettings.OrganizationAccessRole));

    private VerificationPlace PlaceOf(string account) => new(AccountId.Parse(account), Region);

    /// <summary>As `aws ec2 describe-images` says it, of all images that can be seen.</summary>
    public GeneratedFile DescribedImages() => new("images.json", JsonText.Write(indented: true, WriteImages));

    private void WriteImages(Utf8JsonWriter writer)
    {
        var images = Ec2.Images.Where(i => i.Region == Region).OrderBy(i => i.Id);
        writer.WriteStartObject();
        writer.WriteStartArray("Images");
        foreach (var image in images)
        {
            writer.WriteStartObject();
            writer.WriteString("ImageId", image.Id.Value);
            writer.WriteString("OwnerId", image.OwnerId.Value);
            writer.WriteString("Name", image.Name);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
