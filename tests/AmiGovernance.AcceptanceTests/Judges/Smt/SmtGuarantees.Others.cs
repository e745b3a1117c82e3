namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>The guarantees that permit something, below policies of others.</summary>
internal sealed partial record SmtGuarantees
{
    /// <summary>The denies of others on the way to the accounts: what they leave no way for, nobody can do.</summary>
    public SmtStatement[] Others { get; init; } = [];

    /// <summary>The accounts that the policies of others reach.</summary>
    public string[] Accounts { get; init; } = [];

    /// <summary>
    /// Guarantees 2, 4, 12 and 14 below the policies of others: an ordinary role, or the exempt principal, of each account finds a way, today,
    /// by what a caller chooses, such as the Region. Nothing where there are no policies of others.
    /// </summary>
    public SmtClaim[] BelowOthers() =>
        Others.Length == 0
            ? []
            :
            [
                new SmtClaim(2, [.. LaunchWays()]) { NeedsAll = true },
                new SmtClaim(4, [.. CreationWays(), .. RoleCreationWays()]) { NeedsAll = true },
                .. OfExempt(12, Config.BreakGlass, BreakGlassWays()),
                .. OfExempt(14, Config.RestoreRoles, RestoreWays()),
            ];

    private static SmtClaim[] OfExempt(int number, string[] principals, IEnumerable<string> ways) =>
        principals.Length == 0 ? [] : [new SmtClaim(number, [.. ways]) { NeedsAll = true }];

    private IEnumerable<string> LaunchWays()
    {
        foreach (var account in Accounts)
        foreach (var owner in Config.UsableOwnersOf(account))
            yield return Way(SmtCall.Launch[0], account, IsOf(owner));
    }

    private IEnumerable<string> CreationWays() =>
        Accounts
            .Where(Config.MayCreateNow)
            .SelectMany(a => SmtCall.Creation.Select(call => Way(call, a, IsOwnImage)))
            .Concat(
                Accounts
                    .Where(Config.Own.Contains)
                    .SelectMany(a => SmtCall.Sharing.Concat(Exports).Select(call => Way(call, a, IsOwnImage)))
            );

    private IEnumerable<string> RoleCreationWays() =>
        from caller in Callers(Config.CreationRoles)
        from call in SmtCall.Creation
        select WayOf(call, caller.Account, caller.Is, IsOwnImage);

    /// <summary>Images of every owner, for nothing of ours binds these principals.</summary>
    private IEnumerable<string> BreakGlassWays()
    {
        foreach (var (account, principal) in Callers(Config.BreakGlass))
        {
            foreach (var call in SmtCall.Creation.Concat(SmtCall.Sharing).Concat(Exports))
                yield return WayOf(call, account, principal, IsOwnImage);
            foreach (var owner in Config.UsableOwnersOf(account).Append(Stranger))
                yield return WayOf(SmtCall.Launch[0], account, principal, IsOf(owner));
        }
    }

    private const string Stranger = "000000000000";

    private IEnumerable<string> RestoreWays() =>
        from caller in Callers(Config.RestoreRoles)
        select WayOf(SmtCall.Launch[0], caller.Account, caller.Is, IsOwnImage);

    /// <summary>The exempt principals that each account may have.</summary>
    private IEnumerable<(string Account, string Is)> Callers(IEnumerable<string> patterns) =>
        from account in Accounts
        from pattern in patterns
        where pattern.Split(':', 6)[4] is var own && (own == "*" || own == account)
        select (account, SmtConfig.IsAny([pattern]));

    private static string IsOf(string owner)
    {
        var isAlias = !owner.All(char.IsAsciiDigit);
        var isOthers = isAlias ? Smt.Not(SmtRequest.OwnerAccount.Same(SmtRequest.Account)) : Smt.True;
        return Smt.And(SmtRequest.Owner.Is(owner), isOthers);
    }

    private static readonly string IsOwnImage = SmtRequest.Owner.Same(SmtRequest.Account);

    private string Way(SmtCall call, string account, string holds) =>
        WayOf(call, account, SmtRequest.PrincipalResource.Is("role/Some"), holds);

    private string WayOf(SmtCall call, string account, string principal, string holds)
    {
        var request = new SmtRequest();
        var denied = Smt.Or(
            call.Required.Concat(call.Usual).SelectMany(_ => Others, (r, s) => s.Matches(request, call.Action, r))
        );
        return request.Question([
            Smt.Not(denied),
            SmtRequest.Account.Is(account),
            SmtRequest.Partition.Is("aws"),
            principal,
            Now,
            holds,
        ]);
    }
}
