namespace AmiGovernance.Core.Governance.Rules;

/// <summary>The rules on the configuration, each in a file of its own.</summary>
internal static class GovernanceRules
{
    public static readonly IReadOnlyList<Rule> All =
    [
        ExpiredException.Rule,
        ExpiringException.Rule,
        ExceptionTooLong.Rule,
        MissingApprovers.Rule,
        MissingTicket.Rule,
        MissingReason.Rule,
        ApprovalInFuture.Rule,
        ExpiryBeforeApproval.Rule,
        PermanentException.Rule,
        ExceptionForPublisher.Rule,
        AccountListedTwice.Rule,
        ExceptionWithoutType.Rule,
        PublisherCannotCreate.Rule,
        NamingPattern.Rule,
        ManagedServicesBlocked.Rule,
        BackupRolesNotExempt.Rule,
        WildcardPrincipal.Rule,
        EverybodyIsExempt.Rule,
        AccountsOfAnotherPartition.Rule,
        CriterionOfNoAge.Rule,
        MissingApprovalDate.Rule,
        AmazonIncludesVerifiedProviders.Rule,
        UsableByNeedsScp.Rule,
        GuardrailSwitchedOff.Rule,
        PublisherBehindAlias.Rule,
        ExemptPrincipalUnknown.Rule,
        AliasNotVerified.Rule,
        BreakGlassIsBound.Rule,
        PersonalDataInMessage.Rule,
        BackupsNotRestored.Rule,
        ExampleAddress.Rule,
    ];

    /// <summary>What the daily check looks at.</summary>
    public static readonly IReadOnlyList<Rule> Expiry =
    [
        ExpiredException.Rule,
        ExpiringException.Rule,
        PermanentException.Rule,
    ];
}
