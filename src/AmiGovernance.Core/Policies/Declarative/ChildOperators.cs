using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>The operators that child policies may use on a node: `@@operators_allowed_for_child_policies`.</summary>
[Flags]
internal enum ChildOperators
{
    None = 0,
    Assign = 1,
    Append = 2,
    Remove = 4,
    All = Assign | Append | Remove,
}

internal static class ChildOperatorsReader
{
    /// <summary>Null when the node has no such control. An operator that AWS does not know allows nothing.</summary>
    public static ChildOperators? Read(JsonObject node)
    {
        if (node[DeclarativeNodeReader.ChildControl] is not { } control)
            return null;
        var allowed = ChildOperators.None;
        foreach (var item in control is JsonArray array ? array.Items : [control])
            allowed |= (item as JsonString)?.Value switch
            {
                "@@all" => ChildOperators.All,
                "@@assign" => ChildOperators.Assign,
                "@@append" => ChildOperators.Append,
                "@@remove" => ChildOperators.Remove,
                _ => ChildOperators.None,
            };
        return allowed;
    }
}
