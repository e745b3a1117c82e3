using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>
/// Builds the statements of the service control policy. In audit mode the launch denies are left out: an SCP cannot audit.
/// Exceptions carry their end date, so that they end even when nobody deploys.
/// </summary>
internal static class ScpGenerator
{
    public const string LaunchSid = "DenyEC2LaunchWithNonApprovedAMIs";
    public const string CreationSid = "DenyAMICreationAndSideload";
    public const string SharingSid = "DenyPublicAMISharing";
    public const string GuardrailSid = "DenyGuardrailChanges";
    public const string CopySid = "DenyCopyOfNonApprovedAMIs";
    public const string ExportSid = "DenyContentExport";
    public const string ServicesSid = "DenyImageServices";
    public const string RestoreSid = "DenyRestoreOfNonApprovedAMIs";

    private const string DatedLaunchSid = "DenyLaunchFrom";
    private const string OthersLaunchSid = "DenyLaunchByOthersOf";
    private const string DatedCopySid = "DenyCopyFrom";
    private const string OthersCopySid = "DenyCopyByOthersOf";
    private const string DatedCreationSid = "DenyAMICreationFrom";
    private const string DatedRestoreSid = "DenyRestoreFrom";

    internal const string Owner = "ec2:Owner";
    private const string PrincipalAccount = "aws:PrincipalAccount";

    /// <summary>The caller's own account. Variables need version 2012-10-17 (IAM user guide, "Variables and tags").</summary>
    private const string OwnAccount = "${aws:PrincipalAccount}";

    private const string AnyResource = "*";

    /// <summary>Whether a statement has an identifier that only this generator gives.</summary>
    public static bool IsOurs(Statement statement) =>
        statement.Sid is { } sid
        && (
            OurSids.Contains(sid, StringComparer.Ordinal)
            || OurSidStarts.Any(start => sid.StartsWith(start, StringComparison.Ordinal))
        );

    private static readonly string[] OurSids =
    [
        LaunchSid,
        RestoreSid,
        CreationSid,
        SharingSid,
        GuardrailSid,
        CopySid,
        ExportSid,
        ServicesSid,
    ];

    private static readonly string[] OurSidStarts =
    [
        DatedLaunchSid,
        OthersLaunchSid,
        DatedRestoreSid,
        DatedCopySid,
        OthersCopySid,
        DatedCreationSid,
    ];

    public static ImmutableArray<Statement> Generate(
        GovernanceConfig config,
        Allowlist allowlist,
        AllowedImagesState mode
    )
    {
        var statements = new List<Statement>();
        if (mode == AllowedImagesState.Enabled)
            statements.AddRange(Launches(config, allowlist));
        if (mode == AllowedImagesState.Enabled && config.Policy.DenyForeignImageCopies)
            statements.AddRange(Copies(config, allowlist));
        if (config.Policy.DenyAmiCreationInWorkloads)
            statements.AddRange(Creation(config, allowlist));
        if (config.Policy.BlockPublicAmiSharing)
            statements.Add(Sharing(config));
        if (config.Policy.DenyContentExport)
            statements.Add(OutsidePublishers(config, ExportSid, GuardedActions.Export));
        if (!config.Policy.DenyImageServices.IsEmpty)
            statements.Add(OutsidePublishers(config, ServicesSid, CallsOf(config.Policy.DenyImageServices)));
        statements.Add(Deny(GuardrailSid, config.Policy.GuardrailActions, AnyResource));
        return [.. statements];
    }

    private static ImmutableArray<string> CallsOf(IEnumerable<ImageService> services) =>
        [.. services.SelectMany(s => s.Actions).Order(StringComparer.Ordinal)];

