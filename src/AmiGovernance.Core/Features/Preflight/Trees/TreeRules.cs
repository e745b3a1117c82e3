using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Trees;

/// <summary>Unsafe patterns of documents.</summary>
internal static class TreeRules
{
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
    )
    {
        SharingRules.Accounts(sink, values.Evaluate(holder[accounts]));
        foreach (var group in groups.Select(g => holder[g]).OfType<TreeNode>())
            SharingRules.Groups(sink, values.Evaluate(group));
        foreach (var organization in organizations.Select(o => holder[o]).OfType<TreeNode>())
            SharingRules.Targets(sink, values.Evaluate(organization));
    }

    public static void Name(ReferenceSink sink, TreeValues values, TreeNode? name)
    {
        if (values.Evaluate(name) is ResolvedText text)
            sink.AddName(text);
    }
}
