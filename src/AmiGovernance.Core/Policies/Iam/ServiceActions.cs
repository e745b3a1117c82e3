using System.Collections.Immutable;
using System.Text;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>One service's part of the table.</summary>
public sealed class ServiceActions
{
    private readonly string service;
    private readonly Dictionary<string, ImmutableArray<string>> lists = new(StringComparer.Ordinal) { [""] = [] };
    private readonly Dictionary<string, ResourceType> types = new(StringComparer.Ordinal);
    private readonly List<ListedKey> listed = [];

    /// <summary>Read when they are asked for: EC2 has hundreds, and most commands ask for a few.</summary>
    private readonly Dictionary<string, Lazy<ActionDefinition>> actions = new(StringComparer.OrdinalIgnoreCase);

    private ServiceActions(string service) => this.service = service;

    public IEnumerable<ActionDefinition> All => actions.Values.Select(a => a.Value);

    public ActionDefinition? Find(string action) => actions.GetValueOrDefault(action)?.Value;

    /// <summary>A key of the table may end in a variable part: `aws:ResourceTag/${TagKey}`. Keys are compared ignoring case.</summary>
    public static bool KeyMatches(string known, string key)
    {
        var variable = known.IndexOf("${", StringComparison.Ordinal);
        return variable < 0
            ? string.Equals(known, key, StringComparison.OrdinalIgnoreCase)
            : key.Length > variable
                && key.AsSpan().StartsWith(known.AsSpan(0, variable), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the service's table has the key, and none of its actions or resources carries it.</summary>
    internal bool ListsWithoutAction(string key) =>
        TypeOf(key) is not null && !All.Any(a => a.Carries(key, a.Resources));

    /// <summary>Null for keys that the service's table does not have.</summary>
    internal ListedKey? TypeOf(string key) => listed.FirstOrDefault(k => KeyMatches(k.Name, key));

    internal static ServiceActions Parse(string service, IEnumerable<string> lines)
    {
        var parsed = new ServiceActions(service);
        foreach (var line in lines)
            parsed.Add(line);
        return parsed;
    }

    /// <summary>Lists of keys stand before the types that have them, and types before actions.</summary>
    private void Add(string line)
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
                listed.Add(ListedKey.Parse(service, line));
                break;
            default:
                var end = line.IndexOf('|', StringComparison.Ordinal);
                actions[end < 0 ? line : line[..end]] = new Lazy<ActionDefinition>(() => Action(line.Split('|')));
                break;
        }
    }

    private ActionDefinition Action(string[] fields)
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
