using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>Images of a plan that are found by what stands beside them, or by the mark that they are not known yet.</summary>
internal static class PlanMarks
{
    public static IEnumerable<(TreeNode Node, bool IsUnknown)> Find(
        MarkedAttribute attribute,
        TreeNode? values,
        TreeNode? unknown
    )
    {
        if (attribute.Block is not { } block)
            return Of(attribute, values, unknown);
        var marks = unknown?[block]?.Items ?? [];
        return (values?[block]?.Items ?? []).SelectMany(
            (item, i) => Of(attribute, item, i < marks.Length ? marks[i] : null)
        );
    }

    private static IEnumerable<(TreeNode Node, bool IsUnknown)> Of(
        MarkedAttribute attribute,
        TreeNode? holder,
        TreeNode? unknown
    )
    {
        if (holder?[attribute.Mark]?.Text != attribute.Means)
            return [];
        if (unknown?[attribute.Name] is TreeText { Value: "true" } mark)
            return [(mark, true)];
        return holder[attribute.Name] is { } value ? [(value, false)] : [];
    }

    /// <summary>Of attributes of any resource that are called as an image is. The parser bounds the depth.</summary>
    public static IEnumerable<TreeNode> UnknownImages(TreeNode? unknown) =>
        (unknown?.Items ?? [])
            .SelectMany(UnknownImages)
            .Concat(
                (unknown?.Entries ?? []).SelectMany(e =>
                    e.Value is TreeText { Value: "true" } && TerraformAttributes.Arguments.Contains(e.Name)
                        ? [e.Value]
                        : UnknownImages(e.Value)
                )
            );
}
