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

    /// <summary>Null for a file that is generated.</summary>
    public EditWriter? Edit { get; init; } = TreeEdits.Id;

    /// <summary>What a plan knows of an image; null for nothing.</summary>
    public Func<string, NamedImage?>? Known { get; init; }

    /// <summary>Of the account that deploys what is read; null where the file does not say.</summary>
    private AccountId? account;

    public void Read(TreeNode root) => Read(root, "", region: null);

    /// <param name="use">What the value belongs to, such as a resource.</param>
    public void ReadOf(TreeNode? value, ImageUse use)
    {
        account = use.Account;
        if (value is not null)
            Read(value, use.Subject, use.Region?.Value);
    }

    private void Read(TreeNode node, string path, string? region)
    {
        if (++nodes == MaxNodes)
            sink.FileNotRead(file.Source, node.Span.Start, "it holds too many values");
        if (nodes >= MaxNodes)
            return;
        switch (node)
        {
            case TreeText text:
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
        var whole = new SourceLocation(file.Source, text.Span, path);
        foreach (var id in ImagesInText.In(text.Value, whole))
        {
            if (sink.IsNamed(id.Place))
                continue;
            var known = Known?.Invoke(id.Value);
            Resolved value = known is null ? id : new ResolvedImages(id.Place, [known]) { Written = id.Value };
            sink.Take(
                region is null ? value : new ResolvedIn(value, region),
                new ImageUse(language, path, id.Place) { Account = account, Edit = Edit }
            );
        }
    }
}
