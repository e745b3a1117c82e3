using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.HclSyntax;

/// <summary>An expression of HCL with its place (HCL native syntax specification, "Expressions"). Nothing is evaluated here.</summary>
public abstract class HclExpression(TextSpan span)
{
    public TextSpan Span { get; } = span;
}

/// <summary>A number, `true`, `false` or `null`, as written.</summary>
public sealed class HclLiteral(TextSpan span, string text) : HclExpression(span)
{
    public string Text { get; } = text;
}

/// <summary>A quoted string or a heredoc.</summary>
public sealed class HclTemplate(TextSpan span, ImmutableArray<HclPart> parts) : HclExpression(span)
{
    public ImmutableArray<HclPart> Parts { get; } = parts;

    /// <summary>The text where nothing is interpolated; else null.</summary>
    public string? Constant =>
        Parts switch
        {
            [] => "",
            [{ Text: { } text }] => text,
            _ => null,
        };
}

/// <summary>A run of text, an interpolation, or a directive, which has neither text nor expression.</summary>
public sealed record HclPart(string? Text, HclExpression? Expression);

public sealed class HclTuple(TextSpan span, ImmutableArray<HclExpression> items) : HclExpression(span)
{
    public ImmutableArray<HclExpression> Items { get; } = items;
}

public sealed class HclObject(TextSpan span, ImmutableArray<HclItem> items) : HclExpression(span)
{
    public ImmutableArray<HclItem> Items { get; } = items;
}

/// <param name="Name">Null where the key is an expression that is no constant.</param>
public sealed record HclItem(string? Name, HclExpression Key, HclExpression Value);

/// <summary>The name at the beginning of `var.image` or `local.image`.</summary>
public sealed class HclName(TextSpan span, string name) : HclExpression(span)
{
    public string Name { get; } = name;
}

/// <summary>`of.name`, also for `of.0`.</summary>
public sealed class HclAttributeOf(TextSpan span, HclExpression of, string name) : HclExpression(span)
{
    public HclExpression Of { get; } = of;

    public string Name { get; } = name;
}

/// <summary>`of[key]`.</summary>
public sealed class HclIndexOf(TextSpan span, HclExpression of, HclExpression key) : HclExpression(span)
{
    public HclExpression Of { get; } = of;

    public HclExpression Key { get; } = key;
}

/// <summary>`of[*]` or `of.*`: what follows is asked of each.</summary>
public sealed class HclEachOf(TextSpan span, HclExpression of) : HclExpression(span)
{
    public HclExpression Of { get; } = of;
}

public sealed class HclCall(TextSpan span, string name, ImmutableArray<HclExpression> arguments) : HclExpression(span)
{
    public string Name { get; } = name;

    public ImmutableArray<HclExpression> Arguments { get; } = arguments;
}

public sealed class HclConditional(TextSpan span, HclExpression condition, HclExpression yes, HclExpression no)
    : HclExpression(span)
{
    public HclExpression Condition { get; } = condition;

    public HclExpression Yes { get; } = yes;

    public HclExpression No { get; } = no;
}

/// <summary>An expression in parentheses.</summary>
public sealed class HclGroup(TextSpan span, HclExpression inner) : HclExpression(span)
{
    public HclExpression Inner { get; } = inner;
}

/// <summary>
/// What is read for its end and its parts only: operators, `for`. Precedence is of no interest, for nothing of it is computed.
/// </summary>
public sealed class HclComputed(TextSpan span, ImmutableArray<HclExpression> parts) : HclExpression(span)
{
    public ImmutableArray<HclExpression> Parts { get; } = parts;
}
