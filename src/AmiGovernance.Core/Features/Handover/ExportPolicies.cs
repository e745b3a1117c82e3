using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>Turns what is to be deployed into the files of another system that deploys it.</summary>
/// <param name="git">Tells who decided on exceptions; null where there is no repository to ask.</param>
/// <param name="today">The day (UTC) for which the policies must be generated.</param>
public sealed class ExportPolicies(IFileStore files, ICommitReader? git, DateOnly today)
{
    /// <summary>Null with a report when the policies are not fit to be deployed, or the carrier cannot bring them.</summary>
    /// <param name="request">What is exported, and for whom.</param>
    /// <param name="bag">Takes the report.</param>
    public PolicyExport? Run(ExportRequest request, DiagnosticBag bag)
    {
        var repository = ValidatedRepository.Read(request.ConfigPath, request.Folder, files, git, today, bag);
        if (repository is null || bag.HasErrors)
            return null;
        var carrier = request.Carrier ?? repository.Config.Deployment.Carrier;
        if (carrier != Carrier.Amigov)
            return new Exporting(request, repository, carrier, files, today, bag).Run();
        bag.Add(
            Diagnostic.About(
                request.ConfigPath,
                PlanningDiagnostics.NoCarrier,
                "amigov itself deploys the policies, and needs no files",
                $"name a carrier ({string.Join(", ", Carriers.Others)}), or set `deployment.carrier`"
            )
        );
        return null;
    }
}
