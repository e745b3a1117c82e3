using System.Globalization;
using System.Text;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>Targets by their names, as carriers in YAML want them.</summary>
internal static class CarrierNames
{
    /// <summary>The root and units, each by the names from below the root.</summary>
    public static IEnumerable<string> Units(CarriedPolicy policy, char separator) =>
        policy.Targets.Where(t => t.Kind != TargetKind.Account).Select(t => string.Join(separator, t.Path ?? []));

    public static IEnumerable<string> Accounts(CarriedPolicy policy) =>
        policy.Targets.Where(t => t.Kind == TargetKind.Account).SelectMany(t => t.Path ?? []);

    /// <summary>The names that a path with this separator would tear apart.</summary>
    public static IEnumerable<string> WithSeparator(CarriedState state, char separator) =>
        state
            .Targets.Where(t => t.Kind == TargetKind.Unit)
            .SelectMany(t => t.Path ?? [])
            .Where(n => n.Contains(separator, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);

    /// <summary>The units that the carrier would take for the root.</summary>
    public static IEnumerable<string> LikeRoot(CarriedState state, string carrier) =>
        state
            .Targets.Where(t => t.IsNamedAsRoot)
            .Select(t =>
                $"the unit {t.Id} has the name `{CarriedTarget.RootName}`, which {carrier} takes for the root of the organization"
            )
            .Distinct(StringComparer.Ordinal);

    /// <summary>A list; nothing where it is empty.</summary>
    public static void Yaml(StringBuilder text, string indent, string key, IEnumerable<string> names)
    {
        List<string> all = [.. names];
        if (all.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"{indent}{key}:\n");
        foreach (var name in all)
            text.Append(CultureInfo.InvariantCulture, $"{indent}  - {CarrierText.Yaml(name)}\n");
    }
}