    private static IEnumerable<Statement> Launches(GovernanceConfig config, Allowlist allowlist)
    {
        var actions = GuardedActions.Launch;
        var breakGlass = Exempt(config.BreakGlassPrincipals);
        var restoring = config.RestoreRoles ?? [];
        var exempt = Exempt([.. config.BreakGlassPrincipals, .. restoring]);
        return
        [
            .. OnImages((LaunchSid, DatedLaunchSid), actions, exempt, allowlist, []),
            .. ByOthers(OthersLaunchSid, actions, breakGlass, allowlist),
            // Whoever restores is spared by those above, and is stopped here: by images neither on the list nor of the own account.
            .. restoring.IsEmpty
                ? []
                : OnImages((RestoreSid, DatedRestoreSid), actions, breakGlass, allowlist, [OwnAccount]),
        ];
    }

    /// <summary>
    /// A copy asks about its source and about the new image, whose owner is the caller. What an account owns already is not foreign.
    /// </summary>
    private static IEnumerable<Statement> Copies(GovernanceConfig config, Allowlist allowlist)
    {
        ImmutableArray<string> actions = [GuardedActions.Copy];
        var exempt = Exempt(config.BreakGlassPrincipals);
        return
        [
            // Copies carry no `aws:ResourceAccount`: there an image of a managed service is one of Amazon's like any other.
            .. OnImages(
                (CopySid, DatedCopySid),
                actions,
                exempt,
                allowlist with
                {
                    ManagedServiceAccounts = [],
                },
                [OwnAccount]
            ),
            .. ByOthers(OthersCopySid, actions, exempt, allowlist),
        ];
    }

    /// <summary>What is done with images of others.</summary>
    /// <param name="own">Owners who are nobody else: their images are spared whatever the list says.</param>
    private static IEnumerable<Statement> OnImages(
        (string All, string Dated) sids,
        ImmutableArray<string> actions,
        ImmutableArray<Condition> principals,
        Allowlist allowlist,
        ImmutableArray<string> own
    )
    {
        yield return Deny(sids.All, actions, GuardedActions.ImageArn, [.. NotAllowed(allowlist, own), .. principals]);
        ImmutableArray<Condition> notOwn = own.IsEmpty ? [] : [new Condition("StringNotEquals", Owner, own)];
        foreach (var group in allowlist.ActiveExceptions.GroupBy(e => e.ExpiresOn).OrderBy(g => g.Key))
            yield return Deny(
                Sid(sids.Dated, group.Key),
                actions,
                GuardedActions.ImageArn,
                [new Condition("StringEquals", Owner, Ids(group)), .. notOwn, From(group.Key), .. principals]
            );
    }

    /// <summary>The owner is always one of those who may use the images.</summary>
    private static IEnumerable<Statement> ByOthers(
        string sid,
        ImmutableArray<string> actions,
        ImmutableArray<Condition> exempt,
        Allowlist allowlist
    )
    {
        var restricted = allowlist
            .ActiveExceptions.Where(e => !e.UsableBy.IsEmpty)
            .Select(e => (e.AccountId, Users: e.UsableBy.Append(e.AccountId).Distinct().Order().ToImmutableArray()))
            .GroupBy(e => string.Join(',', e.Users), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var group in restricted)
            yield return Deny(
                $"{sid}{group.First().AccountId}",
                actions,
                GuardedActions.ImageArn,
                [
                    new Condition("StringEquals", Owner, [.. group.Select(e => e.AccountId.Value)]),
                    new Condition("StringNotEquals", PrincipalAccount, [.. group.First().Users.Select(u => u.Value)]),
                    .. exempt,
                ]
            );
    }

