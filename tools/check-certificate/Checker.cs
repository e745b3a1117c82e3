namespace CheckCertificate;

/// <summary>Judges certificates by the documents alone.</summary>
internal sealed class Checker(Guarantees guarantees, Statement[] statements)
{
    public static string Check(byte[] json, byte[] config, IReadOnlyDictionary<string, byte[]> policies)
    {
        var told = Json.Parse(json);
        Json.Check("certificate", Json.Lines(told, "Certificate "));
        Same("format_version", [$"{told["format_version"]}"], ["1.0"]);
        var documents = policies.Append(new("configuration", config));
        var hashes = documents.Select(d => $"{d.Key} {Convert.ToHexStringLower(SHA256.HashData(d.Value))}");
        Same("documents", Json.Lines(told["documents"]), hashes);
        // The parts of the service control policy in their order: the first has no number.
        var parts = policies.Keys.Where(n => n != Declarative.Name).OrderBy(n => (n.Length, n));
        Statement[] statements = [.. parts.SelectMany(n => Statement.Read(n, policies[n]))];
        var services = Json.Texts(told["managed_service_accounts"]);
        Same("services", services.Except(statements.SelectMany(s => s.Conditions).SelectMany(c => c.Values)), []);
        var declarative = new Declarative(Json.Parse(policies[Declarative.Name])["ec2_attributes"]);
        var guarantees = new Guarantees(Json.Parse(config), declarative, services, $"{told["as_of"]}T00:00:00Z");
        guarantees.CheckDeclarative();
        var proven = Enumerable.Range(1, 9).Concat([13, 14, 15]).Where(guarantees.Applies).Select(n => $"{n}").ToList();
        Same("proven", Json.Lines(told["proven"]), proven);
        new Checker(guarantees, statements).Check([.. Json.Items(told["requests"])]);
        var held = $"guarantees {string.Join(", ", proven)} of {told["as_of"]}, {declarative.Mode}";
        return $"{held}; {services.Count} accounts of services on trust";
    }

    private static void Same<T>(string place, IEnumerable<T> told, IEnumerable<T> found)
    {
        if (!told.Order().SequenceEqual(found.Order()))
            throw new RejectedException($"{place}: {told.Except(found).Concat(found.Except(told)).FirstOrDefault()}");
    }

    private void Check(List<JsonNode> all)
    {
        Same("actions", all.SelectMany(r => Json.Lines(r["actions"], $"{r["kind"]} ")), guarantees.Actions);
        foreach (var told in all)
        {
            var (kind, actions) = ($"{told["kind"]}", Json.Texts(told["actions"]));
            var onImages = kind is "launch" or "copy" or "sharing";
            var naming = statements.Where(s => s.Actions.Overlaps(actions)).ToList();
            if (naming.Find(s => !s.Actions.IsSupersetOf(actions) || !s.IsClear(onImages)) is { } other)
                throw new RejectedException($"cannot check: {other.Name}: other actions, or other resources");
            Check(kind, [.. Json.Items(told["classes"]).Select(c => new RequestClass(c))], naming);
        }
    }

    private void Check(string kind, List<RequestClass> classes, List<Statement> naming)
    {
        var (asked, ofClasses) = (naming.SelectMany(s => s.Conditions), classes.SelectMany(c => c.Conditions));
        if (ofClasses.Any(c => c.Key is "aws:PrincipalArn" && !asked.Any(s => s.Values.SetEquals(c.Values))))
            throw new RejectedException($"{kind}: principals that no statement lists");
        var requests = Representatives.Of(kind, asked.Concat(ofClasses).ToList(), guarantees.Conditions).ToList();
        if (requests.Find(r => classes.Count(c => r.Fulfils(c.Conditions)) != 1) is { } lost)
            throw new RejectedException($"{kind}: in no class, or in several: {lost.Owner} by {lost.Account}");
        var values = requests.SelectMany(r => new[] { r.Owner, r.Time }).Append("${aws:PrincipalAccount}").ToHashSet();
        foreach (var (number, @class) in classes.Index())
        {
            var (place, isAllowed) = ($"{kind}, class {number}", @class.DeniedBy is null);
            var members = requests.FindAll(r => r.Fulfils(@class.Conditions));
            var deciding = naming.Find(s => isAllowed ? members.Exists(s.Denies) : members.TrueForAll(s.Denies));
            if (members is [] || deciding?.Name != @class.DeniedBy)
                throw new RejectedException($"{place}: no request, or decided by {deciding?.Name ?? "no statement"}");
            if (members.Find(r => guarantees.MustBeDenied(r) == isAllowed) is { } wrong)
                throw new RejectedException($"{place}: not as the configuration has it: {wrong}");
            bool IsSame(Condition[] less) => requests.TrueForAll(r => r.Fulfils(@class.Conditions) == r.Fulfils(less));
            if (@class.Shortened(values).Any(IsSame))
                throw new RejectedException($"{place}: a part of it follows from the rest");
        }
    }
}
