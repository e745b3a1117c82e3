using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Proposals;

/// <summary>Asks AWS for the last deployment, so that a proposal does not start from a branch that does not know it.</summary>
/// <param name="aws">The organization.</param>
public sealed class ReadLastDeployment(IOrganizationsReader aws)
{
    /// <summary>Null with a note when AWS cannot be asked: a proposal changes nothing in AWS.</summary>
    /// <param name="bag">Takes the note.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<MarkedOrganization?> Run(DiagnosticBag bag, CancellationToken cancel)
    {
        try
        {
            return await MarkedOrganization.Read(aws, cancel);
        }
        catch (AwsException e)
        {
            bag.Report(
                PlanningDiagnostics.NotCompared,
                SourceLocation.OfFile(SourceText.Missing("organization")),
                $"whether the branch knows the last deployment was not checked: {e.Failure.Summary}",
                "`--offline` does without; with credentials for the organization a branch that is behind is refused"
            );
            return null;
        }
    }
}
