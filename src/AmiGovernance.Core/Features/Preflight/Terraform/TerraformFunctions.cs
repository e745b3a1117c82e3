using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>The functions by which configurations choose among constants (Terraform language, "Functions"); others are open.</summary>
internal static class TerraformFunctions
{
    /// <summary>Those that give back what they are given, or the only member of it.</summary>
    private static readonly string[] Same =
    [
        "one",
        "tolist",
        "tomap",
        "tostring",
        "nonsensitive",
        "sensitive",
        "trimspace",
        "chomp",
    ];

    /// <summary>Those that give back the members of what they are given, at other places.</summary>
    private static readonly string[] Reordering = ["toset", "compact", "distinct", "sort", "reverse"];

    private static readonly string[] Choosing = ["try", "coalesce", "coalescelist"];

    public static Resolved Call(string name, SourceLocation place, ImmutableArray<Resolved> arguments, string shown)
    {
        var open = new ResolvedOpen(place, $"the value of `{shown}`");
        if (arguments.Any(ResolvedTexts.IsTooLarge))
            return open;
        if (Passed(name, arguments) is { } passed)
            return passed;
        if (Choosing.Contains(name) && !arguments.IsEmpty)
            return First(place, arguments);
        return name switch
        {
            "lookup" or "element" => Lookup(place, arguments, open),
            "merge" => Merged(place, arguments),
            "concat" => Concatenated(place, arguments),
            "flatten" => new ResolvedList(place, arguments) { IsUnordered = true },
            "format" => Formatted(place, arguments, open),
            "join" => Join(place, arguments, open),
            "values" when arguments is [var map] => ResolvedTexts.AnyMember(map, open),
            _ => open,
        };
    }

    private static Resolved? Passed(string name, ImmutableArray<Resolved> arguments) =>
        arguments switch
        {
            [var only] when Same.Contains(name) => only,
            [var list] when Reordering.Contains(name) => Unordered(list),
            _ => null,
        };

    private static Resolved Lookup(SourceLocation place, ImmutableArray<Resolved> arguments, Resolved open) =>
        arguments switch
        {
            [var map, var key] => Lookup(map, key, open),
            [var map, var key, var other] => LookupOr(map, key, other, place, open),
            _ => open,
        };

    /// <summary>The member of a map, or the item of a list.</summary>
    public static Resolved Lookup(Resolved map, Resolved key, Resolved open) =>
        key switch
        {
            ResolvedDefault given => new ResolvedDefault(Lookup(map, given.Value, open), given.Of),
            ResolvedText text => ResolvedTexts.Member(map, text.Value, open),
            _ => ResolvedTexts.AnyMember(map, open),
        };

    private static Resolved LookupOr(Resolved map, Resolved key, Resolved other, SourceLocation place, Resolved open) =>
        (map, key) switch
        {
            (_, ResolvedDefault given) => new ResolvedDefault(LookupOr(map, given.Value, other, place, open), given.Of),
            (ResolvedDefault given, _) => new ResolvedDefault(LookupOr(given.Value, key, other, place, open), given.Of),
            (ResolvedMap { HasUnknownKeys: false } known, ResolvedText text) => known.Find(text.Value) ?? other,
            _ => new ResolvedAny(place, [Lookup(map, key, open), other]),
        };

    /// <summary>Without the defaults around it.</summary>
    private static Resolved Bare(Resolved value)
    {
        while (value is ResolvedDefault given)
            value = given.Value;
        return value;
    }

    /// <summary>What was made of values rests on the defaults around them.</summary>
    private static Resolved Resting(Resolved made, IEnumerable<Resolved> on)
    {
        foreach (var value in on)
            for (var around = value; around is ResolvedDefault given; around = given.Value)
                made = new ResolvedDefault(made, given.Of);
        return made;
    }

    private static Resolved Unordered(Resolved value) =>
        value switch
        {
            ResolvedList list => new ResolvedList(list.Place, list.Items) { IsUnordered = true },
            ResolvedDefault given => new ResolvedDefault(Unordered(given.Value), given.Of),
            ResolvedAny any => new ResolvedList(any.Place, any.Choices) { IsUnordered = true },
            _ => value,
        };

    /// <summary>After a list whose length is not known, nothing has a number.</summary>
    private static Resolved Concatenated(SourceLocation place, ImmutableArray<Resolved> arguments)
    {
        var isUnordered = arguments.Any(a => Bare(a) is not ResolvedList { IsUnordered: false });
        var items = arguments.SelectMany(a => Bare(a) is ResolvedList list ? list.Items : [Bare(a)]);
        return Resting(new ResolvedList(place, [.. items]) { IsUnordered = isUnordered }, arguments);
    }

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
        var last = items.Reverse().DistinctBy(i => i.Key == ResolvedMap.UnknownKey ? (object)i : i.Key).Reverse();
        return Resting(new ResolvedMap(place, [.. last]), arguments);
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
        if (arguments is not [ResolvedText text, var list])
            return open;
        if (Bare(list) is not ResolvedList { IsUnordered: false } items)
            return open;
        var result = ResolvedTexts.Empty(place);
        for (var i = 0; i < items.Items.Length; i++)
            result = ResolvedTexts.Joined(i == 0 ? result : ResolvedTexts.Joined(result, text), items.Items[i]);
        return Resting(result, [list]);
    }
}
