using System.Globalization;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>The guarantees of docs/reference/guarantees.md, each as "there is a request that breaks it".</summary>
internal sealed partial record SmtGuarantees(SmtConfig Config, SmtDeclarative Declarative, SmtStatement[] Denies)
{
    public static SmtGuarantees Of(SmtConfig config, string declarative, IEnumerable<string> serviceControlPolicies) =>
        new(
            config,
            SmtDeclarative.Read(declarative),
            [.. serviceControlPolicies.SelectMany(SmtStatement.ReadAll).Where(s => s.IsDeny)]
        );

    private bool IsEnforced => Declarative.State == "enabled";

    public SmtClaim[] All() =>
        [
            OnlyListedImagesLaunch(),
            ListedImagesLaunch(),
            OnlyCreatorsCreate(),
            CreatorsCreate(),
            NothingBecomesPublic(),
            GuardrailsStayOn(),
            ExceptionsEnd(),
            UsableByIsKept(),
            AuditDeniesNothing(),
            LayersAgree(),
            StatementsFire(),
            BreakGlassWorks(),
            NoForeignCopies(),
            NamedRolesRestore(),
            ContentsStay(),
        ];

    private static string IsBreakGlass(SmtConfig config) => SmtConfig.IsAny(config.BreakGlass);

    private static string IsExemptCreator(SmtConfig config) =>
        SmtConfig.IsAny(config.BreakGlass.Concat(config.CreationRoles));

    /// <summary>Is there a call that no statement denies, of which something holds?</summary>
    private IEnumerable<string> Allowed(IEnumerable<SmtCall> calls, params string[] holds) =>
        Ask(calls, c => c.Required, isDenied: false, holds);

    /// <summary>Is there a call that a statement denies, on any of its resources, of which something holds?</summary>
    private IEnumerable<string> Denied(IEnumerable<SmtCall> calls, params string[] holds) =>
        Ask(calls, c => [.. c.Required, .. c.Usual], isDenied: true, holds);

    private IEnumerable<string> Ask(
        IEnumerable<SmtCall> calls,
        Func<SmtCall, SmtResource[]> resources,
        bool isDenied,
        string[] holds
    )
    {
        foreach (var call in calls)
        {
            var request = new SmtRequest();
            var denied = Smt.Or(resources(call).SelectMany(r => Denies, (r, s) => s.Matches(request, call.Action, r)));
            yield return request.Question([isDenied ? denied : Smt.Not(denied), .. holds]);
        }
    }

    private static string Question(params string[] holds) => new SmtRequest().Question(holds);

    private SmtClaim OnlyListedImagesLaunch()
    {
        if (!IsEnforced)
            return SmtClaim.NotApplicable(1);
        var byDeclarative = Question(
            Declarative.Allows,
            Smt.Not(Config.MayLaunchAnywhereNow),
            Config.ListedHasNoAlias,
            Now
        );
        return new SmtClaim(
            1,
            [
                .. Allowed(
                    SmtCall.Launch,
                    Smt.Not(IsBreakGlass(Config)),
                    Smt.Not(Config.MayLaunch),
                    Smt.Not(IsRestore)
                ),
                byDeclarative,
            ]
        );
    }

    /// <summary>A named role launches an image of its own account, besides those on the list (docs/reference/config.md).</summary>
    private string IsRestore => Smt.And(SmtConfig.IsAny(Config.RestoreRoles), IsOwnImage);

    private SmtClaim NamedRolesRestore() =>
        Config.RestoreRoles.Length == 0
            ? SmtClaim.NotApplicable(14)
            : new SmtClaim(14, [.. Denied(SmtCall.Launch, IsRestore)]);

    private string Now => string.Create(CultureInfo.InvariantCulture, $"(= time {Config.Now})");

    private SmtClaim ListedImagesLaunch() =>
        new(
            2,
            [
                .. Denied(SmtCall.Launch, Config.MayLaunch, Config.IsInPolicies),
                Question(Config.MayLaunchAnywhereNow, Smt.Not(Declarative.Allows), Now),
            ]
        );

