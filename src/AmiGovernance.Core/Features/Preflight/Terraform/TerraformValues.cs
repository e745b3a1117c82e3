using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>
/// Says what expressions stand for, as far as constants reach: literals, variables with a value, locals, conditionals, maps, some
/// functions, and data sources that look images up. Whatever else there is stays open.
/// </summary>
internal sealed class TerraformValues(TerraformModule module)
{
    /// <summary>Expressions within each other, through locals and variables too.</summary>
    private const int MaxDepth = 200;

    private readonly TerraformNames names = new(module);

    public Resolved Evaluate(TerraformBlock block, HclExpression expression) => Evaluate(block.Source, expression);

    public Resolved Evaluate(TerraformValue value) => Evaluate(value.Source, value.Expression);

    public Resolved Evaluate(SourceText source, HclExpression expression)
    {
        var place = new SourceLocation(source, expression.Span);
        if (module.Folders.Depth >= MaxDepth)
            return new ResolvedOpen(place, "what the value is, which rests on too many others");
        module.Folders.Depth++;
        try
        {
            return expression switch
            {
                HclTemplate template => OfTemplate(source, template),
                HclLiteral { Text: "null" } => new ResolvedAny(place, []),
                HclLiteral literal => new ResolvedText(place, literal.Text),
                HclGroup group => Evaluate(source, group.Inner),
                HclTuple tuple => new ResolvedList(place, [.. tuple.Items.Select(i => Evaluate(source, i))]),
                HclObject map => OfObject(source, map),
                HclConditional conditional => OfConditional(source, conditional),
                HclCall call => TerraformFunctions.Call(
                    call.Name,
                    place,
                    [.. call.Arguments.Select(a => Evaluate(source, a))],
                    Shown(source, expression)
                ),
                HclName or HclAttributeOf or HclIndexOf or HclEachOf => OfReference(source, expression),
                _ => new ResolvedOpen(place, $"the value of `{Shown(source, expression)}`"),
            };
        }
        finally
        {
            module.Folders.Depth--;
        }
    }

    private static string Shown(SourceText source, HclExpression expression)
    {
        var length = Math.Min(expression.Span.Length, 4 * ImageTexts.LongestShown);
        var text = source.GetText(expression.Span with { Length = length }).Split('\n')[0].Trim();
        return ImageTexts.Shown(text);
    }

    private Resolved OfTemplate(SourceText source, HclTemplate template)
    {
        var place = new SourceLocation(source, template.Span);
        if (template.Constant is { } constant)
            return new ResolvedText(place, constant);
        if (template.Parts is [{ Expression: { } only }])
            return Evaluate(source, only);
        var text = ResolvedTexts.Empty(place);
        foreach (var part in template.Parts)
        {
            var value = part switch
            {
                { Text: { } run } => new ResolvedText(place, run),
                { Expression: { } inner } => Evaluate(source, inner),
                _ => (Resolved)new ResolvedOpen(place, $"the value of `{Shown(source, template)}`"),
            };
            text = ResolvedTexts.Joined(text, value);
        }
        return text;
    }

    private ResolvedMap OfObject(SourceText source, HclObject map) =>
        new(
            new SourceLocation(source, map.Span),
            [
                .. map.Items.Select(i =>
                    KeyValuePair.Create(
                        i.Name ?? (Evaluate(source, i.Key) as ResolvedText)?.Value ?? "",
                        Evaluate(source, i.Value)
                    )
                ),
            ]
        );

    private Resolved OfConditional(SourceText source, HclConditional conditional)
    {
        var condition = Evaluate(source, conditional.Condition);
        return (condition as ResolvedText)?.Value switch
        {
            "true" => Evaluate(source, conditional.Yes),
            "false" => Evaluate(source, conditional.No),
            _ => new ResolvedAny(
                new SourceLocation(source, conditional.Span),
                [Evaluate(source, conditional.Yes), Evaluate(source, conditional.No)]
            ),
        };
    }

    private Resolved OfReference(SourceText source, HclExpression expression)
    {
        var place = new SourceLocation(source, expression.Span);
        var open = new ResolvedOpen(place, $"the value of `{Shown(source, expression)}`");
        var steps = Steps(expression, out var root);
        if (root is not HclName name)
            return steps.Aggregate(Evaluate(source, root), (value, step) => Step(source, value, step, open));
        if (names.Find(name.Name, steps, place) is not ({ } found, var taken))
            return open;
        return steps.Skip(taken).Aggregate(found, (value, step) => Step(source, value, step, open));
    }

    /// <summary>From the root outwards.</summary>
    private static ImmutableArray<HclExpression> Steps(HclExpression expression, out HclExpression root)
    {
        var steps = new List<HclExpression>();
        while (true)
        {
            var of = expression switch
            {
                HclAttributeOf attribute => attribute.Of,
                HclIndexOf index => index.Of,
                HclEachOf each => each.Of,
                _ => null,
            };
            if (of is null)
                break;
            steps.Add(expression);
            expression = of;
        }
        steps.Reverse();
        root = expression;
        return [.. steps];
    }

    private Resolved Step(SourceText source, Resolved value, HclExpression step, Resolved open) =>
        step switch
        {
            HclAttributeOf attribute => ResolvedTexts.Member(value, attribute.Name, open),
            HclIndexOf index => TerraformFunctions.Lookup(value, Evaluate(source, index.Key), open),
            HclEachOf => ResolvedTexts.AnyMember(value, open),
            _ => open,
        };
}
