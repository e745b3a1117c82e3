using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>
/// AWS's actions with their resource types and condition keys, from the Service Authorization Reference. The table is
/// embedded (`Policies/Iam/Data/actions.txt`, format in docs/reference/action-table.md); only the services asked for are parsed.
/// </summary>
public static class ActionTable
{
    private static readonly ConcurrentDictionary<string, ServiceActions?> Services = new(StringComparer.Ordinal);

    private static readonly Lazy<byte[]> Data = new(Load);

    /// <summary>Null when AWS has no service of this prefix. Prefixes are compared ignoring case.</summary>
    public static ServiceActions? Service(string prefix) =>
        Services.GetOrAdd(
            prefix.ToLowerInvariant(),
            name => Section(name) is { } lines ? ServiceActions.Parse(name, lines) : null
        );

    public static IEnumerable<string> ServicePrefixes()
    {
        foreach (var line in Encoding.ASCII.GetString(Data.Value).Split('\n'))
            if (line.Length > 1 && line[0] == '@' && line != "@*")
                yield return line[1..];
    }

    /// <summary>The global condition keys that every request may carry; keys that only some actions list are left out.</summary>
    public static bool IsCarriedByAll(string key) =>
        GlobalKeys.Value.Any(global => ServiceActions.KeyMatches(global, key));

    private static readonly Lazy<ImmutableArray<string>> GlobalKeys = new(() =>
        [
            .. (Section("*") ?? [])
                .Where(l => l.StartsWith('%') && !l.EndsWith("|listed", StringComparison.Ordinal))
                .Select(l => l[1..l.IndexOf('=', StringComparison.Ordinal)]),
        ]
    );

    private static string[]? Section(string name)
    {
        ReadOnlySpan<byte> data = Data.Value;
        var start = data.IndexOf(Encoding.ASCII.GetBytes($"\n@{name}\n"));
        if (start < 0)
            return null;
        var body = data[(start + name.Length + 3)..];
        var end = body.IndexOf("\n@"u8);
        return Encoding
            .ASCII.GetString(end < 0 ? body : body[..end])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static byte[] Load()
    {
        using var stream =
            typeof(ActionTable).Assembly.GetManifestResourceStream("actions.txt")
            ?? throw new InvalidOperationException("the action table is not embedded");
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        return data;
    }
}

/// <summary>One service's part of the table.</summary>
public sealed class ServiceActions
{
    private readonly FrozenDictionary<string, ActionDefinition> actions;

    private ServiceActions(FrozenDictionary<string, ActionDefinition> actions) => this.actions = actions;

    public IEnumerable<ActionDefinition> All => actions.Values;

    public ActionDefinition? Find(string action) => actions.GetValueOrDefault(action);

    /// <summary>A key of the table may end in a variable part: `aws:ResourceTag/${TagKey}`. Keys are compared ignoring case.</summary>
    public static bool KeyMatches(string known, string key)
    {
        var variable = known.IndexOf("${", StringComparison.Ordinal);
        return variable < 0
            ? string.Equals(known, key, StringComparison.OrdinalIgnoreCase)
            : key.Length > variable
                && key.AsSpan().StartsWith(known.AsSpan(0, variable), StringComparison.OrdinalIgnoreCase);
    }

    internal static ServiceActions Parse(string service, string[] lines)
    {
        var lists = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal) { [""] = [] };
        var types = new Dictionary<string, ResourceType>(StringComparer.Ordinal);
        var parsed = new List<ActionDefinition>(lines.Length);
        foreach (var line in lines)
        {
            var separator = line.IndexOf('=', StringComparison.Ordinal);
            switch (line[0])
            {
                case '&':
                    lists[line[1..separator]] =
                    [
                        .. line[(separator + 1)..].Split(',').Select(k => k[0] == ':' ? service + k : k),
                    ];
                    break;
                case '$':
                    var (name, keys) = SplitReference(line[1..separator]);
                    types[name] = new ResourceType(
                        name,
                        [.. line[(separator + 1)..].Split(',').Select(a => ArnPattern(service, a))],
                        lists[keys]
                    );
                    break;
                case '%':
                    break;
                default:
                    parsed.Add(ParseAction(service, line.Split('|'), types, lists));
                    break;
            }
        }
        return new ServiceActions(parsed.ToFrozenDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase));
    }

    private static ActionDefinition ParseAction(
        string service,
        string[] fields,
        Dictionary<string, ResourceType> types,
        Dictionary<string, ImmutableArray<string>> lists
    )
    {
        var resources = ImmutableArray.CreateBuilder<ActionResource>();
        foreach (var entry in (fields.Length > 2 ? fields[2] : "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, keys) = SplitReference(entry);
            var required = name.EndsWith('*');
            var type = types.GetValueOrDefault(name.TrimEnd('*'));
            if (type is not null)
                resources.Add(new ActionResource(type, required, keys.Length > 0 ? lists[keys] : type.Keys));
        }
        var actionKeys = fields.Length > 3 ? lists[fields[3].TrimStart('&')] : [];
        return new ActionDefinition(service, fields[0], resources.ToImmutable(), actionKeys);
    }

    private static (string Name, string List) SplitReference(string text)
    {
        var at = text.IndexOf('&', StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }

    /// <summary>The ARN as a wildcard pattern: variable parts become `*`.</summary>
    private static string ArnPattern(string service, string arn)
    {
        if (arn[0] == '~')
            arn = $"arn:*:{service}:*:*:{arn[1..]}";
        var pattern = new StringBuilder(arn.Length);
        for (var at = 0; at < arn.Length; at++)
        {
            if (arn[at] == '$' && at + 1 < arn.Length && arn[at + 1] == '{')
            {
                pattern.Append('*');
                at = arn.IndexOf('}', at);
            }
            else
            {
                pattern.Append(arn[at]);
            }
        }
        return pattern.ToString();
    }
}

public sealed record ResourceType(string Name, ImmutableArray<string> ArnPatterns, ImmutableArray<string> Keys);

public sealed record ActionResource(ResourceType Type, bool Required, ImmutableArray<string> Keys);

/// <summary>An action. Without resources it is authorized on `*` alone, and a statement that names an ARN never matches it.</summary>
public sealed record ActionDefinition(
    string Service,
    string Name,
    ImmutableArray<ActionResource> Resources,
    ImmutableArray<string> Keys
)
{
    public string FullName => $"{Service}:{Name}";

    /// <summary>The resources of this action that one of the patterns can stand for.</summary>
    public IEnumerable<ActionResource> ResourcesMatching(IReadOnlyList<string> patterns) =>
        Resources.Where(r => patterns.Any(p => r.Type.ArnPatterns.Any(arn => Wildcard.ArnsIntersect(p, arn))));

    /// <summary>Whether a request for this action on one of these resources may carry the key.</summary>
    public bool Carries(string key, IEnumerable<ActionResource> resources) =>
        ActionTable.IsCarriedByAll(key)
        || Keys.Any(k => ServiceActions.KeyMatches(k, key))
        || resources.Any(r => r.Keys.Any(k => ServiceActions.KeyMatches(k, key)));
}