    private SmtClaim OnlyCreatorsCreate() =>
        Config.DeniesCreation
            ? new SmtClaim(
                3,
                [.. Allowed(SmtCall.Creation, Smt.Not(IsExemptCreator(Config)), Smt.Not(Config.MayCreate))]
            )
            : SmtClaim.NotApplicable(3);

    /// <summary>Whether copies are denied by their source's owner: once enforced (docs/reference/config.md).</summary>
    private bool DeniesForeignCopies => IsEnforced && Config.DeniesForeignCopies;

    /// <summary>Where copies are denied, those of images on the list, and of the caller's own account, are asked about.</summary>
    private SmtClaim CreatorsCreate()
    {
        var exempt = SmtConfig.IsAny(Config.CreationRoles);
        var creator = Smt.And(Config.MayCreate, Config.CallerIsInPolicies);
        var listed = Smt.And(Config.MayLaunch, Config.IsInPolicies);
        var copied = DeniesForeignCopies ? Smt.Or(listed, IsOwnImage) : Smt.True;
        return new SmtClaim(
            4,
            [
                .. Denied(SmtCall.Creation.Where(c => c != SmtCall.Copy), Smt.Or(exempt, creator)),
                .. Denied([SmtCall.Copy], Smt.Or(exempt, creator), copied),
                .. Denied([.. SmtCall.Sharing, .. Exports], Config.IsOwn),
            ]
        );
    }

    /// <summary>What only publishers may do, where the configuration says so.</summary>
    private SmtCall[] Exports => Config.DeniesContentExport ? SmtCall.Export : [];

    private SmtClaim NoForeignCopies() =>
        DeniesForeignCopies
            ? new SmtClaim(
                13,
                [
                    .. Allowed(
                        [SmtCall.Copy],
                        Smt.Not(IsBreakGlass(Config)),
                        Smt.Not(Config.MayLaunch),
                        Smt.Not(IsOwnImage)
                    ),
                ]
            )
            : SmtClaim.NotApplicable(13);

    private SmtClaim ContentsStay() =>
        Config.DeniesContentExport
            ? new SmtClaim(15, [.. Allowed(SmtCall.Export, Smt.Not(IsBreakGlass(Config)), Smt.Not(Config.IsOwn))])
            : SmtClaim.NotApplicable(15);

    /// <summary>"An account of your own that shares images is an ops publisher", and no vendor (docs/reference/config.md).</summary>
    private SmtClaim NothingBecomesPublic() =>
        Config.BlocksPublicSharing
            ? new SmtClaim(5, [.. Allowed(SmtCall.Sharing, Smt.Not(IsBreakGlass(Config)), Smt.Not(Config.IsOwn))])
            {
                IsBroken = Declarative.PublicAccess != "block_new_sharing",
            }
            : SmtClaim.NotApplicable(5);

    private SmtClaim GuardrailsStayOn() =>
        new(
            6,
            [
                .. Allowed(
                    Config.BlocksPublicSharing
                        ? [.. SmtCall.AllowedImagesSettings, SmtCall.DisableBlockPublicAccess]
                        : SmtCall.AllowedImagesSettings
                ),
            ]
        )
        {
            IsBroken = !Declarative.IsLocked,
        };

    private SmtClaim ExceptionsEnd()
    {
        if (Config.Exceptions.Length == 0)
            return SmtClaim.NotApplicable(7);
        string Ended(SmtTerm value) =>
            Smt.Or(Config.Exceptions.Select(e => Smt.And(value.Is(e.Account), Smt.Not(e.IsBeforeEnd))));
        return new SmtClaim(
            7,
            [
                .. IsEnforced
                    ? Allowed(
                        SmtCall.Launch,
                        Smt.Not(IsBreakGlass(Config)),
                        Ended(SmtRequest.Owner),
                        Smt.Not(IsRestore)
                    )
                    : [],
                .. Config.DeniesCreation
                    ? Allowed(SmtCall.Creation, Smt.Not(IsExemptCreator(Config)), Ended(SmtRequest.Account))
                    : [],
                .. DeniesForeignCopies
                    ? Allowed(
                        [SmtCall.Copy],
                        Smt.Not(IsBreakGlass(Config)),
                        Ended(SmtRequest.Owner),
                        Smt.Not(IsOwnImage)
                    )
                    : [],
            ]
        );
    }

