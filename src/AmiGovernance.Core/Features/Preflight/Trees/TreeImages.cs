using System.Collections.Immutable;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Trees;

/// <summary>Where a document in a language that is not read names images.</summary>
internal static class TreeImages
{
    /// <summary>The starts of texts and names with an id, in bytes.</summary>
    public static ImmutableArray<int> Of(TreeNode document)
    {
        var found = ImmutableArray.CreateBuilder<int>();
        Collect(document, found, new(ReferenceEqualityComparer.Instance));
        return found.ToImmutable();
    }

    /// <param name="seen">Aliases of YAML may lead to the same values over and over.</param>
    private static void Collect(TreeNode node, ImmutableArray<int>.Builder found, HashSet<TreeNode> seen)
    {
        if (!seen.Add(node))
            return;
        if (node is TreeText text && ImagesInText.AnyImage().IsMatch(text.Value))
            found.Add(text.Span.Start);
        foreach (var item in node.Items)
            Collect(item, found, seen);
        foreach (var entry in node.Entries)
        {
            if (ImagesInText.AnyImage().IsMatch(entry.Name))
                found.Add(entry.NameSpan.Start);
            Collect(entry.Value, found, seen);
        }
    }
}
