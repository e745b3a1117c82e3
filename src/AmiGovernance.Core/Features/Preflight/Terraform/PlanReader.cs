using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>
/// Finds images in what `terraform show -json` says of a plan or a state (Terraform, "JSON output format"): values after the change, and
/// what the provider read of images.
/// </summary>
internal sealed class PlanReader(ReferenceSink sink, TreeFile file)
{
    private const string Language = "terraform-plan";

    private const int MaxDepth = 60;

    private readonly Dictionary<string, ImageFacts> facts = new(StringComparer.Ordinal);
    private TreeLiterals? literals;

    /// <summary>Ids that no attribute of an image led to, such as in a template of another tool.</summary>
    private TreeLiterals Literals =>
        literals ??= new TreeLiterals(sink, file, Language)
        {
            Edit = null,
            Known = id => facts.TryGetValue(id, out var known) ? new ImageOfId(id, known) : null,
        };

    public static bool IsPlan(TreeNode root) =>
        root["format_version"] is not null
        && (root["planned_values"] is not null || root["values"] is not null || root["resource_changes"] is not null);

    public void Read(TreeNode root)
    {
        ReadFacts(root.At("prior_state", "values", "root_module"), 0);
        ReadFacts(root.At("planned_values", "root_module"), 0);
        ReadFacts(root.At("values", "root_module"), 0);
        var providers = new PlanProviders(root);
        if (root["resource_changes"] is TreeList changes)
            foreach (var change in changes.Members.Where(IsMade))
                ReadValues(change, change.At("change", "after"), change.At("change", "after_unknown"), providers);
        else
            ReadModule(root.At("planned_values", "root_module") ?? root.At("values", "root_module"), providers, 0);
    }

    /// <summary>What is destroyed launches nothing.</summary>
    private static bool IsMade(TreeNode change) =>
        change.At("change", "actions") is not TreeList actions
        || actions.Members is not [{ Text: "delete" or "forget" }];

    private void ReadModule(TreeNode? module, PlanProviders providers, int depth)
    {
        if (module is null || depth > MaxDepth)
            return;
        foreach (var resource in module["resources"]?.Items ?? [])
            ReadValues(resource, resource["values"], null, providers);
        foreach (var child in module["child_modules"]?.Items ?? [])
            ReadModule(child, providers, depth + 1);
    }

    private void ReadFacts(TreeNode? module, int depth)
    {
        if (module is null || depth > MaxDepth)
            return;
        foreach (var resource in module["resources"]?.Items ?? [])
            if (resource["type"]?.Text == "aws_ami" && Facts(resource["values"]) is { ImageId: { } id } found)
                facts[id] = found;
        foreach (var child in module["child_modules"]?.Items ?? [])
            ReadFacts(child, depth + 1);
    }

    /// <summary>What `data.aws_ami` says of an image; null without its owner.</summary>
    private static ImageFacts? Facts(TreeNode? values)
    {
        if (values is null || TextOf(values, "id") is not { } id || TextOf(values, "owner_id") is not { } owner)
            return null;
        if (!AccountId.IsValid(owner))
            return null;
        var alias = TextOf(values, "image_owner_alias");
        return new ImageFacts(owner, OwnerAliases.FromIamName(alias ?? "") is null ? null : alias)
        {
            ImageId = id,
            Name = TextOf(values, "name"),
            Architecture = TextOf(values, "architecture"),
            IsPublic = IsPublic(values),
            CreationDate = Time(TextOf(values, "creation_date")),
            DeprecationTime = Time(TextOf(values, "deprecation_time")),
            DeprecationKnown = values["deprecation_time"] is not null,
            IsDescribed = false,
        };
    }

    private static string? TextOf(TreeNode values, string name) =>
        values[name] is TreeText { IsNull: false } text ? text.Value : null;

    private static bool? IsPublic(TreeNode values)
    {
        if (TextOf(values, "public") is not { } text)
            return null;
        return text == "true";
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private void ReadValues(TreeNode resource, TreeNode? values, TreeNode? unknown, PlanProviders providers)
    {
        if (resource["mode"]?.Text == "data")
            return;
        var (address, type) = (resource["address"]?.Text ?? "", resource["type"]?.Text ?? "");
        PlanRules.Check(sink, file, type, values);
        var where = providers.Of(address, values);
        var use = new ImageUse(Language, address, new SourceLocation(file.Source, resource.Span))
        {
            Region = where.Region,
            Account = where.Account,
        };
        foreach (var attribute in TerraformAttributes.Of(type))
        foreach (var (node, isUnknown) in Find(values, unknown, attribute.Path, 0))
            Take(node, isUnknown, use with { Action = attribute.Action }, attribute.Form);
        foreach (var marked in TerraformAttributes.MarkedOf(type))
        foreach (var (node, isUnknown) in PlanMarks.Find(marked, values, unknown))
            Take(node, isUnknown, use, ImageForm.Id);
        if (PlanRules.IsImage(type))
            return;
        Literals.ReadOf(values, use);
        if (type.StartsWith("aws", StringComparison.Ordinal))
            foreach (var mark in PlanMarks.UnknownImages(unknown))
                if (!sink.IsNamed(new SourceLocation(file.Source, mark.Span)))
                    Take(mark, isUnknown: true, use, ImageForm.Id);
    }

    private void Take(TreeNode node, bool isUnknown, ImageUse use, ImageForm form)
    {
        var place = new SourceLocation(file.Source, node.Span, use.Subject);
        var value = Value(place, node, isUnknown);
        sink.Take(form == ImageForm.EksType ? EksTypes.Image(value) : value, use with { Place = place });
    }

    private Resolved Value(SourceLocation place, TreeNode node, bool isUnknown)
    {
        if (isUnknown)
            return new ResolvedOpen(place, "a value that is known after apply only");
        var text = node.Text ?? "";
        if (node is TreeText { IsNull: true } or TreeText { Value: "" })
            return new ResolvedAny(place, []);
        return facts.TryGetValue(text, out var known)
            ? new ResolvedImages(place, [new ImageOfId(text, known)]) { Written = text }
            : new ResolvedText(place, text);
    }

    /// <summary>Blocks are lists. Where a value is not known yet, the place of its mark stands for it.</summary>
    private static IEnumerable<(TreeNode Node, bool IsUnknown)> Find(
        TreeNode? values,
        TreeNode? unknown,
        string[] path,
        int at
    )
    {
        if (unknown is TreeText { Value: "true" })
            return [(unknown, true)];
        if (values is TreeList list)
            return list.Members.SelectMany(
                (m, i) => Find(m, i < unknown?.Items.Length ? unknown.Items[i] : null, path, at)
            );
        var (value, mark) = (values?[path[at]], unknown?[path[at]]);
        if (at < path.Length - 1)
            return value is null && mark is null ? [] : Find(value, mark, path, at + 1);
        if (mark is TreeText { Value: "true" })
            return [(mark, true)];
        return value is null ? [] : [(value, false)];
    }
}
