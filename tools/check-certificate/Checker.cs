using System.Security.Cryptography;

namespace CheckCertificate;

/// <summary>Judges certificates by the documents alone.</summary>
internal sealed class Checker(Guarantees guarantees, Statement[] statements)
{
    /// <summary>A kind of requests a line, with its actions.</summary>
    private const string Kinds = """
        launch CreateFleet CreateReplaceRootVolumeTask EnableFastLaunch ModifyFleet RequestSpotFleet RequestSpotInstances RunInstances
        creation CopyImage CreateImage CreateRestoreImageTask ImportImage ImportInstance ImportSnapshot ImportVolume RegisterImage RestoreImageFromRecycleBin
        sharing ModifyImageAttribute ResetImageAttribute
        guardrails DisableAllowedImagesSettings EnableAllowedImagesSettings ReplaceImageCriteriaInAllowedImagesSettings
        """;
    private const string PublicAccess = "guardrails DisableImageBlockPublicAccess";

    public static readonly string[] Aliases = ["amazon", "aws-backup-vault", "aws-marketplace"];

    /// <summary>An account that nothing names.</summary>
    private const string Stranger = "000000000000";

    /// <summary>What was found, in one sentence.</summary>
    /// <param name="policies">The documents of the folder by their names.</param>
    /// <exception cref="RejectedException">With the place where the certificate does not hold.</exception>
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
        Same("managed_service_accounts", services.Except(owning.SelectMany(c => c.Values)), []);
        var attributes = Json.Parse(policies[Declarative.Name])["ec2_attributes"];
        var declarative = new Declarative(
            attributes?["allowed_images_settings"],
            attributes?["image_block_public_access"]
        );
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
        var kinds = guarantees.BlocksPublic ? $"{Kinds}\n{PublicAccess}" : Kinds;
        var expected = kinds
            .Split('\n')
            .Select(l => l.Split(' '))
            .SelectMany(w => w[1..].Select(a => $"{w[0]} ec2:{a}"));
        Same("actions", all.SelectMany(r => r.Actions.Select(action => $"{r.Kind} {action}")), expected);
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
        var conditions = naming.SelectMany(s => s.Conditions).ToLookup(c => c.Key);
        IEnumerable<HashSet<string>> Lists(string key, Func<RequestClass, Values?> part) =>
            conditions[key].Select(c => c.Values).Concat(classes.Select(part).OfType<Values>().Select(v => v.Listed));
        var spared = conditions["aws:PrincipalArn"].SelectMany(c => c.Values).ToHashSet();
        if (Lists("aws:PrincipalArn", c => c.Principals).Any(list => !list.SetEquals(spared)))
            throw RejectedException.Unknown("principals", "other lists than the one of the statements");
        if (Array.Find(classes, c => !c.IsSmallest) is { } wide)
            throw new RejectedException($"{wide}: not all that is listed can be");
        var patterns = spared.Union(guarantees.Patterns).ToList();
        if (patterns.Find(p => p.Contains('?') || p.Count(c => c == ':') != 5) is { } unclear)
            throw RejectedException.Unknown("principals", unclear);
        var images = Ways(
            Lists("ec2:Owner", c => c.Owners),
            Lists("aws:ResourceAccount", c => c.OwnerAccounts),
            Aliases
        );
        var named = patterns.Select(Principal.AccountOf).Where(a => a != "*");
        var accounts = Ways(Lists("aws:PrincipalAccount", c => c.Accounts), [], named);
        var dates = classes.SelectMany(c => new[] { c.From, c.Until }).OfType<string>().Concat(guarantees.Ends);
        HashSet<string> times = ["", .. conditions["aws:CurrentTime"].SelectMany(c => c.Values), .. dates];
        return from owner in images
            from owning in Aliases.Contains(owner) ? images.Except(Aliases) : [owner]
            from account in accounts.Except(Aliases)
            from arn in Principal.In(account, patterns)
            from time in times
            select new Request(owner, owning, account, arn, time);
    }

    /// <summary>Values that are alone, and one for each way in which sets hold the others, which are treated alike.</summary>
    private List<string> Ways(
        IEnumerable<HashSet<string>> sets,
        IEnumerable<HashSet<string>> more,
        IEnumerable<string> alone
    )
    {
        HashSet<string>[] all = [.. sets, .. more, .. guarantees.Sets, [.. alone]];
        var values = all.SelectMany(s => s).Append(Stranger).Distinct();
        string Way(string value) =>
            all[^1].Contains(value) ? value : string.Concat(all.Select(s => s.Contains(value) ? '1' : '0'));
        return [.. values.DistinctBy(Way)];
    }
}
