using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// An owner listed by number whose images carry an owner alias. The SCP sees the alias alone: it denies them where the alias is not listed,
/// and where it is, an exception for the number limits nothing.
/// </summary>
internal static class PublisherBehindAlias
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0222", Severity.Warning, "publisher listed by number that has an owner alias"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        var publishers = input.Config.Publishers.Select(p => (p.AccountId, p.Node));
        var exceptions = input.Config.Exceptions.Select(e => (e.AccountId, e.Node));
        foreach (var (account, node) in publishers.Concat(exceptions))
            if (KnownPublishers.Of(account.Value) is { Alias: { } alias } found && !Lists(input, alias))
                bag.Report(
                    Rule.Descriptor,
                    input.At(node, "account_id"),
                    $"images of {account} ({found.Publisher}) {found.Carry} the owner alias `{alias.IamName()}`:"
                        + " the service control policy "
                        + (found.IsUnverified ? "would deny every launch of them then" : "denies every launch of them"),
                    $"add `{alias.DeclarativeName()}` to `publisher_aliases`; {found.Certainty}"
                );
        foreach (var (account, node) in exceptions)
            if (KnownPublishers.Of(account.Value) is { Alias: { } alias } found && Lists(input, alias))
                bag.Report(
                    Rule.Descriptor,
                    input.At(node, "account_id"),
                    $"images of {account} ({found.Publisher}) {found.Carry} the owner alias `{alias.IamName()}`,"
                        + " which is listed and allows them to everybody: neither `expires_on` nor `usable_by` limits them",
                    $"remove the exception, or list accounts in the place of `{alias.DeclarativeName()}`; {found.Certainty}"
                );
    }

    private static bool Lists(RuleInput input, OwnerAlias alias) => input.Config.Aliases.Any(a => a.Alias == alias);
}
