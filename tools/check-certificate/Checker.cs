using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace CheckCertificate;

/// <summary>Judges certificates: by the documents alone, one request for each way in which anything tells requests apart.</summary>
internal sealed class Checker(Guarantees guarantees, ImmutableArray<Statement> statements)
{
    private const string Launch =
        "ec2:CreateFleet ec2:CreateReplaceRootVolumeTask ec2:EnableFastLaunch ec2:ModifyFleet ec2:RequestSpotFleet ec2:RequestSpotInstances ec2:RunInstances";
    private const string Creation =
        "ec2:CopyImage ec2:CreateImage ec2:CreateRestoreImageTask ec2:ImportImage ec2:ImportInstance ec2:ImportSnapshot ec2:ImportVolume ec2:RegisterImage ec2:RestoreImageFromRecycleBin";
    private const string Sharing = "ec2:ModifyImageAttribute ec2:ResetImageAttribute";
    private const string Settings =
        "ec2:DisableAllowedImagesSettings ec2:EnableAllowedImagesSettings ec2:ReplaceImageCriteriaInAllowedImagesSettings";

    private static readonly string[] Aliases = ["amazon", "aws-backup-vault", "aws-marketplace"];

    /// <summary>An account that nothing names.</summary>
    private const string Stranger = "000000000000";

    /// <summary>What was found, in one sentence.</summary>
    /// <param name="policies">The documents of the folder by their names.</param>
    /// <exception cref="RejectedException">With the place where the certificate does not hold.</exception>
    public static string Check(byte[] json, byte[] config, IReadOnlyDictionary<string, byte[]> policies)
    {
        var told = JsonSerializer.Deserialize(json, CertificateJson.Default.Certificate) ?? throw new JsonException();
        var hashes = policies
            .Append(new("configuration", config))
            .Select(d => (d.Key, Convert.ToHexStringLower(SHA256.HashData(d.Value))));
        Same("documents", told.Documents.Select(d => (d.Key, d.Value)), hashes.Order());
        // The parts of the service control policy in their order: the first has no number.
        var parts = policies
            .Keys.Where(n => n != Declarative.Name)
            .OrderBy(n => n.Length)
            .ThenBy(n => n, StringComparer.Ordinal);
        ImmutableArray<Statement> statements = [.. parts.SelectMany(n => Statement.Read(n, policies[n]))];
        var owning = statements.SelectMany(s => s.Conditions).Where(c => c.Key == "aws:ResourceAccount");
        Same("managed_service_accounts", told.ManagedServiceAccounts.Except(owning.SelectMany(c => c.Values)), []);
        var declarative = new Declarative(Json.Parse(policies[Declarative.Name]));
        var guarantees = new Guarantees(Json.Parse(config), declarative, told.ManagedServiceAccounts, told.AsOf);
        Same(
            "format_version and proven",
            told.Proven.Select(n => $"{told.FormatVersion} {n}"),
            guarantees.Proven.Select(n => $"1.0 {n}")
        );
        new Checker(guarantees, statements).Check(told.Requests);
        return $"accepted: guarantees {string.Join(", ", told.Proven)} of {told.AsOf:yyyy-MM-dd}; {told.ManagedServiceAccounts.Count} accounts of managed services on trust";
    }

    private static void Same<T>(string place, IEnumerable<T> told, IEnumerable<T> found)
    {
        if (!told.SequenceEqual(found))
            throw new RejectedException($"{place}: {told.Except(found).Concat(found.Except(told)).FirstOrDefault()}");
    }

    private void Check(ImmutableArray<Requests> all)
    {
        var settings = guarantees.BlocksPublic ? $"{Settings} ec2:DisableImageBlockPublicAccess" : Settings;
        (string, string)[] kinds =
        [
            ("launch", Launch),
            ("creation", Creation),
            ("sharing", Sharing),
            ("guardrails", settings),
        ];
        var expected = kinds.SelectMany(k => k.Item2.Split(' ').Select(a => (k.Item1, a)));
        Same("actions", all.SelectMany(r => r.Actions.Select(a => (r.Kind, a))).Order(), expected.Order());
        foreach (var requests in all)
        {
            List<Statement>[] naming =
            [
                .. requests.Actions.Select(a =>
                    statements.Where(s => s.Actions.Contains(a.ToLowerInvariant())).ToList()
                ),
            ];
            if (Array.Exists(naming, n => !n.SequenceEqual(naming[0])))
                throw new RejectedException($"{requests.Kind}: not all actions are named by the same statements");
            if (naming[0].Find(s => !s.IsClearOn(requests.Kind is "launch" or "sharing")) is { } other)
                throw RejectedException.Unknown(other.Name, "its resource");
            Check(requests, naming[0]);
        }
    }

