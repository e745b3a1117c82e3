using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <param name="RoleName">The role in member accounts.</param>
public sealed record DoctorRequest(string ConfigPath, string Folder, string RoleName);

/// <summary>
/// Each case of the runbook's troubleshooting chapter as a check, with its cause and the command that mends it. A check that cannot
/// be made does not stop the others.
/// </summary>
public sealed class RunDoctor(
    IOrganizations aws,
    IAwsIdentity identity,
    IPermissionSimulator simulator,
    IInstanceReader instances,
    IFileStore files,
    TimeProvider time
)
{
    public async Task<ImmutableArray<Check>> Run(DoctorRequest request, CancellationToken cancel)
    {
        var repository = new RepositoryChecks(files, request, time.Today());
        var live = await new AwsChecks(aws, identity, simulator, instances, repository).Run(cancel);
        return [.. repository.All(), .. live];
    }
}
