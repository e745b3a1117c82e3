using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Trees;

/// <summary>Values of documents whose texts may hold `{{ … }}`, as Packer's JSON and Ansible write variables.</summary>
/// <param name="find">The value of a variable; null for one that is not known.</param>
internal sealed class TreeValues(SourceText source, Func<string, TreeNode?> find)
{
    private const int MaxDepth = 20;
    private const int MaxSteps = 100_000;

    private int depth;
    private int steps;

    public SourceLocation At(TreeNode node) => new(source, node.Span);

    public ResolvedOpen Open(TreeNode node) => new(At(node), "what the value is");

    /// <summary>Null for a value that is not there.</summary>
    public Resolved? Evaluate(TreeNode? node) =>
        node switch
        {
            null or TreeText { IsNull: true } => null,
            _ when ++steps > MaxSteps => Open(node),
            TreeText text => OfText(text),
            TreeList list => new ResolvedList(At(list), [.. list.Members.Select(m => Evaluate(m) ?? Open(m))]),
            _ => Open(node),
        };

    /// <summary>The node that a variable stands for; the node itself where it is none, or nothing is known of it.</summary>
    public TreeNode? Behind(TreeNode? node) =>
        node is TreeText text && Name(text) is { } name ? find(name) ?? node : node;

    private Resolved OfText(TreeText text)
    {
        var value = text.Value.Trim();
        if (!value.Contains("{{", StringComparison.Ordinal))
            return new ResolvedText(At(text), text.Value);
        var open = new ResolvedOpen(At(text), $"the value of `{ImageTexts.Shown(value)}`");
        if (Name(text) is not { } name || depth >= MaxDepth || find(name) is not { } variable)
            return open;
        depth++;
        var found = Evaluate(variable);
        depth--;
        return found is null ? open : new ResolvedDefault(found, name);
    }

    /// <summary>Of the variable that is the whole text; null for all other texts.</summary>
    private static string? Name(TreeText text)
    {
        var value = text.Value.Trim();
        var isOne =
            value.StartsWith("{{", StringComparison.Ordinal)
            && value.IndexOf("}}", StringComparison.Ordinal) == value.Length - 2;
        return isOne ? NameIn(value[2..^2].Trim()) : null;
    }

    /// <summary>Packer: ``user `name` ``; Ansible: `name`.</summary>
    private static string NameIn(string expression) =>
        expression.StartsWith("user ", StringComparison.Ordinal) ? expression[5..].Trim(' ', '`', '"') : expression;
}
