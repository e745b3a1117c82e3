using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>
/// Images that are shared with everybody, or with an organization that may be another (EC2 user guide, "Shared AMI usage").
/// </summary>
internal static class SharingRules
{
    private const string Everybody = "all";

    /// <param name="groups">Null for none.</param>
    public static void Groups(ReferenceSink sink, Resolved? groups)
    {
        foreach (var group in ResolvedTexts.Texts(groups) ?? [])
            if (group.Value == Everybody)
                sink.Findings.Report(
                    PreflightDiagnostics.Public,
                    group.Place,
                    "the image is shared with everybody",
                    "share with accounts, or with the organization"
                );
    }

    /// <param name="targets">ARNs of organizations and organizational units; null for none.</param>
    public static void Targets(ReferenceSink sink, Resolved? targets)
    {
        foreach (var target in ResolvedTexts.Texts(targets) ?? [])
            sink.Shared.Add(target);
    }

    /// <param name="accounts">Ids; null for none.</param>
    public static void Accounts(ReferenceSink sink, Resolved? accounts)
    {
        foreach (var account in ResolvedTexts.Texts(accounts) ?? [])
            if (AccountId.IsValid(account.Value))
                sink.Shared.Add(account);
    }
}
