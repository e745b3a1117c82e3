using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// EKS Auto Mode, ECS and Lambda managed instances launch images of AWS-owned accounts; a list without them stops these services.
/// </summary>
internal static class ManagedServicesBlocked
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0215", Severity.Warning, "managed services could not launch"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        if (input.Config.ManagedServices is not null || input.Config.Aliases.Any(a => a.Alias == OwnerAlias.Amazon))
            return;
        var services = string.Join(", ", ManagedServiceAccounts.Services.Select(s => $"`{s}`"));
        bag.Report(
            Rule.Descriptor,
            input.At(input.Config.Tree.Root),
            $"no entry covers the AWS-owned images of {services}: these services could launch nothing",
            "list those in use in `managed_services` (`[]` when none is), or allow the alias `amazon` in `publisher_aliases`"
        );
    }
}
