using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports.Verification;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Rehearsal;

/// <summary>The people with workloads: what they run, launch, and move.</summary>
internal sealed class WorkloadTeam(RehearsalOrganization organization)
{
    private Ec2World Ec2 => organization.World.Ec2;

    private string Region => Ec2.Regions[0];

    /// <summary>Of the organization's own pipeline.</summary>
    public string Golden => Ec2.OwnedBy(WorldGenerator.GoldenImages, Region).First().Id;

    /// <summary>A public image of somebody outside.</summary>
    public string NotApproved => Ec2.OwnedBy(WorldGenerator.Stranger, Region).First().Id;

    /// <summary>What runs on images that enforcement will block.</summary>
    public IReadOnlyList<SandboxInstance> Violations() =>
        [.. Ec2.Instances.Where(i => i.State == "running" && i.Image?.OwnerId == WorldGenerator.Stranger)];

    public string AccountIn(string unit) =>
        organization.World.Organization.Accounts.Last(a => a.ParentId == unit).Id.Value;

    public string OwnImage(string account) => Ec2.OwnedBy(account, Region).First().Id;

    /// <summary>They end the old instances; the new ones are not of interest here.</summary>
    public void Move(IEnumerable<SandboxInstance> instances)
    {
        lock (organization.World.Gate)
            foreach (var instance in instances.ToList())
                Ec2.Put(instance with { State = "terminated" });
    }

    /// <summary>A launch that audit mode lets through.</summary>
    public async Task LaunchMarked(string account, string image, CancellationToken cancel)
    {
        using var connection = organization.Connect(new AwsSettings(null, null, AwsSettings.OrganizationAccessRole));
        var (answer, instance) = await connection
            .VerificationCalls("t3.micro", null)
            .Launch(
                new VerificationPlace(AccountId.Parse(account), Region),
                image,
                $"workload-{account}-{image}",
                cancel
            );
        if (instance is null)
            throw new RehearsalFailedException(
                $"the launch of {image} in account {account} was refused in audit mode: {answer.Code}"
            );
    }

    /// <summary>As `aws ec2 describe-images` says it, of all images that can be seen.</summary>
    public GeneratedFile DescribedImages() =>
        new(
            "images.json",
            JsonText.Write(
                indented: true,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteStartArray("Images");
                    foreach (
                        var image in Ec2
                            .Images.Where(i => i.Region == Region)
                            .OrderBy(i => i.Id, StringComparer.Ordinal)
                    )
                    {
                        writer.WriteStartObject();
                        writer.WriteString("ImageId", image.Id);
                        writer.WriteString("OwnerId", image.OwnerId);
                        writer.WriteString("Name", image.Name);
                        writer.WriteEndObject();
                    }
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }
            )
        );

    /// <summary>The answer to a launch that must be refused.</summary>
    public async Task<CallAnswer> LaunchForReal(string account, string image, CancellationToken cancel)
    {
        using var connection = organization.Connect(new AwsSettings(null, null, AwsSettings.OrganizationAccessRole));
        var (answer, instance) = await connection
            .VerificationCalls("t3.micro", null)
            .Launch(new VerificationPlace(AccountId.Parse(account), Region), image, "rehearsal", cancel);
        return instance is null
            ? answer
            : throw new RehearsalFailedException($"the launch of {image} in account {account} was not refused");
    }

    /// <summary>As a dry run, so that nothing is left to end.</summary>
    public async Task<CallAnswer> Launch(string account, string image, CancellationToken cancel)
    {
        using var connection = organization.Connect(new AwsSettings(null, null, AwsSettings.OrganizationAccessRole));
        return await connection
            .VerificationCalls("t3.micro", null)
            .DryRun(
                new VerificationPlace(AccountId.Parse(account), Region),
                new TestedCall(TestedAction.RunInstances, image),
                cancel
            );
    }
}
