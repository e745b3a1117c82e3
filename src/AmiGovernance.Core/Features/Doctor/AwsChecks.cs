using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>The cases that AWS shows, in the order in which one rests on another.</summary>
internal sealed class AwsChecks(
    IOrganizationsReader organizations,
    IAwsIdentity identity,
    IPermissionSimulator simulator,
    IInstanceReader instances,
    IRoleReader roles,
    ReadPolicyHistory history,
    RepositoryChecks repository,
    CheckedCalls calls
)
{
    public async Task Run(CancellationToken cancel)
    {
        if (await Identity(cancel) is not { } caller)
            return;
        await Organization(caller, cancel);
        await new PermissionChecks(simulator, calls).Run(caller, cancel);
    }

    private async Task<CallerDetails?> Identity(CancellationToken cancel)
    {
        try
        {
            var caller = await identity.GetCallerIdentity(cancel);
            calls.Add(Check.Fine("identity", $"{caller.Arn}, account {caller.Account}"));
            return caller;
        }
        catch (AwsException e)
        {
            calls.Add(
                Check.Wrong(
                    "identity",
                    AwsDiagnostics.Message(e.Failure),
                    "every call to AWS needs credentials that work",
                    "aws sso login\naws sts get-caller-identity"
                )
            );
            calls.Add(Check.NotLooked("organization", "no credentials"));
            return null;
        }
    }

    private async Task Organization(CallerDetails caller, CancellationToken cancel)
    {
        if (await calls.Try("organization", () => organizations.DescribeOrganization(cancel)) is not { } details)
            return;
        var checks = new OrganizationChecks(organizations, repository, calls);
        checks.Organization(details.Value);
        var root = await calls.Try("root", () => organizations.ListRoots(cancel));
        checks.Account(details.Value, caller, mayList: root is not null);
        if (root is null)
            return;
        var knowsDeclarative = await checks.Settings(root.Value, cancel);
        await new AccountChecks(organizations, instances, repository, calls).Run(details.Value, cancel);
        var attachments = new AttachmentChecks(organizations, repository, calls);
        await attachments.Run(root.Value, cancel);
        await new WriterChecks(organizations, roles, history, calls) { SawAll = attachments.SawAll }.Run(
            attachments.Seen,
            [.. attachments.Targets(root.Value)],
            checks.Trusted,
            cancel
        );
        if (knowsDeclarative)
            await new EffectivePolicyChecks(organizations, calls).Run(caller, cancel);
        // Nothing is looked for in the answer: the permission is needed to read the organization.
        await calls.Try(
            "organizational-units",
            () => organizations.ListOrganizationalUnitsForParent(root.Value.Id, cancel)
        );
    }
}
