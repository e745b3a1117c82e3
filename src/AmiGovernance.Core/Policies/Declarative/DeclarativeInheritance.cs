using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>A policy document as one target of the organization has it.</summary>
/// <param name="Name">What people know the policy by; named where settings come from it.</param>
internal sealed record InheritedDocument(string Name, JsonNode Root);

/// <summary>A setting of a policy that does not take effect.</summary>
/// <param name="Pointer">The JSON Pointer of the setting in <paramref name="Policy"/>.</param>
public sealed record IgnoredSetting(string Policy, string Pointer, string Reason)
{
    /// <summary>Whether AWS documents that it is ignored.</summary>
    internal bool IsDocumented { get; init; } = true;
}

/// <summary>What remains after inheritance.</summary>
/// <param name="Json">Without operators, as DescribeEffectivePolicy shows it; null when no policy sets anything.</param>
/// <param name="Sources">For the JSON Pointer of each value, the policies that set it.</param>
public sealed record MergedPolicy(
    string? Json,
    ImmutableArray<IgnoredSetting> Ignored,
    ImmutableSortedDictionary<string, ImmutableArray<string>> Sources
);

/// <summary>
/// Merges policies from the root through the organizational units to an account (Organizations user guide, "Inheritance
/// operators" and "Inheritance examples"):
/// <list type="bullet">
/// <item>`@@assign` replaces what is inherited, `@@append` adds to a list, `@@remove` takes from a list.</item>
/// <item>A parent's control on a node says which operators children may use there, and for new keys below it; children
/// cannot loosen it.</item>
/// <item>Of several policies on one target the first attached wins a value; their controls are intersected.</item>
/// </list>
/// Not documented, and decided here so that less is allowed: a control on a node that holds other nodes also limits the operators
/// that set new keys below it; on one target, an `@@assign` after another policy's `@@append` to the same list is ignored.
/// </summary>
internal static class DeclarativeInheritance
{
    /// <param name="levels">The policies of each level from the root down, each in the order of attachment.</param>
    public static MergedPolicy Merge(
        IEnumerable<ImmutableArray<InheritedDocument>> levels,
        LockReach reach = LockReach.NewKeysToo
    )
    {
        var merge = new Merge(reach);
        foreach (var level in levels)
        {
            foreach (var document in level)
                if (document.Root is JsonObject root)
                    merge.Apply(root, document.Name);
            merge.EndLevel();
        }
        return merge.Result();
    }
}

/// <summary>
/// What a control on a node that holds other nodes limits in policies below. AWS documents it for AI services opt-out policies only.
/// </summary>
public enum LockReach
{
    /// <summary>The operators that set new keys below the node too: less is allowed.</summary>
    NewKeysToo,

    /// <summary>Only the node and the keys that have a control of their own.</summary>
    KnownKeys,

    /// <summary>All below the node, whatever the controls there say.</summary>
    Everything,
}

/// <summary>One merge under way.</summary>
internal sealed class Merge(LockReach reach)
{
    private readonly MergedNode root = new(ChildOperators.All);
    private readonly List<IgnoredSetting> ignored = [];

    public void Apply(JsonObject document, string policy) => Apply(root, document, policy, ChildOperators.All);

    /// <param name="above">What the nodes above leave to this level.</param>
    private void Apply(MergedNode node, JsonObject source, string policy, ChildOperators above)
    {
        var allowed = reach == LockReach.Everything ? node.Allowed & above : node.Allowed;
        if (ChildOperatorsReader.Read(source) is { } control)
            node.Control = node.Control is { } other ? other & control : control;
        foreach (var property in source.Properties.OrderBy(p => Operator(p.Name)))
        {
            if (!property.Name.StartsWith("@@", StringComparison.Ordinal))
            {
                if (property.Value is not JsonObject below)
                    continue;
                Apply(Child(node, property.Name), below, policy, allowed);
            }
            else if (Operator(property.Name) is var op and not ChildOperators.None)
            {
                var reason =
                    (allowed & op) == 0 ? "a parent policy locks this node" : node.Set(op, property.Value, policy);
                if (reason is not null)
                    ignored.Add(
                        new IgnoredSetting(policy, property.Value.Pointer, reason)
                        {
                            IsDocumented = (allowed & op) == 0 || !node.BeganAsList,
                        }
                    );
            }
        }
    }

    /// <summary>
    /// A new node stands under what the parents say of the nearest above it, on the levels that follow too: a key that was ignored once
    /// unlocks nothing.
    /// </summary>
    private MergedNode Child(MergedNode node, string name)
    {
        if (node.Children.TryGetValue(name, out var known))
            return known;
        var allowed = reach == LockReach.KnownKeys ? ChildOperators.All : node.Allowed;
        return node.Children[name] = new MergedNode(allowed);
    }

    private static ChildOperators Operator(string name) =>
        name switch
        {
            "@@assign" => ChildOperators.Assign,
            "@@append" => ChildOperators.Append,
            "@@remove" => ChildOperators.Remove,
            _ => ChildOperators.None,
        };

    public void EndLevel() => root.EndLevel();

    public MergedPolicy Result()
    {
        var sources = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        root.CollectSources("", sources);
        var json = root.HasValue ? JsonText.ToText(JsonText.Write(indented: false, root.Write)) : null;
        return new MergedPolicy(json, [.. ignored], sources.ToImmutable());
    }
}
