using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>Data sources that look images up (AWS provider, `aws_ami`, `aws_ami_ids`, `aws_ssm_parameter`).</summary>
internal static class ImageLookups
{
    /// <summary>The owners where `owners` is left out.</summary>
    private static readonly string[] OwnerFilters = ["owner-id", "owner-alias"];

    public static Resolved Images(TerraformBlock block, TerraformModule module) =>
        Lookup(block, module)
            .Found(block.Address, (_, other) => HclEdits.Lookup(block.Source, OwnersOf(block), NamesOf(block), other));

    public static ImageLookup Lookup(TerraformBlock block, TerraformModule module)
    {
        Resolved? Value(HclExpression? expression) =>
            expression is null ? null : module.Values.Evaluate(block, expression);
        return new ImageLookup(block.At(block.Block.Header))
        {
            Owners = Value(
                OwnersOf(block) ?? OwnerFilters.Select(f => Filter(block, f)).FirstOrDefault(f => f is not null)
            ),
            Names = Value(NamesOf(block)),
            Ids = Value(Filter(block, "image-id")),
            TakesNewest =
                block.Block.Body["most_recent"] is HclLiteral { Text: "true" } || block.Block.Label(0) == "aws_ami_ids",
        };
    }

    private static HclExpression? OwnersOf(TerraformBlock block) => block.Block.Body["owners"];

    private static HclExpression? NamesOf(TerraformBlock block) => Filter(block, "name");

    /// <summary>Of Terraform's blocks, or of Packer's map.</summary>
    public static HclExpression? Filter(TerraformBlock block, string name)
    {
        var map = block.Block.Body["filters"] as HclObject;
        return map?.Items.FirstOrDefault(i => i.Name == name)?.Value
            ?? block
                .Block.Body.Of("filter")
                .FirstOrDefault(f => (f.Body["name"] as HclTemplate)?.Constant == name)
                ?.Body["values"];
    }

    public static Resolved Parameter(TerraformBlock block, TerraformModule module)
    {
        var place = block.At(block.Block.Header);
        if (block.Block.Body["name"] is not { } expression)
            return new ResolvedOpen(place, $"the name of `{block.Address}`");
        var at = new SourceLocation(block.Source, expression.Span, block.Address);
        var found = OfParameter(module.Values.Evaluate(block, expression), at, block.Address);
        // What the parameter says, whatever it is asked for.
        return new ResolvedMap(
            place,
            [KeyValuePair.Create("value", found), KeyValuePair.Create("insecure_value", found)]
        );
    }

    /// <param name="of">What takes the name.</param>
    public static Resolved OfParameter(Resolved name, SourceLocation at, string of)
    {
        var images = ResolvedTexts.Texts(name) is { Count: > 0 } names
            ? names.Select(NamedImage (n) => new ImageOfParameter(n.Value))
            : [new OpenImage((name as ResolvedOpen)?.Missing ?? $"the name of `{of}`")];
        var parameter = new ResolvedImages(at, [.. images])
        {
            Edit = (written, other) => other.Parameter is { } path ? HclEdits.Text(written, path) : null,
        };
        return ResolvedTexts.Resting(parameter, name);
    }
}
