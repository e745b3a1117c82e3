using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Trees;

/// <summary>Unsafe patterns of documents.</summary>
internal static class TreeRules
{
    /// <summary>Values that are looked at; aliases of YAML may lead to the same ones over and over.</summary>
    private const int MaxNodes = 100_000;

    /// <summary>Permissions anywhere below a value: what holds one of the members.</summary>
    /// <param name="evaluate">Null for a member that is not there.</param>
    public static void ShareBelow(
        ReferenceSink sink,
        Func<TreeNode?, Resolved?> evaluate,
        TreeNode? root,
        PermissionNames names
    )
    {
        var nodes = 0;
        var open = new Stack<TreeNode>();
        if (root is not null)
            open.Push(root);
        while (open.TryPop(out var node) && ++nodes < MaxNodes)
        {
            if (names.All.Any(n => node[n] is not null))
                Share(sink, evaluate, node, names);
            foreach (var below in node.Items.Concat(node.Entries.Select(e => e.Value)))
                open.Push(below);
        }
    }

    private static void Share(
        ReferenceSink sink,
        Func<TreeNode?, Resolved?> evaluate,
        TreeNode holder,
        PermissionNames names
    )
    {
        foreach (var group in names.Groups)
            SharingRules.Groups(sink, evaluate(holder[group]));
        foreach (var organization in names.Organizations)
            SharingRules.Targets(sink, evaluate(holder[organization]));
        SharingRules.Accounts(sink, evaluate(holder[names.Accounts]));
    }

    /// <param name="groups">Members that name groups to share with.</param>
    /// <param name="organizations">Members that name organizations or organizational units.</param>
    /// <param name="accounts">The member that names accounts.</param>
    public static void Share(
        ReferenceSink sink,
        TreeValues values,
        TreeNode holder,
        string[] groups,
        string[] organizations,
        string accounts
    ) => Share(sink, values.Evaluate, holder, new PermissionNames(groups, organizations, accounts));

    public static void Name(ReferenceSink sink, TreeValues values, TreeNode? name)
    {
        if (values.Evaluate(name) is ResolvedText text)
            sink.AddName(text);
    }
}

/// <summary>How a language calls with whom an image is shared.</summary>
/// <param name="Groups">Members that name groups.</param>
/// <param name="Organizations">Members that name organizations or organizational units.</param>
/// <param name="Accounts">The member that names accounts.</param>
internal sealed record PermissionNames(string[] Groups, string[] Organizations, string Accounts)
{
    public IEnumerable<string> All => [.. Groups, .. Organizations, Accounts];
}
