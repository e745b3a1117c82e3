using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>Who is on the stage.</summary>
internal sealed class OrganizationAct : IRehearsalAct
{
    public Task Play(RehearsalStage stage, CancellationToken cancel)
    {
        var organization = stage.Organization.World.Organization;
        var ec2 = stage.Organization.World.Ec2;
        var own = organization.Accounts.Select(a => a.Id).ToHashSet();
        var publicByMistake = ec2.Images.Count(i => i.IsPublic && own.Contains(i.OwnerId));

        stage.Act("An organization");
        stage.View.Note(
            $"{organization.Accounts.Length} accounts in {organization.Units.Length} organizational units, {ec2.Regions.Length} Regions"
        );
        stage.View.Note(
            $"{ec2.Instances.Count()} instances, {ec2.Images.Count()} images, "
                + $"{publicByMistake} of the organization's own public by mistake"
        );
        stage.View.Note(
            $"two exceptions: {stage.Name(WorldGenerator.PaymentsLegacy)} migrates, "
                + $"{stage.Name(WorldGenerator.Observability)} tries a vendor"
        );
        return Task.CompletedTask;
    }
}
