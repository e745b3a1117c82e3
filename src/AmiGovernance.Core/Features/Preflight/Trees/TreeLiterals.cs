using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Trees;

/// <summary>Ids of images in a document that nothing else of it led to.</summary>
internal sealed class TreeLiterals(ReferenceSink sink, TreeFile file, string language)
{
    /// <summary>Values that are looked at; aliases of YAML may lead to the same ones over and over.</summary>
    private const int MaxNodes = 2_000_000;

    private int nodes;

    public void Read(TreeNode root) => Read(root, "", null);

    private void Read(TreeNode node, string path, string? region)
    {
        if (++nodes > MaxNodes)
            return;
        switch (node)
        {
            case TreeText text when ImageId.IsValid(text.Value):
                Add(text, path, region);
                break;
            case TreeList list:
                foreach (var item in list.Members)
                    Read(item, path, region);
                break;
            case TreeMap map:
                foreach (var entry in map.Members)
                    Read(
                        entry.Value,
                        path.Length == 0 ? entry.Name : $"{path}.{entry.Name}",
                        RegionName.IsValid(entry.Name) ? entry.Name : region
                    );
                break;
        }
    }

    private void Add(TreeText text, string path, string? region)
    {
        var place = new SourceLocation(file.Source, text.Span, path);
        if (sink.IsNamed(place))
            return;
        var value = new ResolvedText(place, text.Value);
        sink.Take(
            region is null ? value : new ResolvedIn(value, region),
            new ImageUse(language, path, place) { Edit = TreeEdits.Id }
        );
    }
}
