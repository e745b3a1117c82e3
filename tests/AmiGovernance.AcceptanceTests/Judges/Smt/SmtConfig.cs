using System.Globalization;
using System.Text.Json;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <param name="End">The first second without it.</param>
internal sealed record SmtException(string Account, long End, bool MayCreate, string[] UsableBy)
{
    public string IsUsable =>
        UsableBy.Length == 0 ? Smt.True : Smt.Or(UsableBy.Append(Account).Select(a => SmtRequest.Account.Is(a)));

    public string IsBeforeEnd => string.Create(CultureInfo.InvariantCulture, $"(< time {End})");
}

/// <summary>What the configuration wants, as docs/reference/config.md says it.</summary>
internal sealed record SmtConfig(
    string[] Publishers,
    string[] Creators,
    string[] Aliases,
    SmtException[] Exceptions,
    string[] BreakGlass,
    string[] CreationRoles,
    string[] RestoreRoles,
    bool DeniesCreation,
    bool BlocksPublicSharing,
    bool DeniesForeignCopies,
    bool DeniesContentExport,
    long Now
)
{
    public static SmtConfig Read(string text, DateOnly today)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        var publishers = Items(root, "vendor_publisher_accounts")
            .Prepend(root.GetProperty("ops_publisher_account"))
            .ToList();
        if (Items(root, "managed_services").Length > 0)
            throw new NoFormulaException("managed services, whose accounts stand in a table of the product");
        return new SmtConfig(
            [.. publishers.Select(Account)],
            [.. publishers.Where(p => Flag(p, "may_create_images", true)).Select(Account)],
            [.. Items(root, "publisher_aliases").Select(a => Named(a, "alias").Replace('_', '-'))],
            [.. Items(root, "exception_accounts").Select(ReadException).OfType<SmtException>()],
            [.. Items(root, "break_glass_principals").Select(p => Named(p, "arn"))],
            [.. Items(root, "image_creation_roles").Select(p => Named(p, "arn"))],
            [.. Items(root, "restore_roles").Select(p => Named(p, "arn"))],
            PolicyFlag(root, "deny_ami_creation_in_workloads", true),
            PolicyFlag(root, "block_public_ami_sharing", true),
            PolicyFlag(root, "deny_foreign_image_copies", false),
            PolicyFlag(root, "deny_content_export", false),
            Start(today)
        );
    }

    private static bool PolicyFlag(JsonElement root, string name, bool otherwise) =>
        root.TryGetProperty("policy_config", out var policy) ? Flag(policy, name, otherwise) : otherwise;

    private static SmtException? ReadException(JsonElement json)
    {
        var isDated =
            json.TryGetProperty("expires_on", out var end)
            && DateOnly.TryParseExact(
                end.GetString(),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            );
        return isDated
            ? new SmtException(
                Account(json),
                Start(DateOnly.ParseExact(end.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
                Flag(json, "may_create_images", false),
                [.. Items(json, "usable_by").Select(u => u.GetString()!)]
            )
            : null;
    }

    private static long Start(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();

    private static JsonElement[] Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray()]
            : [];

    private static string Account(JsonElement json) => json.GetProperty("account_id").GetString()!;

    private static string Named(JsonElement json, string name) =>
        (json.ValueKind == JsonValueKind.String ? json : json.GetProperty(name)).GetString()!;

    private static bool Flag(JsonElement json, string name, bool otherwise) =>
        json.TryGetProperty(name, out var flag) ? flag.GetBoolean() : otherwise;

    public IEnumerable<SmtException> Current => Exceptions.Where(e => Now < e.End);

    private static string IsOneOf(SmtTerm value, IEnumerable<string> texts) => Smt.Or(texts.Select(value.Is));

    /// <summary>The publisher in the organization: vendors are outside, where no service control policy reaches.</summary>
    public string[] Own => Publishers[..1];

    public string IsOwn => IsOneOf(SmtRequest.Account, Own);

    /// <summary>Whether the image may be launched by the caller, at the time of the request.</summary>
    public string MayLaunch =>
        Smt.Or(
            IsOneOf(SmtRequest.Owner, Aliases.Concat(Publishers)),
            Smt.Or(Exceptions.Select(e => Smt.And(SmtRequest.Owner.Is(e.Account), e.IsBeforeEnd, e.IsUsable)))
        );

    /// <summary>Whether no exception keeps the image to other accounts.</summary>
    public string IsUsable =>
        Smt.And(Exceptions.Select(e => Smt.Or(Smt.Not(SmtRequest.Owner.Is(e.Account)), e.IsUsable)));

    /// <summary>The same for the declarative policy, which knows neither caller nor time.</summary>
    public string MayLaunchAnywhereNow =>
        IsOneOf(SmtRequest.Owner, Aliases.Concat(Publishers).Concat(Current.Select(e => e.Account)));

    /// <summary>
    /// Assumed where the layers are compared: an account that is listed by its number has no alias. One that has is launched by the
    /// declarative policy and denied by the service control policy, which is a finding of its own.
    /// </summary>
    public string ListedHasNoAlias =>
        Smt.Or(
            SmtRequest.Owner.HasNoAlias,
            Smt.Not(IsOneOf(SmtRequest.OwnerAccount, Publishers.Concat(Exceptions.Select(e => e.Account))))
        );

    /// <summary>False for owners whose exception had ended when the policies were made: they are rightly not in them.</summary>
    public string IsInPolicies => Smt.Not(IsOneOf(SmtRequest.Owner, Ended));

    public string CallerIsInPolicies => Smt.Not(IsOneOf(SmtRequest.Account, Ended));

    private IEnumerable<string> Ended => Exceptions.Where(e => e.End <= Now).Select(e => e.Account);

    public string MayCreate =>
        Smt.Or(
            IsOneOf(SmtRequest.Account, Creators),
            Smt.Or(
                Exceptions.Where(e => e.MayCreate).Select(e => Smt.And(SmtRequest.Account.Is(e.Account), e.IsBeforeEnd))
            )
        );

    /// <summary>The owners whose images the account may launch now, as `ec2:Owner` spells them.</summary>
    public IEnumerable<string> UsableOwnersOf(string account) =>
        Aliases
            .Concat(Publishers)
            .Concat(
                Current
                    .Where(e => e.UsableBy.Length == 0 || e.Account == account || e.UsableBy.Contains(account))
                    .Select(e => e.Account)
            )
            .Distinct();

    public bool MayCreateNow(string account) =>
        Creators.Contains(account) || Current.Any(e => e.MayCreate && e.Account == account);

    public static string IsAny(IEnumerable<string> principals) =>
        Smt.Or(principals.Select(p => SmtResource.Like(SmtRequest.Principal, p)));
}
