using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>One service's part of the table.</summary>
public sealed class ServiceActions
{
    private readonly FrozenDictionary<string, ActionDefinition> actions;

    private readonly ImmutableArray<ListedKey> listed;

    private ServiceActions(FrozenDictionary<string, ActionDefinition> actions, ImmutableArray<ListedKey> listed) =>
        (this.actions, this.listed) = (actions, listed);

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

    /// <summary>Whether the service's table has the key, and none of its actions or resources carries it.</summary>
    internal bool ListsWithoutAction(string key) =>
        TypeOf(key) is not null && !All.Any(a => a.Carries(key, a.Resources));

    /// <summary>Null for keys that the service's table does not have.</summary>
    internal ListedKey? TypeOf(string key) => listed.FirstOrDefault(k => KeyMatches(k.Name, key));

    internal static ServiceActions Parse(string service, string[] lines)
    {
        var lists = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal) { [""] = [] };
        var types = new Dictionary<string, ResourceType>(StringComparer.Ordinal);
        var parsed = new List<ActionDefinition>(lines.Length);
        var listed = ImmutableArray.CreateBuilder<ListedKey>();
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
                    listed.Add(ListedKey.Parse(service, line));
                    break;
                default:
                    parsed.Add(ParseAction(service, line.Split('|'), types, lists));
                    break;
            }
        }
        return new ServiceActions(
            parsed.ToFrozenDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase),
            listed.ToImmutable()
        );
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
