using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A restore by AWS Backup and a cutover by Application Migration Service launch an image of the account itself (AWS managed policies
/// AWSBackupServiceRolePolicyForRestores and AWSApplicationMigrationEC2Access): who may only create images makes what nobody launches.
/// </summary>
internal static class BackupsNotRestored
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0227", Severity.Warning, "backups could not be restored"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        if (input.Config.RestoreRoles is not null)
            return;
        foreach (var role in input.Config.ImageCreationRoles ?? [])
            if (ServiceOf(role) is { } service)
                bag.Report(
                    Rule.Descriptor,
                    role.Node is JsonObject entry ? input.At(entry, "arn") : input.At(role.Node),
                    $"`{role.Arn}` may create images and, once enforced, launch none of them: {service}",
                    "list the roles that launch images of their own account in `restore_roles` (`[]` when there are none)"
                );
    }

    /// <summary>What cannot be done; null for services that launch no images.</summary>
    private static string? ServiceOf(ExemptPrincipal role)
    {
        var name = PrincipalArn.Resource(role.Arn);
        if (role.Service == "aws_backup" || name.Contains("AWSBackup", StringComparison.Ordinal))
            return "AWS Backup could not restore an instance";
        return name.Contains("AWSApplicationMigration", StringComparison.Ordinal)
            ? "Application Migration Service could not launch a cutover instance"
            : null;
    }
}
