using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.HclSyntax;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>
/// Files of variables, and which of them the tools load by themselves (Terraform language, "Variable definitions (.tfvars) files"; Packer
/// documentation, "Assigning variables from a file").
/// </summary>
internal static class VariableFiles
{
    private static readonly string[] Endings = [".tfvars", ".tfvars.json", ".pkrvars.hcl", ".pkrvars.json"];

    /// <summary>In the order in which Terraform loads them; of `*.auto.tfvars` and its like, by their names.</summary>
    private static readonly string[] First = ["terraform.tfvars", "terraform.tfvars.json"];

    public static bool Is(string path) => Endings.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    public static IEnumerable<HclFile> Loaded(IEnumerable<HclFile> files) =>
        files
            .Where(f => IsLoaded(NameOf(f)))
            .OrderBy(f => Array.IndexOf(First, NameOf(f)) is var at and >= 0 ? at : First.Length)
            .ThenBy(NameOf, StringComparer.Ordinal);

    private static string NameOf(HclFile file) => file.Source.Path[(file.Source.Path.LastIndexOf('/') + 1)..];

    private static bool IsLoaded(string name) =>
        First.Contains(name) || Endings.Any(e => name.EndsWith($".auto{e}", StringComparison.Ordinal));

    /// <summary>Texts of JSON stand for themselves in them: nothing is interpolated.</summary>
    public static HclFile ReadJson(SourceText source)
    {
        var file = JsonTrees.Read(source);
        var entries = file.Documents.SelectMany(d => d.Entries);
        return new HclFile(
            source,
            new HclBody([.. entries.Select(e => new HclAttribute(e.NameSpan, e.Name, Value(e.Value)))], []),
            file.Problem is { } problem ? new HclProblem(problem.At, problem.Message) : null
        );
    }

    /// <summary>The parser bounds the depth.</summary>
    private static HclExpression Value(TreeNode node) =>
        node switch
        {
            TreeText { IsQuoted: true } text => Text(node.Span, text.Value),
            TreeText text => new HclLiteral(node.Span, text.Value),
            TreeMap map => new HclObject(
                node.Span,
                [.. map.Members.Select(m => new HclItem(m.Name, Text(m.NameSpan, m.Name), Value(m.Value)))]
            ),
            _ => new HclTuple(node.Span, [.. node.Items.Select(Value)]),
        };

    private static HclTemplate Text(TextSpan span, string text) => new(span, [new HclPart(text, null)]);
}
