using System.Text.Json;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>
/// The EC2 declarative policy by its syntax page (Organizations user guide, "EC2 policy syntax and examples"): values stand below
/// operators; alone on its path, a list that is appended is the list.
/// </summary>
internal sealed record SmtDeclarative(
    string? State,
    string? PublicAccess,
    IReadOnlyList<SmtDeclarative.Criterion> Criteria,
    bool IsLocked
)
{
    private const string ChildControl = "@@operators_allowed_for_child_policies";

    /// <param name="Providers">Null when the criterion does not look at them.</param>
    public sealed record Criterion(string[]? Providers, bool HasOthers);

    public static SmtDeclarative Read(string document)
    {
        using var json = JsonDocument.Parse(document);
        var attributes = json.RootElement.GetProperty("ec2_attributes");
        var images = Child(attributes, "allowed_images_settings");
        var access = Child(attributes, "image_block_public_access");
        var criteria = Child(images, "image_criteria") is { ValueKind: JsonValueKind.Object } list
            ? list.EnumerateObject().Where(p => !IsOperator(p.Name)).Select(p => ReadCriterion(p.Value)).ToList()
            : [];
        return new SmtDeclarative(
            Assigned(Child(images, "state")),
            Assigned(Child(access, "state")),
            criteria,
            new[] { images, access }.All(node => node is null || IsLockedBelow(node.Value))
        );
    }

    private static bool IsOperator(string name) => name.StartsWith("@@", StringComparison.Ordinal);

    private static JsonElement? Child(JsonElement? node, string name) =>
        node is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var child) ? child : null;

    private static string? Assigned(JsonElement? node) => Child(node, "@@assign")?.GetString();

    private static Criterion ReadCriterion(JsonElement json)
    {
        var providers = Child(json, "allowed_image_providers") is { } node ? List(node) : null;
        return new Criterion(
            providers,
            json.EnumerateObject().Any(p => !IsOperator(p.Name) && p.Name != "allowed_image_providers")
        );
    }

    private static string[] List(JsonElement node)
    {
        if (Child(node, "@@remove") is not null)
            throw new NoFormulaException("`@@remove`");
        return
        [
            .. new[] { "@@assign", "@@append" }
                .Select(name => Child(node, name))
                .OfType<JsonElement>()
                .SelectMany(list => list.EnumerateArray())
                .Select(v => v.GetString()!),
        ];
    }

    /// <summary>A lock covers its own node and new keys below it, so each node needs its own (aws-facts of this project).</summary>
    private static bool IsLockedBelow(JsonElement node)
    {
        if (node.ValueKind != JsonValueKind.Object)
            return true;
        var isLocked =
            node.TryGetProperty(ChildControl, out var control)
            && control.ValueKind == JsonValueKind.Array
            && control.EnumerateArray().Select(v => v.GetString()).SequenceEqual(["@@none"]);
        return isLocked && node.EnumerateObject().Where(p => !IsOperator(p.Name)).All(p => IsLockedBelow(p.Value));
    }

    /// <summary>
    /// When the image passes, were the setting enabled. Criteria besides the provider depend on the image: some image fulfils them.
    /// </summary>
    public string Allows =>
        Smt.Or(Criteria.Select(c => c.Providers is null ? Smt.True : Smt.Or(c.Providers.Select(IsOf))));

    private static string IsOf(string provider) =>
        provider.All(char.IsAsciiDigit)
            ? SmtRequest.OwnerAccount.Is(provider)
            : SmtRequest.Owner.Is(provider.Replace('_', '-'));
}
