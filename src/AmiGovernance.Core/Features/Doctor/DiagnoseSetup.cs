using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <param name="RoleName">The role in member accounts.</param>
public sealed record DoctorRequest(string ConfigPath, string Folder, string RoleName);

/// <summary>
/// Each case of the runbook's troubleshooting chapter as a check, with its cause and the command that fixes it. A check that cannot
/// be made does not stop the others.
/// </summary>
/// <param name="organizations">The organization.</param>
/// <param name="identity">Who the caller is.</param>
/// <param name="simulator">What the caller may do.</param>
/// <param name="instances">The member accounts.</param>
/// <param name="roles">The roles of the caller's account.</param>
/// <param name="history">Who else changes policies.</param>
/// <param name="files">The repository.</param>
/// <param name="time">The day on which exceptions end.</param>
public sealed class DiagnoseSetup(
    IOrganizationsReader organizations,
    IAwsIdentity identity,
    IPermissionSimulator simulator,
    IInstanceReader instances,
    IRoleReader roles,
    ReadPolicyHistory history,
    IFileStore files,
    TimeProvider time
)
{
    /// <summary>What the files show, then what AWS shows.</summary>
    /// <param name="request">The repository.</param>
    /// <param name="cancel">Ends the checks.</param>
    public async Task<ImmutableArray<Check>> Run(DoctorRequest request, CancellationToken cancel)
    {
        var repository = new RepositoryChecks(files, request, time.Today());
        var calls = new CheckedCalls();
        await new AwsChecks(organizations, identity, simulator, instances, roles, history, repository, calls).Run(
            cancel
        );
        return [.. repository.All(), .. calls.Checks];
    }
}
