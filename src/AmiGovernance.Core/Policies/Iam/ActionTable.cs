using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>
/// AWS's actions with their resource types and condition keys, from the Service Authorization Reference. The table is
/// embedded (`Policies/Iam/Data/actions.txt`, format in docs/reference/action-table.md); only the services asked for are parsed.
/// </summary>
public static class ActionTable
{
    private static readonly ConcurrentDictionary<string, ServiceActions?> Services = new(StringComparer.Ordinal);

    private static readonly Lazy<byte[]> Data = new(() => EmbeddedFile.Read("actions.txt"));

    /// <summary>Null when AWS has no service of this prefix. Prefixes are compared ignoring case.</summary>
    public static ServiceActions? Service(string prefix) =>
        Services.GetOrAdd(
            prefix.ToLowerInvariant(),
            name => Section(name) is { } lines ? ServiceActions.Parse(name, lines) : null
        );

    /// <summary>The part of an action, a pattern or a condition key before the colon; null where there is none.</summary>
    public static string? PrefixOf(string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? action[..colon] : null;
    }

    public static IEnumerable<string> ServicePrefixes()
    {
        foreach (var line in Encoding.ASCII.GetString(Data.Value).Split('\n'))
            if (line.StartsWith('@') && line != "@*")
                yield return line[1..];
    }

    /// <summary>The global condition keys that every request may carry; keys that only some actions list are left out.</summary>
    public static bool IsCarriedByAll(string key) =>
        GlobalKeys.Value.Any(global => ServiceActions.KeyMatches(global, key));

    /// <summary>
    /// Whether AWS lists the key for its service and for no action of it, such as `states:HTTPEndpoint`: which requests carry it is
    /// then not known.
    /// </summary>
    public static bool IsListedWithoutAction(string key) =>
        PrefixOf(key) is { } prefix && Service(prefix) is { } service && service.ListsWithoutAction(key);

    /// <summary>What AWS lists of a key; null when it lists no such key.</summary>
    internal static ListedKey? TypeOf(string key) =>
        ListedGlobals.Value.FirstOrDefault(k => ServiceActions.KeyMatches(k.Name, key))
        ?? (PrefixOf(key) is { } prefix ? Service(prefix)?.TypeOf(key) : null);

    private static readonly Lazy<ImmutableArray<ListedKey>> ListedGlobals = new(() =>
        [.. (Section("*") ?? []).Where(l => l.StartsWith('%')).Select(l => ListedKey.Parse("", l))]
    );

    private static readonly Lazy<ImmutableArray<string>> GlobalKeys = new(() =>
        [
            .. (Section("*") ?? [])
                .Where(l => l.StartsWith('%') && !l.EndsWith("|listed", StringComparison.Ordinal))
                .Select(l => l[1..l.IndexOf('=', StringComparison.Ordinal)]),
        ]
    );

    /// <summary>The lines of a part, each made when it is asked for; null where there is no such part.</summary>
    private static IEnumerable<string>? Section(string name)
    {
        ReadOnlySpan<byte> data = Data.Value;
        var start = data.IndexOf(Encoding.ASCII.GetBytes($"\n@{name}\n"));
        if (start < 0)
            return null;
        start += name.Length + 3;
        var end = data[start..].IndexOf("\n@"u8);
        return Lines(start, end < 0 ? data.Length : start + end);
    }

    private static IEnumerable<string> Lines(int start, int end)
    {
        while (start < end)
        {
            var length = Data.Value.AsSpan(start, end - start).IndexOf((byte)'\n');
            length = length < 0 ? end - start : length;
            if (length > 0)
                yield return Encoding.ASCII.GetString(Data.Value, start, length);
            start += length + 1;
        }
    }
}
