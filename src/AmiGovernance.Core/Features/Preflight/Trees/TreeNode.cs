using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.Trees;

/// <summary>A value of JSON or YAML with its place; both are read into the same tree, for most tools take both.</summary>
public abstract class TreeNode(TextSpan span)
{
    public TextSpan Span { get; } = span;

    /// <summary>Values within each other, through aliases too; 1 for a scalar.</summary>
    public int Height { get; init; } = 1;

    /// <summary>Of YAML, such as `!Ref`; empty where there is none.</summary>
    public string Tag { get; init; } = "";

    /// <summary>The member of an object; null for all other values.</summary>
    public TreeNode? this[string name] => (this as TreeMap)?.Find(name);

    /// <summary>The text of a scalar; null for all other values.</summary>
    public string? Text => (this as TreeText)?.Value;

    /// <summary>The members of a list; empty for all other values.</summary>
    public ImmutableArray<TreeNode> Items => this is TreeList list ? list.Members : [];

    /// <summary>The members of an object; empty for all other values.</summary>
    public ImmutableArray<TreeEntry> Entries => this is TreeMap map ? map.Members : [];

    /// <summary>The value at the end of a path; null where it ends early.</summary>
    public TreeNode? At(params ReadOnlySpan<string> path)
    {
        TreeNode? node = this;
        foreach (var name in path)
            node = node?[name];
        return node;
    }
}

/// <summary>A string, number, boolean or null; YAML tells them apart by their form alone.</summary>
public sealed class TreeText(TextSpan span, string value) : TreeNode(span)
{
    public string Value { get; } = value;

    /// <summary>It stands in quotes, or in a block of text.</summary>
    public bool IsQuoted { get; init; }

    public bool IsNull => !IsQuoted && Value is "" or "null" or "~";
}

public sealed class TreeList(TextSpan span, ImmutableArray<TreeNode> members) : TreeNode(span)
{
    public ImmutableArray<TreeNode> Members { get; } = members;
}

public sealed class TreeMap(TextSpan span, ImmutableArray<TreeEntry> members) : TreeNode(span)
{
    /// <summary>In the order of the file; of equal names the last counts for most tools, and all are kept.</summary>
    public ImmutableArray<TreeEntry> Members { get; } = members;

    /// <summary>A member, or one of those that are merged in (YAML, merge key `&lt;&lt;`).</summary>
    public TreeNode? Find(string name) => Own(name) ?? Merged(name);

    private TreeNode? Own(string name)
    {
        for (var i = Members.Length - 1; i >= 0; i--)
            if (Members[i].Name == name)
                return Members[i].Value;
        return null;
    }

    /// <summary>The height of a document bounds how far this goes down.</summary>
    private TreeNode? Merged(string name)
    {
        var merged = Own("<<");
        if (merged is TreeMap map)
            return map.Find(name);
        return merged?.Items.OfType<TreeMap>().Select(m => m.Own(name)).FirstOrDefault(v => v is not null);
    }
}

/// <param name="NameSpan">The place of the name.</param>
public sealed record TreeEntry(string Name, TextSpan NameSpan, TreeNode Value);

/// <param name="Documents">YAML may hold several.</param>
/// <param name="Problem">Where reading ended early, or what is wrong in between; null for nothing.</param>
public sealed record TreeFile(SourceText Source, ImmutableArray<TreeNode> Documents, TreeProblem? Problem);

/// <param name="At">In bytes.</param>
public sealed record TreeProblem(int At, string Message);
