using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Upkeep;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <summary>Looks what another system deployed, and takes it into the record.</summary>
/// <param name="aws">The organization.</param>
/// <param name="files">Configuration and record.</param>
/// <param name="record">Takes it.</param>
public sealed class TakeCarried(IOrganizationsReader aws, IFileStore files, RecordCarried record)
{
    /// <summary>
    /// Null with a report when configuration or record cannot be used, or amigov itself deploys: then what others changed is no deployment.
    /// </summary>
    /// <param name="configPath">The configuration's.</param>
    /// <param name="bag">Takes the report.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    public async Task<CarriedDeployment?> Run(string configPath, DiagnosticBag bag, CancellationToken cancel)
    {
        if (RepositoryFiles.ReadConfig(files, configPath, bag) is not { } config || bag.HasErrors)
            return null;
        if (config.Deployment.Carrier == Carrier.Amigov)
        {
            bag.Add(
                Diagnostic.About(
                    configPath,
                    PlanningDiagnostics.NoCarrier,
                    "amigov itself deploys the policies, and records what it does",
                    "what others changed is shown by `amigov status`; where another system deploys, set `deployment.carrier`"
                )
            );
            return null;
        }
        var read = DeploymentRecord.Read(files);
        var observed = await new ReadDeployed(aws).Run(read.Value ?? DeploymentLog.Empty, config, cancel);
        return UpToDateRecord.Of(read, MarkedOrganization.Of(observed), bag) is { } log
            ? await record.Run(observed, log, config, bag, cancel)
            : null;
    }
}
