namespace CheckCertificate;

/// <summary>What the configuration means the policies to do on a day (docs/reference/guarantees.md).</summary>
internal sealed class Guarantees(JsonNode config, Declarative policy, HashSet<string> services, string day)
{
    private sealed record Entry(string Account, string End, string[] Users, bool Creates);

    private readonly List<Entry> active = [.. Dated(config).Where(e => string.CompareOrdinal(day, e.End) < 0)];
    private readonly HashSet<string> publishers = Json.Texts(Publishers(config), "account_id");
    private readonly HashSet<string> sharers = Json.Texts(Json.Items(config["ops_publisher_account"]), "account_id");
    private readonly HashSet<string> creators = Json.Texts(Publishers(config).Where(MayCreate), "account_id");
    private readonly HashSet<string> aliases = InIam(Json.Texts(Json.Items(config["publisher_aliases"]), "alias"));
    private readonly HashSet<string> rescuers = Json.Texts(Json.Items(config["break_glass_principals"]), "arn");
    private readonly HashSet<string> roles = Json.Texts(Json.Items(config["image_creation_roles"]), "arn");
    private readonly bool deniesCreation = (bool?)config["policy_config"]?["deny_ami_creation_in_workloads"] != false;
    private readonly bool setsSnapshots = config["policy_config"]?["snapshot_block_public_access"] is not null;
    private readonly bool blocksPublic = (bool?)config["policy_config"]?["block_public_ami_sharing"] != false;
    public IEnumerable<string> Patterns => rescuers.Union(roles);
    public IEnumerable<string> Ends => active.Select(e => e.End);

    /// <summary>Accounts that are in the same of these sets are meant alike.</summary>
    public IEnumerable<HashSet<string>> Sets =>
        active
            .GroupBy(e => (e.End, e.Creates, e.Users is [] ? "" : e.Account), e => e.Account)
            .Concat(active.Select(e => e.Users.AsEnumerable()))
            .Select(accounts => accounts.ToHashSet())
            .Concat([services, publishers, sharers, creators, aliases]);

    /// <summary>Settings that the configuration leaves alone may be switched off.</summary>
    public bool IsAsked(string name) =>
        name.EndsWith("ImageBlockPublicAccess")
            ? blocksPublic
            : setsSnapshots || !name.EndsWith("SnapshotBlockPublicAccess");

    /// <summary>Whether the configuration has what the guarantee speaks of.</summary>
    public bool Applies(int number) =>
        number switch
        {
            1 => policy.IsEnforced,
            3 => deniesCreation,
            5 => blocksPublic,
            7 => Dated(config).Any(),
            8 => policy.IsEnforced && active.Exists(e => e.Users.Length > 0),
            9 => !policy.IsEnforced,
            _ => true,
        };

    private static IEnumerable<JsonNode> Publishers(JsonNode config) =>
        Json.Items(config["ops_publisher_account"]).Concat(Json.Items(config["vendor_publisher_accounts"]));

    private static bool MayCreate(JsonNode publisher) => (bool?)publisher["may_create_images"] != false;

    private static HashSet<string> InIam(IEnumerable<string> owners) => [.. owners.Select(o => o.Replace('_', '-'))];

    /// <summary>Without a date an exception is in no policy.</summary>
    private static IEnumerable<Entry> Dated(JsonNode config) =>
        from node in Json.Items(config["exception_accounts"])
        where DateOnly.TryParseExact(node["expires_on"]?.ToString(), "yyyy-MM-dd", out _)
        let account = node["account_id"]!.GetValue<string>()
        let users = Json.Texts(node["usable_by"])
        select new Entry(account, $"{node["expires_on"]}T00:00:00Z", users, (bool?)node["may_create_images"] == true);

    /// <summary>Whether a request must be denied (1, 3, 5, 6, 7, 8) or must not (2, 4, 9); null for either.</summary>
    public bool? MustBeDenied(string kind, Request request) =>
        kind switch
        {
            "launch" when !policy.IsEnforced || MayLaunch(request) => false,
            "creation" when MayCreate(request) || request.Has("aws:PrincipalArn", roles) => false,
            "sharing" when publishers.Contains(request.Account) => sharers.Contains(request.Account) ? false : null,
            "creation" or "sharing" when !(kind == "creation" ? deniesCreation : blocksPublic) => null,
            "guardrails" => true,
            _ => request.Has("aws:PrincipalArn", rescuers) ? null : true,
        };

    private bool MayLaunch(Request request) =>
        publishers.Contains(request.Owner)
        || aliases.Contains(request.Owner)
        || services.Contains(request.OwnerAccount)
        || At(request, request.Owner).Any(e => e.Users is [] || e.Users.Append(e.Account).Contains(request.Account));

    private bool MayCreate(Request request) =>
        creators.Contains(request.Account) || At(request, request.Account).Any(e => e.Creates);

    private IEnumerable<Entry> At(Request request, string account) =>
        active.Where(e => e.Account == account && request.IsBefore(e.End));

    public void CheckDeclarative()
    {
        HashSet<string> listed = [.. publishers, .. aliases, .. active.Select(e => e.Account)];
        var providers = InIam(policy.Providers.SelectMany(p => p));
        var isOpen = policy.Providers.Exists(p => p is []) || !providers.IsSubsetOf(listed.Union(services));
        if (!listed.IsSubsetOf(providers) || isOpen && policy.IsEnforced)
            throw new RejectedException("guarantees 1 and 2: the declarative policy has other providers");
        if (!policy.IsLocked || !policy.BlocksPublicAccess && blocksPublic)
            throw new RejectedException("guarantees 5 and 6: the declarative policy leaves something open");
    }
}
