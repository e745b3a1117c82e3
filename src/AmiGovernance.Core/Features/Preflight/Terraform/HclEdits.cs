using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>Edits that name another image in HCL. Each is a guess of ours: a person decides.</summary>
internal static class HclEdits
{
    /// <summary>Null where neither quoted text nor an id within a longer text stands at the place.</summary>
    public static TextFix? Text(SourceLocation place, string text)
    {
        var what = $"write `{text}`";
        if (place.Source.Bytes.Span[place.Span.Start..].StartsWith("\""u8))
            return TextFix.Guess(what, place.Span, Hcl.Quoted(text));
        var isWithin = ImageId.IsValid(text) && ImageId.IsValid(place.Source.GetText(place.Span));
        return isWithin ? TextFix.Guess(what, place.Span, text) : null;
    }

    /// <summary>The id of the other image; null where only its parameter is known.</summary>
    public static TextFix? Id(SourceLocation place, Replacement other) =>
        other.ImageId is { } id ? Text(place, id) : null;

    /// <summary>An id, or a parameter where the attribute takes one.</summary>
    public static TextFix? IdOrParameter(SourceLocation place, Replacement other) =>
        (other.ImageId ?? other.Resolved) is { } text ? Text(place, text) : null;

    /// <summary>An id, else a data source for the parameter before the resource that uses it.</summary>
    public static TextFix? IdOrDataSource(TerraformBlock resource, SourceLocation place, Replacement other)
    {
        if (other.ImageId is { } id)
            return Text(place, id);
        var block = resource.Block.Span;
        var isWithin =
            place.Source == resource.Source && place.Span.Start >= block.Start && place.Span.End <= block.End;
        if (other.Parameter is not { } parameter || !isWithin || resource.Block.Type != "resource")
            return null;
        var name = $"image_of_{resource.Block.Label(1)}";
        var data = $"data \"aws_ssm_parameter\" \"{name}\" {{\n  name = {Hcl.Quoted(parameter)}\n}}\n\n";
        var kept = place.Source.GetText(TextSpan.Between(block.Start, place.Span.Start));
        return TextFix.Guess(
            $"take the image of `{parameter}`",
            TextSpan.Between(block.Start, place.Span.End),
            $"{data}{kept}data.aws_ssm_parameter.{name}.value"
        );
    }

    /// <summary>Packer's `source_ami`: an id, else a filter in its place.</summary>
    public static TextFix? SourceImage(TerraformBlock source, SourceLocation place, Replacement other)
    {
        if (other.ImageId is { } id)
            return Text(place, id);
        var attribute = source.Block.Body.Attributes.FirstOrDefault(a => a.Name == "source_ami");
        var isHere = attribute is not null && place.Source == source.Source && attribute.Value.Span == place.Span;
        if (other is not { Owner: { } owner, Names: { } names } || !isHere)
            return null;
        var filter =
            $"source_ami_filter {{\n    filters = {{\n      name = {Hcl.Quoted(names)}\n    }}\n"
            + $"    owners      = [{Hcl.Quoted(owner)}]\n    most_recent = true\n  }}";
        return TextFix.Guess($"look up `{names}` of {owner}", attribute!.Span, filter);
    }

    /// <summary>Owners and names of a look-up, in one piece from the first to the last of them.</summary>
    public static TextFix? Lookup(SourceText source, HclExpression? owners, HclExpression? names, Replacement other)
    {
        if (other is not { Owner: { } owner, Names: { } name } || owners is null || names is null)
            return null;
        var (first, second) = (Of(owners, owner), Of(names, name));
        if (first.Span.Start > second.Span.Start)
            (first, second) = (second, first);
        var between = source.GetText(TextSpan.Between(first.Span.End, second.Span.Start));
        return TextFix.Guess(
            $"look up `{name}` of {owner}",
            TextSpan.Between(first.Span.Start, second.Span.End),
            $"{first.Text}{between}{second.Text}"
        );
    }

    /// <summary>Packer's filters take a text, where Terraform's take a list.</summary>
    private static (TextSpan Span, string Text) Of(HclExpression old, string value) =>
        (old.Span, old is HclTemplate ? Hcl.Quoted(value) : $"[{Hcl.Quoted(value)}]");
}
