using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>The functions by which configurations choose among constants (Terraform language, "Functions"); others are open.</summary>
internal static class TerraformFunctions
{
    /// <summary>Those that give back what they are given, or a member of it.</summary>
    private static readonly string[] Same =
    [
        "one",
        "tolist",
        "toset",
        "tomap",
        "compact",
        "distinct",
        "sort",
        "tostring",
        "nonsensitive",
        "sensitive",
        "trimspace",
        "chomp",
    ];

    private static readonly string[] Choosing = ["try", "coalesce", "coalescelist"];

    public static Resolved Call(string name, SourceLocation place, ImmutableArray<Resolved> arguments, string shown)
    {
        var open = new ResolvedOpen(place, $"the value of `{shown}`");
        if (Same.Contains(name) && arguments is [var only])
            return only;
        if (Choosing.Contains(name) && !arguments.IsEmpty)
            return First(place, arguments);
        return name switch
        {
            "lookup" or "element" => Lookup(place, arguments, open),
            "merge" => Merged(place, arguments),
            "concat" or "flatten" => new ResolvedList(place, arguments),
            "format" => Formatted(place, arguments, open),
            "join" => Join(place, arguments, open),
            "values" when arguments is [var map] => ResolvedTexts.AnyMember(map, open),
            _ => open,
        };
    }

    private static Resolved Lookup(SourceLocation place, ImmutableArray<Resolved> arguments, Resolved open) =>
        arguments switch
        {
            [var map, var key] => Lookup(map, key, open),
            [var map, var key, var other] => LookupOr(map, key, other, place, open),
            _ => open,
        };

    private static Resolved Lookup(Resolved map, Resolved key, Resolved open) =>
        Bare(key) is ResolvedText text
            ? ResolvedTexts.Member(map, text.Value, open)
            : ResolvedTexts.AnyMember(map, open);

    private static Resolved LookupOr(Resolved map, Resolved key, Resolved other, SourceLocation place, Resolved open)
    {
        if (Bare(key) is ResolvedText text && Bare(map) is ResolvedMap known)
            return known.Find(text.Value) ?? other;
        return new ResolvedAny(place, [Lookup(map, key, open), other]);
    }

    private static Resolved Bare(Resolved value) => value is ResolvedDefault given ? given.Value : value;

    /// <summary>The first that is there; where that is not known, any.</summary>
    private static Resolved First(SourceLocation place, ImmutableArray<Resolved> arguments)
    {
        foreach (var argument in arguments)
            if (argument is ResolvedText { Value.Length: > 0 } or ResolvedImages)
                return argument;
            else if (argument is not (ResolvedText or ResolvedAny { Choices.IsEmpty: true }))
                return new ResolvedAny(place, arguments);
        return new ResolvedAny(place, []);
    }

    /// <summary>Of equal keys the last counts.</summary>
    private static Resolved Merged(SourceLocation place, ImmutableArray<Resolved> arguments)
    {
        var maps = arguments.Select(Bare).ToList();
        if (maps.Find(m => m is not ResolvedMap) is { } other)
            return new ResolvedOpen(place, (other as ResolvedOpen)?.Missing ?? "what is merged here");
        var items = maps.Cast<ResolvedMap>().SelectMany(m => m.Items);
        return new ResolvedMap(place, [.. items.Reverse().DistinctBy(i => i.Key).Reverse()]);
    }

    /// <summary>With `%s` alone.</summary>
    private static Resolved Formatted(SourceLocation place, ImmutableArray<Resolved> arguments, Resolved open)
    {
        if (arguments is not [ResolvedText { Value: var text }, .. var values])
            return open;
        var parts = text.Split("%s");
        if (parts.Length != values.Length + 1 || parts.Any(p => p.Contains('%', StringComparison.Ordinal)))
            return open;
        Resolved result = new ResolvedText(place, parts[0]);
        for (var i = 0; i < values.Length; i++)
            result = ResolvedTexts.Joined(
                ResolvedTexts.Joined(result, values[i]),
                new ResolvedText(place, parts[i + 1])
            );
        return result;
    }

    private static Resolved Join(SourceLocation place, ImmutableArray<Resolved> arguments, Resolved open)
    {
        if (arguments is not [ResolvedText text, var list] || Bare(list) is not ResolvedList items)
            return open;
        var result = ResolvedTexts.Empty(place);
        for (var i = 0; i < items.Items.Length; i++)
            result = ResolvedTexts.Joined(i == 0 ? result : ResolvedTexts.Joined(result, text), items.Items[i]);
        return result;
    }
}