    private void Check(Requests told, List<Statement> naming)
    {
        // The statements that deny all requests of a class so far; null before the first.
        var denying = new List<Statement>?[told.Classes.Length];
        foreach (var request in Representatives(told.Classes, naming))
        {
            var found = told.Classes.Index().Where(c => c.Item.Contains(request)).ToList();
            if (found is not [var (number, @class)])
                throw new RejectedException($"{told.Kind}: {found.Count} classes have {request}");
            var denies = naming.Where(s => s.Denies(request)).ToList();
            denying[number] = [.. denying[number]?.Intersect(denies) ?? denies];
            if (denies.Count > 0 != @class.DeniedBy is not null)
                throw new RejectedException($"{told.Kind}, class {number}: {denies.Count} statements deny {request}");
            if (guarantees.MustBeDenied(told.Kind, request) == denies is [])
                throw new RejectedException($"{told.Kind}, class {number}: not as the configuration has it: {request}");
        }
        foreach (var (number, @class) in told.Classes.Index())
            if (denying[number] is not { } all || all.FirstOrDefault()?.Name != @class.DeniedBy)
                throw new RejectedException($"{told.Kind}, class {number}: no request, or denied by another statement");
    }

    /// <summary>A request for each way in which statements, classes and guarantees tell requests apart.</summary>
    private IEnumerable<Request> Representatives(ImmutableArray<RequestClass> classes, List<Statement> naming)
    {
        var conditions = naming.SelectMany(s => s.Conditions).ToLookup(c => c.Key);
        IEnumerable<ImmutableHashSet<string>> Lists(string key, Func<RequestClass, Values?> part) =>
            conditions[key].Select(c => c.Values).Concat(classes.Select(part).OfType<Values>().Select(v => v.Listed));
        var principals = Lists("aws:PrincipalArn", c => c.Principals).ToList();
        if (principals.Exists(p => !p.SetEquals(principals[0])))
            throw RejectedException.Unknown("principals", "several lists of them");
        var patterns = principals.SelectMany(p => p).Union(guarantees.Patterns).ToList();
        var images = Ways([
            .. Lists("ec2:Owner", c => c.Owners),
            .. Lists("aws:ResourceAccount", c => c.OwnerAccounts),
            .. Aliases.Select(ImmutableHashSet.Create),
        ]);
        var accounts = Ways([
            .. Lists("aws:PrincipalAccount", c => c.Accounts),
            .. patterns.Select(p => ImmutableHashSet.Create(Principal.AccountOf(p))),
        ]);
        var times = conditions["aws:CurrentTime"]
            .Select(c => c.Date)
            .Concat(classes.SelectMany(c => new[] { c.From, c.Until }).OfType<DateTimeOffset>())
            .Concat(guarantees.Ends)
            .Append(DateTimeOffset.MinValue)
            .Distinct()
            .ToList();
        return from owner in images
            from owning in Aliases.Contains(owner) ? images.Except(Aliases) : [owner]
            from account in accounts.Except(Aliases)
            from arn in Principal.In(account, patterns)
            from time in times
            select new Request(owner, owning, account, arn, time);
    }

    /// <summary>A value for each way in which sets hold values.</summary>
    private List<string> Ways(IEnumerable<ImmutableHashSet<string>> sets)
    {
        var all = sets.Concat(guarantees.Sets).ToList();
        return
        [
            .. all.SelectMany(s => s)
                .Append(Stranger)
                .Distinct()
                .GroupBy(v => string.Concat(all.Select(s => s.Contains(v) ? '1' : '0')))
                .Select(w => w.First()),
        ];
    }
}
