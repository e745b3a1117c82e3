namespace CheckCertificate;

/// <summary>Judges certificates by the documents alone.</summary>
internal sealed class Checker(Guarantees guarantees, Statement[] statements)
{
    private const string Kinds = """
        launch CreateFleet CreateReplaceRootVolumeTask EnableFastLaunch ModifyFleet RequestSpotFleet RequestSpotInstances RunInstances
        creation CopyImage CreateImage CreateRestoreImageTask ImportImage ImportInstance ImportSnapshot ImportVolume RegisterImage RestoreImageFromRecycleBin
        sharing ModifyImageAttribute ResetImageAttribute
        guardrails DisableImageBlockPublicAccess DisableSnapshotBlockPublicAccess EnableSnapshotBlockPublicAccess DisableAllowedImagesSettings EnableAllowedImagesSettings ReplaceImageCriteriaInAllowedImagesSettings
        """;
    private const string Stranger = "000000000000";
    private static readonly string[] Aliases = ["amazon", "aws-backup-vault", "aws-marketplace"];

    public static string Check(byte[] json, byte[] config, IReadOnlyDictionary<string, byte[]> policies)
    {
        var told = JsonSerializer.Deserialize(json, CertificateJson.Default.Certificate) ?? throw new JsonException();
        var documents = policies.Append(new("configuration", config));
        var hashes = documents.Select(d => $"{d.Key} {Convert.ToHexStringLower(SHA256.HashData(d.Value))}");
        Same("documents", told.Documents.Select(d => $"{d.Key} {d.Value}"), hashes);
        // The parts of the service control policy in their order: the first has no number.
        var parts = policies.Keys.Where(n => n != Declarative.Name).OrderBy(n => (n.Length, n));
        Statement[] statements = [.. parts.SelectMany(n => Statement.Read(n, policies[n]))];
        var owning = statements.SelectMany(s => s.Conditions).Where(c => c.Key == "aws:ResourceAccount");
        var services = told.ManagedServiceAccounts;
        Same("managed_service_accounts", services.Except(owning.SelectMany(c => c.Value.Listed)), []);
        var declarative = new Declarative(Json.Parse(policies[Declarative.Name])["ec2_attributes"]);
        var guarantees = new Guarantees(Json.Parse(config), declarative, services, $"{told.AsOf}T00:00:00Z");
        guarantees.CheckDeclarative();
        Same("proven", told.Proven, Enumerable.Range(1, 9).Where(guarantees.Applies));
        Same("format_version", [told.FormatVersion], ["1.0"]);
        new Checker(guarantees, statements).Check(told.Requests);
        return $"guarantees {string.Join(", ", told.Proven)} of {told.AsOf}; {services.Count} accounts of managed services on trust";
    }

    private static void Same<T>(string place, IEnumerable<T> told, IEnumerable<T> found)
    {
        if (!told.Order().SequenceEqual(found.Order()))
            throw new RejectedException($"{place}: {told.Except(found).Concat(found.Except(told)).FirstOrDefault()}");
    }

    private void Check(Requests[] all)
    {
        var kinds = Kinds.Split('\n').Select(line => line.Split(' '));
        var expected = kinds.SelectMany(words => words[1..].Select(a => $"{words[0]} ec2:{a}"));
        var actions = all.SelectMany(r => r.Actions.Select(a => $"{r.Kind} {a}"));
        Same("actions", actions, expected.Where(guarantees.IsAsked));
        foreach (var requests in all)
        {
            var naming = Naming(requests.Actions.FirstOrDefault(""));
            foreach (var action in requests.Actions)
                Same($"statements on {action}", Naming(action).Select(s => s.Name), naming.Select(s => s.Name));
            if (naming.Find(s => !s.IsClearOn(requests.Kind is "launch" or "sharing")) is { } other)
                throw RejectedException.Unknown(other.Name, "its resource");
            Check(requests, naming);
        }
    }

    private List<Statement> Naming(string action) =>
        [.. statements.Where(s => s.Actions.Contains(action.ToLowerInvariant()))];

