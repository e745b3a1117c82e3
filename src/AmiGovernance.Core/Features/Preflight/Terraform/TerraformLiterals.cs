using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>Ids of images in texts that nothing else of the file led to, such as maps for other modules and files of variables.</summary>
internal sealed class TerraformLiterals(ReferenceSink sink, HclFile file, string language)
{
    public void Read() => Read(file.Body, "");

    private void Read(HclBody body, string path)
    {
        foreach (var attribute in body.Attributes)
            Read(attribute.Value, $"{path}{attribute.Name}", null);
        foreach (var block in body.Blocks)
            Read(block.Body, $"{path}{string.Join('.', block.Labels.Prepend(block.Type))}.");
    }

    /// <summary>The parser bounds the depth, but for chains of one sort, whose parts hold no texts.</summary>
    private void Read(HclExpression expression, string path, string? region)
    {
        switch (expression)
        {
            case HclTemplate template:
                Add(template, path, region);
                foreach (var part in PartsOf(template))
                    Read(part, path, region);
                break;
            case HclObject map:
                foreach (var item in map.Items)
                    Read(item.Value, $"{path}.{item.Name}", RegionOf(item.Name) ?? region);
                break;
            default:
                foreach (var part in PartsOf(expression))
                    Read(part, path, region);
                break;
        }
    }

    private static IEnumerable<HclExpression> PartsOf(HclExpression expression) =>
        expression switch
        {
            HclTemplate template => template.Parts.Select(p => p.Expression).OfType<HclExpression>(),
            HclTuple tuple => tuple.Items,
            HclConditional conditional => [conditional.Yes, conditional.No],
            HclCall call => call.Arguments,
            HclGroup group => [group.Inner],
            HclComputed computed => computed.Parts,
            _ => [],
        };

    private static string? RegionOf(string? name) => name is not null && RegionName.IsValid(name) ? name : null;

    private void Add(HclTemplate template, string path, string? region)
    {
        var whole = new SourceLocation(file.Source, template.Span, path);
        var text = template.Constant ?? string.Join("${}", template.Parts.Select(p => p.Text ?? ""));
        foreach (var id in ImagesInText.In(text, whole))
            if (!sink.IsNamed(id.Place))
                sink.Take(
                    region is null ? id : new ResolvedIn(id, region),
                    new ImageUse(language, path, id.Place) { Edit = HclEdits.Id }
                );
    }
}
