using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>What is done with values whatever the language.</summary>
internal static class ResolvedTexts
{
    private const int MaxChoices = 100;

    /// <summary>Of values that are walked over.</summary>
    private const int MaxSize = 20_000;

    /// <summary>Of values within each other, for each takes a piece of the stack.</summary>
    private const int MaxHeight = 500;

    public static bool IsTooLarge(Resolved value) => value.Size > MaxSize || value.Height > MaxHeight;

    public static Resolved Empty(SourceLocation place) => new ResolvedText(place, "");

    /// <summary>One text after the other; for several choices each with each.</summary>
    public static Resolved Joined(Resolved left, Resolved right) =>
        (left, right) switch
        {
            _ when IsTooLarge(left) || IsTooLarge(right) || (long)left.Size * right.Size > MaxSize => new ResolvedOpen(
                left.Place,
                "a text with too many values"
            ),
            (ResolvedOpen, _) => left,
            (_, ResolvedOpen) => new ResolvedOpen(left.Place, ((ResolvedOpen)right).Missing),
            (ResolvedDefault given, _) => new ResolvedDefault(Joined(given.Value, right), given.Of),
            (_, ResolvedDefault given) => new ResolvedDefault(Joined(left, given.Value), given.Of),
            (ResolvedText a, ResolvedText b) => a.Value.Length + b.Value.Length <= ResolvedText.MaxLength
                ? new ResolvedText(left.Place, a.Value + b.Value)
                : new ResolvedOpen(left.Place, "a text that is too long for any name of an image"),
            (ResolvedAny any, _) when any.Choices.Length <= MaxChoices => new ResolvedAny(
                left.Place,
                [.. any.Choices.Select(c => Joined(c, right))]
            ),
            (_, ResolvedAny any) when any.Choices.Length <= MaxChoices => new ResolvedAny(
                left.Place,
                [.. any.Choices.Select(c => Joined(left, c))]
            ),
            _ => new ResolvedOpen(left.Place, "a text that is made of more than texts"),
        };

    /// <param name="key">Of a map, or the number of an item.</param>
    public static Resolved Member(Resolved value, string key, Resolved open) =>
        value switch
        {
            _ when IsTooLarge(value) => open,
            ResolvedMap map => Named(map, key) ?? open,
            ResolvedList list => Item(list, key) ?? open,
            ResolvedDefault given => new ResolvedDefault(Member(given.Value, key, open), given.Of),
            ResolvedIn within => new ResolvedIn(Member(within.Value, key, open), within.Region),
            ResolvedAny any => new ResolvedAny(any.Place, [.. any.Choices.Select(c => Member(c, key, open))]),
            ResolvedImages when IsIdOf(key) => value,
            _ => open,
        };

    /// <summary>A key that is not known may be the same.</summary>
    private static Resolved? Named(ResolvedMap map, string key)
    {
        ImmutableArray<Resolved> others =
        [
            .. map.Items.Where(i => i.Key == ResolvedMap.UnknownKey).Select(i => i.Value),
        ];
        var found = map.Find(key);
        if (others.IsEmpty)
            return found;
        return new ResolvedAny(map.Place, found is null ? others : [found, .. others]);
    }

    private static Resolved? Item(ResolvedList list, string key)
    {
        if (!int.TryParse(key, out var number) || number < 0)
            return null;
        if (list.IsUnordered)
            return new ResolvedAny(list.Place, list.Items);
        return number < list.Items.Length ? list.Items[number] : null;
    }

    /// <summary>One of several images, or what is asked of it: its id.</summary>
    private static bool IsIdOf(string key) =>
        key is "id" or "image_id" or "ids" or "ami_id" || int.TryParse(key, out _);

    /// <summary>Of a key that nothing tells: the value may be any.</summary>
    public static Resolved AnyMember(Resolved value, Resolved open) =>
        value switch
        {
            _ when IsTooLarge(value) => open,
            ResolvedMap map => new ResolvedAny(map.Place, [.. map.Items.Select(i => In(i.Key, i.Value))]),
            ResolvedList list => new ResolvedAny(list.Place, list.Items),
            ResolvedDefault given => new ResolvedDefault(AnyMember(given.Value, open), given.Of),
            ResolvedAny any => new ResolvedAny(any.Place, [.. any.Choices.Select(c => AnyMember(c, open))]),
            ResolvedImages => value,
            _ => open,
        };

    public static Resolved In(string key, Resolved value) =>
        RegionName.IsValid(key) ? new ResolvedIn(value, key) : value;

    /// <summary>What was found by a value rests on the defaults in it.</summary>
    public static Resolved Resting(Resolved found, Resolved? on)
    {
        var names = new List<string>();
        if (on is not null && !IsTooLarge(on))
            CollectDefaults(on, names);
        return names.Distinct().Aggregate(found, (value, of) => new ResolvedDefault(value, of));
    }

    private static void CollectDefaults(Resolved value, List<string> names)
    {
        switch (value)
        {
            case ResolvedDefault given:
                names.Add(given.Of);
                CollectDefaults(given.Value, names);
                break;
            case ResolvedIn within:
                CollectDefaults(within.Value, names);
                break;
            case ResolvedList list:
                foreach (var item in list.Items)
                    CollectDefaults(item, names);
                break;
            case ResolvedAny any:
                foreach (var choice in any.Choices)
                    CollectDefaults(choice, names);
                break;
        }
    }

    /// <summary>All texts that a value may be; null where something of it is open.</summary>
    public static IReadOnlyList<ResolvedText>? Texts(Resolved? value)
    {
        var texts = new List<ResolvedText>();
        return value is null || IsTooLarge(value) || !Collect(value, texts) ? null : texts;
    }

    private static bool Collect(Resolved value, List<ResolvedText> texts)
    {
        if (texts.Count > MaxChoices)
            return false;
        switch (value)
        {
            case ResolvedText text:
                texts.Add(text);
                return true;
            case ResolvedList list:
                return list.Items.All(i => Collect(i, texts));
            case ResolvedAny any:
                return any.Choices.All(c => Collect(c, texts));
            case ResolvedDefault given:
                return Collect(given.Value, texts);
            case ResolvedIn within:
                return Collect(within.Value, texts);
            default:
                return false;
        }
    }
}