    private void Check(Requests told, List<Statement> naming)
    {
        // The statements that deny all requests of a class so far; null before the first.
        var denying = new List<Statement>?[told.Classes.Length];
        foreach (var request in Representatives(told.Classes, naming))
        {
            var found = told.Classes.Index().Where(c => c.Item.Contains(request)).ToList();
            if (found is not [var (number, @class)])
                throw new RejectedException($"{told.Kind}: {found.Count} classes have {request}");
            var denies = naming.FindAll(s => s.Denies(request));
            denying[number] = denying[number]?.FindAll(denies.Contains) ?? denies;
            if (denies is [] != @class.DeniedBy is null)
                throw new RejectedException($"{told.Kind}, class {number}: {denies.Count} statements deny {request}");
            if (guarantees.MustBeDenied(told.Kind, request) == denies is [])
                throw new RejectedException($"{told.Kind}, class {number}: not as the configuration has it: {request}");
        }
        foreach (var (number, @class) in told.Classes.Index())
            if (denying[number] is not { } all || all.FirstOrDefault()?.Name != @class.DeniedBy)
                throw new RejectedException($"{told.Kind}, class {number}: no request, or denied by another statement");
    }

    /// <summary>A request for each way in which statements, classes and guarantees tell requests apart.</summary>
    private IEnumerable<Request> Representatives(RequestClass[] classes, List<Statement> naming)
    {
        var asked = naming.SelectMany(s => s.Conditions).Concat(classes.SelectMany(c => c.Where));
        var lists = asked.ToLookup(l => l.Key, l => l.Value.Listed);
        var principals = lists["aws:PrincipalArn"].ToList();
        var patterns = principals.SelectMany(p => p).Union(guarantees.Patterns).ToList();
        if (principals.Exists(p => !p.SetEquals(principals[0])) || !patterns.TrueForAll(Statement.IsPattern))
            throw RejectedException.Unknown("principals", "several lists, or other patterns than statements have");
        if (Array.Find(classes, c => !CanBe(c.Where)) is { } wide)
            throw new RejectedException($"{wide}: not all that is listed can be");

        List<string> Ways(IEnumerable<string> alone, params string[] keys)
        {
            HashSet<string>[] all = [.. keys.SelectMany(k => lists[k]), .. guarantees.Sets, [.. alone]];
            if (Array.Exists(all, s => s.Contains(Stranger)))
                throw RejectedException.Unknown("an account that nobody has", Stranger);
            // Values that are in the same sets are treated alike, but for those that are alone.
            string Way(string value) =>
                string.Concat(all.Select(s => s.Contains(value) ? '1' : '0')) + (all[^1].Contains(value) ? value : "");
            return [.. all.SelectMany(s => s).Append(Stranger).Distinct().DistinctBy(Way)];
        }
        var images = Ways(Aliases, "ec2:Owner", "aws:ResourceAccount");
        var owners = lists.Contains("aws:ResourceAccount") ? images.Except(Aliases) : [Stranger];
        var accounts = Ways(patterns.Select(AccountOf).Where(a => a != "*"), "aws:PrincipalAccount").Except(Aliases);
        var dates = classes.SelectMany(c => new[] { c.From, c.Until }).OfType<string>().Concat(guarantees.Ends);
        HashSet<string> times = ["", .. lists["aws:CurrentTime"].SelectMany(v => v), .. dates];
        return from owner in images
            from owning in Aliases.Contains(owner) ? owners : [owner]
            from account in accounts
            // Each pattern matches only patterns that match whatever it does; then one that matches none.
            from pattern in patterns.Where(p => IsOf(p, account)).Append("arn:aws:sts::*:federated-user/nobody")
            let arn = pattern.Replace("::*:", $"::{account}:").Replace('*', '¶')
            from time in times
            select new Request(owner, owning, account, arn, time);
    }

    private static string AccountOf(string pattern) => pattern.Split(':')[4];

    private static bool IsOf(string pattern, string account) =>
        AccountOf(pattern) is "*" || AccountOf(pattern) == account;

    /// <summary>Whether listed accounts are accounts, have the principals, and own images with the aliases.</summary>
    private static bool CanBe(Dictionary<string, Values> where)
    {
        Values? Of(string key) => where.GetValueOrDefault(key);
        var (owning, accounts) = (Of("aws:ResourceAccount"), Of("aws:PrincipalAccount"));
        return where.All(w => w.Key != "aws:CurrentTime" && w.Value.AnyOf is null != w.Value.NoneOf is null)
            && where.All(w => !w.Key.EndsWith("Account") || w.Value.Listed.All(a => a.All(char.IsAsciiDigit)))
            && (owning is null || Of("ec2:Owner")?.AnyOf?.IsSubsetOf(Aliases) == true)
            && (
                Of("aws:PrincipalArn")?.AnyOf is not { } patterns
                || (accounts?.AnyOf ?? [Stranger]).All(a => patterns.Any(p => IsOf(p, a)))
            );
    }
}
