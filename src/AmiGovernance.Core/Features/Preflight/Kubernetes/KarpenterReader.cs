using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Kubernetes;

/// <summary>
/// Node classes (Karpenter documentation, "NodeClasses", `spec.amiSelectorTerms`): the terms are alternatives; a name without an owner is
/// looked up with `self,amazon`; an alias is an image that AWS publishes for EKS. Whose images have tags, nothing tells.
/// </summary>
internal sealed class KarpenterReader(ReferenceSink sink, TreeFile file)
{
    private const string Language = "karpenter";

    public void Read(TreeNode root)
    {
        var spec = root["spec"];
        var use = new ImageUse(Language, ManifestReader.NameOf(root), new SourceLocation(file.Source, root.Span));
        foreach (var term in spec?["amiSelectorTerms"]?.Items ?? [])
            ReadTerm(term, use);
        if (spec?["launchTemplate"] is { } template)
            ManifestReader.Take(sink, file, use, template, [new OpenImage("which image the launch template names")]);
        else if (spec?["amiSelector"] is { } selector)
            ReadSelector(selector, use);
        else if (spec?["amiSelectorTerms"] is null && spec?["amiFamily"] is { } family)
            ManifestReader.Take(sink, file, use, family, [OfFamily(family.Text ?? "")]);
    }

    private void ReadTerm(TreeNode term, ImageUse use)
    {
        if (term["id"] is { } id)
            ManifestReader.Take(sink, file, use, id, [ImageTexts.Image(id.Text ?? "")], EditId(term));
        else if (term["alias"] is { } alias)
            ManifestReader.Take(sink, file, use, alias, [OfAlias(alias.Text ?? "")]);
        else if (term["ssmParameter"] is { } parameter)
            ManifestReader.Take(sink, file, use, parameter, [new ImageOfParameter(parameter.Text ?? "")], Parameter);
        else if (term["name"] is { } name)
            ManifestReader.Take(sink, file, use, name, OfName(term["owner"]?.Text, name.Text));
        else
            ReadTags(term, use);
    }

    /// <summary>
    /// Of `AWSNodeTemplate`, the form before node classes: ids, names and owners by keys of their own, several with commas between them;
    /// all other keys are tags (Karpenter 0.31 documentation, "spec.amiSelector").
    /// </summary>
    private void ReadSelector(TreeNode selector, ImageUse use)
    {
        if ((selector["aws::ids"] ?? selector["aws-ids"]) is { } ids)
        {
            var whole = new SourceLocation(file.Source, ids.Span);
            foreach (var id in Several(ids))
                sink.Take(ImagesInText.In($" {id}", whole) is [var only] ? only : new ResolvedText(whole, id), use);
            return;
        }
        var names = selector["aws::name"];
        if ((selector["aws::owners"] ?? names) is not { } named)
        {
            NamedImage open = new OpenImage("whose images have these tags, for the selector names no owner");
            ManifestReader.Take(sink, file, use, selector, [open]);
            return;
        }
        var name = names is not null && Several(names) is [var one] ? one : null;
        var images = selector["aws::owners"] is { } owners
            ? Several(owners).SelectMany(o => OfName(o, name))
            : OfName(null, name);
        ManifestReader.Take(sink, file, use, named, [.. images]);
    }

    private static string[] Several(TreeNode node) => (node.Text ?? "").Split(',', StringSplitOptions.TrimEntries);

    private void ReadTags(TreeNode term, ImageUse use)
    {
        NamedImage image = term["owner"]?.Text is { } owner
            ? OfName(owner, null)[0]
            : new OpenImage("whose images have these tags, for the term names no owner");
        ManifestReader.Take(sink, file, use, term["tags"] ?? term, [image]);
    }

    /// <summary>Names of accounts are taken for owners too; whose they are, nothing tells.</summary>
    private static ImmutableArray<NamedImage> OfName(string? owner, string? name)
    {
        if (owner is null)
            return [new ImageOfOwner(ImageOfOwner.Self, name), new ImageOfOwner(OwnerAlias.Amazon.IamName(), name)];
        return owner == ImageOfOwner.Self || OwnerAliases.IsOwner(owner)
            ? [new ImageOfOwner(owner, name)]
            : [new OpenImage($"which account `{owner}` is")];
    }

    /// <summary>Such as `al2023@latest`.</summary>
    private static NamedImage OfAlias(string alias) => OfFamily(alias.Split('@')[0]);

    private static NamedImage OfFamily(string family)
    {
        var isAmazon =
            family.StartsWith("al2", StringComparison.OrdinalIgnoreCase)
            || family.StartsWith("windows", StringComparison.OrdinalIgnoreCase);
        return isAmazon ? ManifestReader.OfAmazon : new OpenImage($"whose the images of `{family}` are");
    }

    private static TextFix? Parameter(SourceLocation place, Replacement other) =>
        other.Parameter is { } path ? TreeEdits.Text(place, path) : null;

    /// <summary>An id in its place, or a term with a parameter instead of it.</summary>
    private static EditWriter EditId(TreeNode term) =>
        (place, other) =>
        {
            if (other.ImageId is { } id)
                return TreeEdits.Text(place, id);
            var entry = term.Entries.FirstOrDefault(e => e.Name == "id");
            if (other.Parameter is not { } path || entry is null)
                return null;
            var span = TextSpan.Between(entry.NameSpan.Start, place.Span.End);
            var isQuoted = place.Source.GetText(entry.NameSpan).StartsWith('"');
            var text = isQuoted ? $"\"ssmParameter\": \"{path}\"" : $"ssmParameter: {path}";
            return TextFix.Guess($"take the image of `{path}`", span, text);
        };
}
