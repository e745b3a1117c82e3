using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// AWS Backup and Data Lifecycle Manager create images under ordinary roles, which the SCP stops. Image Builder does so only where a
/// pipeline names an execution role; else it works with <see cref="Facts.AwsFacts.ImageBuilderRole"/>, which no SCP reaches.
/// </summary>
internal static class BackupRolesNotExempt
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0216", Severity.Warning, "backup services could not create images"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        if (input.Config.ImageCreationRoles is not null || !input.Config.Policy.DenyAmiCreationInWorkloads)
            return;
        bag.Report(
            Rule.Descriptor,
            input.At(input.Config.Tree.Root),
            "no role may create images outside publisher accounts: EC2 backups by AWS Backup and Data Lifecycle Manager would fail",
            "list the roles they use in `image_creation_roles` (`[]` when there are none), such as `arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole`"
        );
    }
}
