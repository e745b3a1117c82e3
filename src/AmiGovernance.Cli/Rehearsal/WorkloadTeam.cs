using AmiGovernance.Aws;
using AmiGovernance.Aws.Verification;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Operations.Verification;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Rehearsal;

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
    public IReadOnlyList<SandboxInstance> Violations() => [.. Ec2.Instances.Where(i => i.State == "running" && i.Image?.OwnerId == WorldGenerator.Stranger)];

    /// <summary>As a dry run, so that nothing is left to end.</summary>
    public async Task<CallAnswer> Launch(string account, string image, CancellationToken cancel)
    {
        using var connection = organization.Connect(new AwsSettings(null, null, AwsSettings.OrganizationAccessRole));
        return await new VerificationCalls(connection, "t3.micro", null).DryRun(new VerificationPlace(AccountId.Parse(account), Region), new TestedCall(TestedAction.RunInstances, image), cancel).ConfigureAwait(false);
    }
}