    /// <summary>
    /// Neither of two keys of one negated operator may match: an image passes when its owner is on the list or, for images of
    /// managed services, whose `ec2:Owner` is always `amazon`, when its account is.
    /// </summary>
    private static IEnumerable<Condition> NotAllowed(Allowlist allowlist, ImmutableArray<string> own)
    {
        yield return new Condition(
            "StringNotEquals",
            Owner,
            [
                .. allowlist.Accounts.Select(a => a.Value),
                .. allowlist.Aliases.Select(a => a.IamName()).Order(StringComparer.Ordinal),
                .. own,
            ]
        );
        if (!allowlist.ManagedServiceAccounts.IsEmpty && !allowlist.Aliases.Contains(OwnerAlias.Amazon))
            yield return new Condition(
                "StringNotEquals",
                "aws:ResourceAccount",
                [.. allowlist.ManagedServiceAccounts.Select(a => a.Value)]
            );
    }

    private static IEnumerable<Statement> Creation(GovernanceConfig config, Allowlist allowlist)
    {
        var exempt = Exempt([.. config.BreakGlassPrincipals, .. config.ImageCreationRoles ?? []]);
        var creating = allowlist.ActiveExceptions.Where(e => e.MayCreateImages).ToList();
        ImmutableArray<string> creators =
        [
            .. config
                .Publishers.Where(p => p.MayCreateImages)
                .Select(p => p.AccountId)
                .Concat(creating.Select(e => e.AccountId))
                .Distinct()
                .Order()
                .Select(a => a.Value),
        ];
        yield return Deny(CreationSid, GuardedActions.Creation, AnyResource, [.. Unless(creators), .. exempt]);
        foreach (var group in creating.GroupBy(e => e.ExpiresOn).OrderBy(g => g.Key))
            yield return Deny(
                Sid(DatedCreationSid, group.Key),
                GuardedActions.Creation,
                AnyResource,
                [new Condition("StringEquals", PrincipalAccount, Ids(group)), From(group.Key), .. exempt]
            );
    }

    /// <summary>Vendors are not listed: a service control policy reaches accounts of the organization only.</summary>
    private static Statement Sharing(GovernanceConfig config) =>
        Deny(
            SharingSid,
            GuardedActions.Sharing,
            GuardedActions.ImageArn,
            [.. Unless(Sharers(config)), .. Exempt(config.BreakGlassPrincipals)]
        );

    private static ImmutableArray<string> Sharers(GovernanceConfig config) =>
        [.. config.OwnPublishers.Select(p => p.AccountId).Distinct().Order().Select(a => a.Value)];

    private static Statement OutsidePublishers(GovernanceConfig config, string sid, ImmutableArray<string> actions) =>
        Deny(sid, actions, AnyResource, [.. Unless(Sharers(config)), .. Exempt(config.BreakGlassPrincipals)]);

    private static Statement Deny(
        string sid,
        ImmutableArray<string> actions,
        string resource,
        params ImmutableArray<Condition> conditions
    ) =>
        new(Effect.Deny)
        {
            Sid = sid,
            Actions = actions,
            Resources = [resource],
            Conditions = conditions,
        };

    // INVARIANT: a negated condition with an empty list is never written; without accounts the deny holds for all.
    private static ImmutableArray<Condition> Unless(ImmutableArray<string> accounts) =>
        accounts.IsEmpty ? [] : [new Condition("StringNotEquals", PrincipalAccount, accounts)];

    /// <summary>`ArnNotLike` compares with the role's ARN, whatever session the caller has.</summary>
    private static ImmutableArray<Condition> Exempt(ImmutableArray<ExemptPrincipal> principals) =>
        principals.IsEmpty
            ? []
            :
            [
                new Condition(
                    "ArnNotLike",
                    "aws:PrincipalArn",
                    [.. principals.Select(p => p.Arn).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
                ),
            ];

    private static Condition From(DateOnly date) =>
        new("DateGreaterThanEquals", "aws:CurrentTime", [$"{date.Text()}T00:00:00Z"]);

    private static string Sid(string prefix, DateOnly date) =>
        prefix + date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static ImmutableArray<string> Ids(IEnumerable<DatedException> exceptions) =>
        [.. exceptions.Select(e => e.AccountId.Value).Distinct().Order(StringComparer.Ordinal)];
}
