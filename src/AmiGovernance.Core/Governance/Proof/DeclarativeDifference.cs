using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Compares two declarative policies by their meaning for images.</summary>
internal static class DeclarativeDifference
{
    /// <summary>The changes in sentences, those that stop launches first; empty when both mean the same.</summary>
    public static ImmutableArray<string> Between(DeclarativePolicy? before, DeclarativePolicy? after)
    {
        var (old, now) = (before ?? new DeclarativePolicy(), after ?? new DeclarativePolicy());
        return
        [
            .. State(old, now),
            .. Providers(old, now),
            .. Criteria(old, now),
            .. States(old, now),
            .. Message(old, now),
        ];
    }

    /// <summary>
    /// What a policy says and is not in effect, in sentences. What another policy sets besides, or restricts further, takes nothing from
    /// it.
    /// </summary>
    public static ImmutableArray<string> NotInEffect(DeclarativePolicy wanted, DeclarativePolicy? found)
    {
        var now = found ?? new DeclarativePolicy();
        return
        [
            .. State(wanted, now),
            .. Providers(wanted, now),
            .. Criteria(wanted, now),
            .. DeclarativeAttributes
                .WithState.Where(a => wanted.StateOf(a) is not null)
                .SelectMany(a => a.Lost(wanted.StateOf(a), now.StateOf(a))),
            .. wanted.ExceptionMessage is null ? [] : Message(wanted, now),
        ];
    }

    private static IEnumerable<string> State(DeclarativePolicy old, DeclarativePolicy now)
    {
        if (old.State == now.State)
            yield break;
        var effect = now.State switch
        {
            AllowedImagesState.Enabled =>
                "images outside the list can no longer be launched or copied, not even by service-linked roles and the management account",
            AllowedImagesState.AuditMode => "images outside the list are marked only",
            _ => "every image can be launched",
        };
        yield return $"allowed images: {Name(old.State)} → {Name(now.State)}; {effect}";
    }

    private static IEnumerable<string> Providers(DeclarativePolicy old, DeclarativePolicy now)
    {
        var (oldProviders, newProviders) = (Known(old), Known(now));
        var removed = oldProviders.Except(newProviders).Order(StringComparer.Ordinal).ToList();
        var added = newProviders.Except(oldProviders).Order(StringComparer.Ordinal).ToList();
        if (removed.Count > 0)
            yield return $"no longer on the list: images of {string.Join(", ", removed)}";
        if (added.Count > 0)
            yield return $"new on the list: images of {string.Join(", ", added)}";
        var (oldAny, newAny) = (old.Criteria.Any(c => c.Providers.IsEmpty), now.Criteria.Any(c => c.Providers.IsEmpty));
        if (oldAny != newAny)
            yield return newAny
                ? "a criterion now allows images of any owner"
                : "no criterion allows images of any owner any more";
    }

    private static HashSet<string> Known(DeclarativePolicy policy) => [.. policy.Criteria.SelectMany(c => c.Providers)];

    /// <summary>What images of a provider that stays must be besides; a provider may stand in several criteria.</summary>
    private static IEnumerable<string> Criteria(DeclarativePolicy old, DeclarativePolicy now)
    {
        foreach (
            var change in Known(old)
                .Intersect(Known(now))
                .Order(StringComparer.Ordinal)
                .Select(p => (Provider: p, Old: Conditions(old, p), New: Conditions(now, p)))
                .Where(c => c.Old != c.New)
                .GroupBy(c => (c.Old, c.New))
        )
            yield return $"images of {string.Join(", ", change.Select(c => c.Provider))}: {change.Key.Old} → {change.Key.New}";
    }

    private static string Conditions(DeclarativePolicy policy, string provider)
    {
        var criteria = policy.Criteria.Where(c => c.Providers.Contains(provider)).Select(c => c.Criteria).ToList();
        return criteria.Contains(null)
            ? "all"
            : string.Join(" or ", criteria.Select(c => Describe(c!)).Order(StringComparer.Ordinal).Distinct());
    }

    internal static string Describe(ImageCriteria criteria)
    {
        var parts = new List<string>();
        if (!criteria.ImageNames.IsEmpty)
            parts.Add($"named {string.Join(" | ", criteria.ImageNames.Order(StringComparer.Ordinal))}");
        if (!criteria.MarketplaceProductCodes.IsEmpty)
            parts.Add(
                $"product code {string.Join(" | ", criteria.MarketplaceProductCodes.Order(StringComparer.Ordinal))}"
            );
        if (criteria.MaximumDaysSinceCreated is { } created)
            parts.Add($"created within {Plural.Of(created, "day")}");
        if (criteria.MaximumDaysSinceDeprecated is { } deprecated)
            parts.Add($"not deprecated for more than {Plural.Of(deprecated, "day")}");
        if (!criteria.Watermarks.IsEmpty)
            parts.Add(
                $"watermark {string.Join(" | ", criteria.Watermarks.Select(Describe).Order(StringComparer.Ordinal))}"
            );
        return string.Join(" and ", parts);
    }

    private static string Describe(ImageWatermark watermark) =>
        watermark.WatermarkKey
        + (watermark.SourceImageRegion is { } region ? $" from {region}" : "")
        + (
            watermark.MaximumDaysSinceSourceImageCreated is { } source
                ? $", source image created within {Plural.Of(source, "day")}"
                : ""
        )
        + (watermark.MaximumDaysSinceWatermarkCreated is { } age ? $", made within {Plural.Of(age, "day")}" : "");

    private static IEnumerable<string> States(DeclarativePolicy old, DeclarativePolicy now) =>
        DeclarativeAttributes.WithState.SelectMany(attribute =>
        {
            var (before, after) = (old.StateOf(attribute), now.StateOf(attribute));
            return attribute.Won(before, after).Concat(attribute.Lost(before, after));
        });

    private static IEnumerable<string> Message(DeclarativePolicy old, DeclarativePolicy now)
    {
        if (old.ExceptionMessage != now.ExceptionMessage)
            yield return $"the message to those who are blocked: {Quote(old.ExceptionMessage)} → {Quote(now.ExceptionMessage)}";
    }

    private static string Quote(string? text) => text is null ? "none" : $"\"{text}\"";

    private static string Name(AllowedImagesState? state) => state?.Name() ?? "not set";
}
