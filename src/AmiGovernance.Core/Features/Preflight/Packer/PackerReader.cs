using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;
using AmiGovernance.Core.Features.Preflight.Terraform;

namespace AmiGovernance.Core.Features.Preflight.Packer;

/// <summary>
/// Finds images in Packer's HCL2 templates (`*.pkr.hcl`): Packer launches the source image of each builder of Amazon (Packer documentation,
/// "Amazon EBS builder"). Names and values are those of one folder, as in Terraform.
/// </summary>
internal sealed class PackerReader(ReferenceSink sink)
{
    private const string Language = "packer";

    /// <summary>Its blocks are found by address, those of sources with their two labels.</summary>
    public void Read(IReadOnlyList<HclFile> files)
    {
        foreach (var group in files.GroupBy(f => FolderOf(f.Source.Path)).OrderBy(g => g.Key, StringComparer.Ordinal))
            ReadFolder(new TerraformFolder(group.Key, [.. group]));
        foreach (var file in files)
            new TerraformLiterals(sink, file, Language).Read();
    }

    private static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    private void ReadFolder(TerraformFolder folder)
    {
        var none = new TerraformFolders(new Dictionary<string, TerraformFolder>());
        var module = new TerraformModule(folder, none, parent: null, "", arguments: null, providers: null);
        foreach (var file in folder.Files)
        foreach (var block in file.Body.Blocks)
            if (IsAmazon(block))
                ReadBlock(module, new TerraformBlock(file.Source, block), around: null);
            else if (block.Type == "build")
                foreach (var used in block.Body.Of("source").Select(Used).Where(IsAmazon))
                    ReadBlock(module, new TerraformBlock(file.Source, used), folder.Find(AddressOf(used)));
    }

    /// <summary>A source as a build uses it, with what it adds (Packer documentation, "Build-level source blocks").</summary>
    private static HclBlock Used(HclBlock block)
    {
        var labels = block.Label(0).Split('.');
        return block with { Labels = [.. labels[0] == "source" ? labels[1..] : labels] };
    }

    private static string AddressOf(HclBlock source) => $"source.{source.Label(0)}.{source.Label(1)}";

    private static bool IsAmazon(HclBlock block) =>
        block.Type is "source" && block.Label(0).StartsWith("amazon-", StringComparison.Ordinal)
        || block is { Type: "data" } && block.Label(0) == "amazon-ami";

    /// <param name="around">The source that the block adds to; null for none.</param>
    private void ReadBlock(TerraformModule module, TerraformBlock block, TerraformBlock? around)
    {
        ImageUse Use(SourceLocation place) => UseOf(module, block, around, place);
        if (block.Block.Type == "data")
        {
            var place = block.At(block.Block.Header);
            sink.Take(ImageLookups.Images(block, module), Use(place));
            LookupRules.Check(sink, ImageLookups.Lookup(block, module));
            return;
        }
        if (block.Block.Body["source_ami"] is { } source)
            sink.Take(
                module.Values.Evaluate(block, source),
                Use(block.At(source.Span)) with
                {
                    Edit = (place, other) => HclEdits.SourceImage(block, place, other),
                }
            );
        foreach (var filter in block.Block.Body.Of("source_ami_filter"))
            ReadFilter(module, block, filter, Use(block.At(filter.Header)));
        PackerRules.Check(sink, module, block, around);
    }

    private void ReadFilter(TerraformModule module, TerraformBlock source, HclBlock filter, ImageUse use)
    {
        var named = new TerraformBlock(source.Source, filter);
        var lookup = ImageLookups.Lookup(named, module);
        var found = lookup.Found(
            source.Address,
            (_, other) =>
                HclEdits.Lookup(source.Source, filter.Body["owners"], ImageLookups.Filter(named, "name"), other)
        );
        sink.Take(found, use);
        LookupRules.Check(sink, lookup);
    }

    private static ImageUse UseOf(
        TerraformModule module,
        TerraformBlock block,
        TerraformBlock? around,
        SourceLocation place
    ) => new(Language, block.Address, place) { Region = RegionOf(module, block) ?? RegionOf(module, around) };

    private static RegionName? RegionOf(TerraformModule module, TerraformBlock? block) =>
        block?.Block.Body["region"] is { } expression
            ? RegionTexts.Region(module.Values.Evaluate(block, expression))
            : null;
}