    private SmtClaim UsableByIsKept()
    {
        var restricted = Config.Current.Where(e => e.UsableBy.Length > 0).ToList();
        if (!IsEnforced || restricted.Count == 0)
            return SmtClaim.NotApplicable(8);
        var misused = Smt.Or(restricted.Select(e => Smt.And(SmtRequest.Owner.Is(e.Account), Smt.Not(e.IsUsable))));
        return new SmtClaim(8, [.. Allowed(SmtCall.Launch, Smt.Not(IsBreakGlass(Config)), misused)]);
    }

    private SmtClaim AuditDeniesNothing() =>
        IsEnforced ? SmtClaim.NotApplicable(9) : new SmtClaim(9, [.. Denied(SmtCall.Launch)]);

    /// <summary>
    /// Asked of an ordinary role that may launch the owner's images by the configuration, today, and of an image of another account: "The
    /// Allowed AMIs feature does not restrict the AMIs owned by your account" (EC2 API reference,
    /// `ReplaceImageCriteriaInAllowedImagesSettings`), so that there is no agreement to ask about.
    /// </summary>
    private SmtClaim LayersAgree()
    {
        if (!IsEnforced)
            return SmtClaim.NotApplicable(10);
        string[] ordinary =
        [
            SmtRequest.PrincipalResource.Is("role/ordinary"),
            Smt.Not(SmtRequest.Account.Same(SmtRequest.OwnerAccount)),
            Config.IsUsable,
            Config.ListedHasNoAlias,
            Now,
        ];
        return new SmtClaim(
            10,
            [
                .. Denied(SmtCall.Launch[..1], [Declarative.Allows, .. ordinary]),
                .. Allowed(SmtCall.Launch[..1], [Smt.Not(Declarative.Allows), .. ordinary]),
            ]
        );
    }

    /// <summary>
    /// Each action that a deny names must have a call that it denies; of those that it names by patterns or by what it excepts, one.
    /// </summary>
    private SmtClaim StatementsFire()
    {
        var questions =
            from statement in Denies
            from call in SmtCall.All
            where
                !statement.ActionsExcluded && statement.Actions.Contains(call.Action, StringComparer.OrdinalIgnoreCase)
            select Fires(statement, call);
        return new SmtClaim(11, [.. questions])
        {
            NeedsAll = true,
            Some =
            [
                .. from statement in Denies
                where statement.ActionsExcluded || statement.Actions.All(a => a.AsSpan().ContainsAny('*', '?'))
                select (Fires(statement, SmtCall.All), CanHold(statement)),
            ],
        };
    }

    private static string Fires(SmtStatement statement, params SmtCall[] calls)
    {
        var request = new SmtRequest();
        return request.Question(
            Smt.Or(
                from call in calls
                from resource in call.Required.Concat(call.Usual).Concat(call.Optional)
                select statement.Matches(request, call.Action, resource)
            )
        );
    }

    /// <summary>Whether the conditions can hold on some resource, of an action that this judge does not know.</summary>
    private static string CanHold(SmtStatement statement)
    {
        var request = new SmtRequest();
        return request.Question(
            Smt.Or(
                new[] { SmtResource.Image, SmtResource.Snapshot, SmtResource.Own("other") }.Select(r =>
                    Smt.And(statement.Conditions.Select(c => c.Holds(request, r)))
                )
            )
        );
    }

    private SmtClaim BreakGlassWorks() =>
        Config.BreakGlass.Length == 0
            ? SmtClaim.NotApplicable(12)
            : new SmtClaim(
                12,
                [
                    .. Denied(
                        [.. SmtCall.Launch, .. SmtCall.Creation, .. SmtCall.Sharing, .. Exports],
                        IsBreakGlass(Config)
                    ),
                ]
            );
}
