using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.HclSyntax;

/// <summary>Attributes and blocks in their order.</summary>
public sealed record HclBody(ImmutableArray<HclAttribute> Attributes, ImmutableArray<HclBlock> Blocks)
{
    public static readonly HclBody Empty = new([], []);

    /// <summary>The value of an attribute; null where there is none.</summary>
    public HclExpression? this[string name] => Attributes.FirstOrDefault(a => a.Name == name)?.Value;

    public IEnumerable<HclBlock> Of(string type) => Blocks.Where(b => b.Type == type);
}

/// <param name="Span">Of name and value.</param>
public sealed record HclAttribute(TextSpan Span, string Name, HclExpression Value);

/// <param name="Span">From the type to the closing brace.</param>
/// <param name="Header">Type and labels.</param>
public sealed record HclBlock(TextSpan Span, TextSpan Header, string Type, ImmutableArray<string> Labels, HclBody Body)
{
    public string Label(int index) => index < Labels.Length ? Labels[index] : "";
}

/// <summary>A file, as far as it could be read.</summary>
/// <param name="Problem">Where reading ended early; null when it did not.</param>
public sealed record HclFile(SourceText Source, HclBody Body, HclProblem? Problem);

/// <param name="At">In bytes.</param>
public sealed record HclProblem(int At, string Message);
