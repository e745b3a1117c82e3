using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace CheckCertificate;

/// <summary>What the configuration means the policies to do on a day (docs/reference/guarantees.md).</summary>
internal sealed class Guarantees
{
    /// <param name="Users">The accounts that may launch the images; empty for all.</param>
    private sealed record Entry(DateTimeOffset End, ImmutableHashSet<string> Users, bool Creates);

    private readonly bool isEnforced;
    private readonly bool deniesCreation;
    private readonly ImmutableHashSet<string> services;
    private readonly ImmutableHashSet<string> publishers;
    private readonly ImmutableHashSet<string> creators;
    private readonly ImmutableHashSet<string> owners;
    private readonly ImmutableHashSet<string> rescuers;
    private readonly ImmutableHashSet<string> roles;
    private readonly Dictionary<string, Entry> exceptions = [];

    public Guarantees(JsonNode config, Declarative policy, ImmutableHashSet<string> services, DateTimeOffset day)
    {
        (this.services, isEnforced) = (services, policy.IsEnforced);
        var entries = Json.Items(config["ops_publisher_account"])
            .Concat(Json.Items(config["vendor_publisher_accounts"]));
        publishers = [.. entries.SelectMany(e => Json.Texts(e["account_id"]))];
        creators =
        [
            .. entries.Where(e => (bool?)e["may_create_images"] != false).SelectMany(e => Json.Texts(e["account_id"])),
        ];
        var aliases = Json.Items(config["publisher_aliases"])
            .SelectMany(a => Json.Texts(a is JsonObject ? a["alias"] : a));
        owners = publishers.Union(aliases.Select(a => a.Replace('_', '-')));
        rescuers = [.. Json.Items(config["break_glass_principals"]).SelectMany(p => Json.Texts(p["arn"]))];
        roles = [.. Json.Items(config["image_creation_roles"]).SelectMany(p => Json.Texts(p["arn"]))];
        deniesCreation = (bool?)config["policy_config"]?["deny_ami_creation_in_workloads"] != false;
        BlocksPublic = (bool?)config["policy_config"]?["block_public_ami_sharing"] != false;
        var dated = Json.Items(config["exception_accounts"]).Where(e => EndOf(e) is not null).ToList();
        foreach (var entry in dated.Where(e => day < EndOf(e)))
        {
            var (account, users) = (entry["account_id"]!.GetValue<string>(), Json.Texts(entry["usable_by"]));
            var read = new Entry(
                EndOf(entry) ?? day,
                users is [] ? [] : [account, .. users],
                (bool?)entry["may_create_images"] == true
            );
            if (!exceptions.TryAdd(account, read))
                throw RejectedException.Unknown("configuration", $"two exceptions of {account}");
        }
        var hasUsers = exceptions.Values.Any(e => !e.Users.IsEmpty);
        bool[] applies =
        [
            isEnforced,
            true,
            deniesCreation,
            true,
            BlocksPublic,
            true,
            dated.Count > 0,
            isEnforced && hasUsers,
            !isEnforced,
        ];
        Proven = [.. applies.Index().Where(a => a.Item).Select(a => a.Index + 1)];

        var providers = policy.Providers.SelectMany(p => p).Select(p => p.Replace('_', '-')).ToHashSet();
        var listed = owners.Union(exceptions.Keys);
        var isListedOnly =
            policy.Providers.TrueForAll(p => p.Length > 0) && providers.IsSubsetOf(listed.Union(services));
        if ((isEnforced && !isListedOnly) || !listed.IsSubsetOf(providers))
            throw new RejectedException("guarantees 1 and 2: the declarative policy has other providers");
        if ((BlocksPublic && !policy.BlocksPublicAccess) || !policy.IsLocked)
            throw new RejectedException("guarantees 5 and 6: the declarative policy leaves something open");
    }

    /// <summary>Those that speak of something that the configuration has.</summary>
    public ImmutableArray<int> Proven { get; }

    public bool BlocksPublic { get; }

    public IEnumerable<string> Patterns => rescuers.Union(roles);

    public IEnumerable<DateTimeOffset> Ends => exceptions.Values.Select(e => e.End);

    /// <summary>Accounts that are in the same of these sets are meant alike.</summary>
    public IEnumerable<ImmutableHashSet<string>> Sets =>
        exceptions
            .GroupBy(e => (e.Value.End, e.Value.Creates, string.Join(',', e.Value.Users.Order())), e => e.Key)
            .Select(g => g.ToImmutableHashSet())
            .Concat(exceptions.Values.Select(e => e.Users))
            .Concat([services, publishers, creators, owners]);

    /// <summary>Without a date an exception is in no policy.</summary>
    private static DateTimeOffset? EndOf(JsonNode entry) =>
        DateOnly.TryParseExact(entry["expires_on"]?.ToString(), "yyyy-MM-dd", out var date)
            ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero)
            : null;

    /// <summary>Whether a request must be denied (1, 3, 5, 6, 7, 8) or must not (2, 4, 9); null for either.</summary>
    public bool? MustBeDenied(string kind, Request request) =>
        kind switch
        {
            "launch" when !isEnforced || MayLaunch(request) => false,
            "launch" => Is(rescuers, request) ? null : true,
            "creation" when MayCreate(request) || Is(roles, request) => false,
            "creation" => !deniesCreation || Is(rescuers, request) ? null : true,
            "sharing" when publishers.Contains(request.Account) => false,
            "sharing" => !BlocksPublic || Is(rescuers, request) ? null : true,
            _ => true,
        };

    private static bool Is(ImmutableHashSet<string> patterns, Request request) =>
        Principal.MatchesAny(patterns, request.Arn);

    private bool MayLaunch(Request request) =>
        owners.Contains(request.Owner)
        || services.Contains(request.OwnerAccount)
        || exceptions.TryGetValue(request.Owner, out var entry)
            && request.Time < entry.End
            && (entry.Users.IsEmpty || entry.Users.Contains(request.Account));

    private bool MayCreate(Request request) =>
        creators.Contains(request.Account)
        || exceptions.TryGetValue(request.Account, out var entry) && entry.Creates && request.Time < entry.End;
}
