namespace CheckCertificate;

/// <summary>What the configuration means the policies to do on a day (docs/reference/guarantees.md).</summary>
internal sealed class Guarantees(JsonNode config, Declarative policy, Set services, string day)
{
    /// <summary>Of each kind the actions that are asked about, where a setting is on.</summary>
    private const string Kinds = """
        launch always CreateFleet CreateReplaceRootVolumeTask EnableFastLaunch ModifyFleet RequestSpotFleet RequestSpotInstances RunInstances
        copy always CopyImage
        creation always CreateImage CreateRestoreImageTask ImportImage ImportInstance ImportSnapshot ImportVolume RegisterImage RestoreImageFromRecycleBin
        sharing always ModifyImageAttribute ResetImageAttribute
        export deny_content_export CreateInstanceExportTask CreateStoreImageTask ExportImage ModifySnapshotAttribute
        guardrails block_public_ami_sharing DisableImageBlockPublicAccess
        guardrails snapshot_block_public_access DisableSnapshotBlockPublicAccess EnableSnapshotBlockPublicAccess
        guardrails always DisableAllowedImagesSettings EnableAllowedImagesSettings ReplaceImageCriteriaInAllowedImagesSettings
        """;
    private const string Defaults = "always deny_ami_creation_in_workloads block_public_ami_sharing";
    private readonly Condition own = new("ec2:Owner", ["${aws:PrincipalAccount}"]);
    private readonly Condition sharers = new("aws:PrincipalAccount", Texts(config["ops_publisher_account"]));
    private readonly Condition rescuers = new("aws:PrincipalArn", Texts(config["break_glass_principals"]));
    private readonly Condition restorers = new("aws:PrincipalArn", Texts(config["restore_roles"]));

    // Who fulfils all conditions of one of the lists may.
    private readonly Condition[][] creating =
    [
        [new("aws:PrincipalArn", Texts(config["image_creation_roles"]))],
        .. Entries(config, day, "aws:PrincipalAccount"),
    ];
    private readonly Condition[][] launching =
    [
        [new("ec2:Owner", InIam(Texts(config["publisher_aliases"])))],
        [new("aws:ResourceAccount", services)],
        .. Entries(config, day, "ec2:Owner"),
    ];

    /// <summary>What tells requests apart that are meant differently.</summary>
    public IEnumerable<Condition> Conditions =>
        [own, sharers, rescuers, restorers, .. creating.SelectMany(c => c), .. launching.SelectMany(c => c)];

    public IEnumerable<string> Actions =>
        from line in Kinds.Split('\n')
        let words = line.Split(' ')
        where IsOn(words[1])
        from action in words[2..]
        select $"{words[0]} ec2:{action}";

    /// <summary>Whether the configuration has what the guarantee speaks of.</summary>
    public bool Applies(int number) =>
        number switch
        {
            1 => policy.IsEnforced,
            3 => IsOn("deny_ami_creation_in_workloads"),
            5 => IsOn("block_public_ami_sharing"),
            7 => Entries(config, "", "ec2:Owner").Any(e => e[1].Values.Count > 0),
            8 => policy.IsEnforced && launching.Any(l => l is [.., { Key: "aws:PrincipalAccount", Values.Count: > 0 }]),
            9 => !policy.IsEnforced,
            13 => policy.IsEnforced && IsOn("deny_foreign_image_copies"),
            14 => restorers.Values.Count > 0,
            15 => IsOn("deny_content_export"),
            _ => true,
        };

    /// <summary>Whether a request must be denied (1, 3, 5, 6, 7, 8, 13, 15) or must not (2, 4, 9, 14); null for either.</summary>
    public bool? MustBeDenied(Request request)
    {
        bool? unlessRescuer = request.Fulfils(rescuers) ? null : true;
        var isListed = Array.Exists(launching, request.Fulfils);
        (string Kinds, bool When, bool? Verdict)[] rules =
        [
            ("launch", isListed || !policy.IsEnforced || request.Fulfils(own, restorers), false),
            ("copy", Applies(13) && !isListed && !request.Fulfils(own), unlessRescuer),
            ("copy creation", Array.Exists(creating, request.Fulfils), false),
            ("copy creation", !Applies(3), null),
            ("sharing export", request.Fulfils(sharers), false),
            ("sharing", !Applies(5), null),
            ("guardrails", true, true),
            (request.Kind, true, unlessRescuer),
        ];
        return rules.First(rule => rule.When && rule.Kinds.Contains(request.Kind)).Verdict;
    }

    public void CheckDeclarative()
    {
        var owners = launching.Select(l => l[0]).Where(c => c.Key is "ec2:Owner").SelectMany(c => c.Values).ToHashSet();
        var providers = InIam(policy.Providers.SelectMany(p => p));
        var isOpen = policy.Providers.Exists(p => p.Count == 0) || !providers.IsSubsetOf(owners.Union(services));
        if (!owners.IsSubsetOf(providers) || isOpen && policy.IsEnforced)
            throw new RejectedException("guarantees 1 and 2: the declarative policy has other providers");
        var (images, snapshots) = (Applies(5) ? "block_new_sharing" : "", $"{Setting("snapshot_block_public_access")}");
        if (!policy.IsLocked || !policy.Blocks("image", images) || !policy.Blocks("snapshot", snapshots))
            throw new RejectedException("guarantees 5 and 6: the declarative policy leaves something open");
    }

    private JsonNode? Setting(string name) => config["policy_config"]?[name];

    private bool IsOn(string name) => Setting(name) is { } value ? $"{value}" != "false" : Defaults.Contains(name);

    /// <summary>Publishers, and exceptions that have an end until then. Those that mean the same stand together.</summary>
    private static IEnumerable<Condition[]> Entries(JsonNode config, string day, string key) =>
        from list in "ops_publisher_account vendor_publisher_accounts exception_accounts".Split(' ')
        from node in Json.Items(config[list])
        let isException = list is "exception_accounts"
        let date = $"{node["expires_on"]}"
        let end = DateOnly.TryParseExact(date, "yyyy-MM-dd", out _) ? $"{date}T00:00:00Z" : ""
        where !isException || string.CompareOrdinal(day, end) < 0
        where key is "ec2:Owner" || ((bool?)node["may_create_images"] ?? !isException)
        let account = $"{node["account_id"]}"
        let users = key is "ec2:Owner" ? Json.Texts(node["usable_by"]) : []
        group (account, end, users) by (end, users.Count == 0 ? "" : account) into alike
        let accounts = alike.Select(a => a.account).ToHashSet()
        let users = alike.First().users
        // Everything is none of no values: any time where there is no end, and anybody where no users are named.
        select (Condition[])
            [
                new(key, accounts),
                new("aws:CurrentTime", [.. alike.Select(a => a.end).Where(end => end is not "")], IsNegated: true),
                new("aws:PrincipalAccount", users.Count == 0 ? [] : [.. users, .. accounts], users.Count == 0),
            ];

    private static Set Texts(JsonNode? nodes) =>
        [.. Json.Items(nodes).Select(n => $"{n as JsonValue ?? n["account_id"] ?? n["arn"] ?? n["alias"]}")];

    private static Set InIam(IEnumerable<string> owners) => [.. owners.Select(o => o.Replace('_', '-'))];
}
