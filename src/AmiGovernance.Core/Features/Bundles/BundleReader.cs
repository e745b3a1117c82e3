using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Bundles;

/// <summary>Reads a bundle that somebody else has made.</summary>
public static class BundleReader
{
    private const string Version = "format_version";

    /// <summary>Of a version in a message.</summary>
    private const int LongestShown = 40;

    private static readonly string[] Required = [Version, "made_at", "config", "policies", "files"];

    private static readonly string[] Keys =
    [
        .. Required,
        "commit",
        "changed_since_commit",
        "organization",
        "mode",
        "deployed_mode",
        "targets",
        "exceptions",
        "inventory",
    ];

    private static readonly SourceUpkeep Upkeep = new() { WrittenAgain = "`amigov bundle` writes such a file" };

    /// <summary>Null with a report when it is no bundle of this version.</summary>
    public static Bundle? Read(SourceText source, DiagnosticBag bag) =>
        Reading
            .Of(own => JsonParser.Parse(source.KeptBy(Upkeep), own) is { } tree ? Read(tree, own) : null)
            .RequireSound(bag);

    private static Bundle? Read(JsonDocumentTree tree, DiagnosticBag bag)
    {
        if (!IsKnownVersion(tree, bag) || ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root)
            return null;
        foreach (var key in Required)
            root.Require(key);
        var inventory = root.Node["inventory"];
        var files = Files(root);
        return new Bundle(
            root.Time("made_at") ?? default,
            Held(root, "config", files) ?? "",
            Path(root, "policies") ?? "",
            files
        )
        {
            Commit = root.Text("commit"),
            IsChanged = root.Boolean("changed_since_commit") ?? false,
            Organization = Held(root, "organization", files),
            Mode = root.Text("mode") ?? "",
            DeployedMode = root.Text("deployed_mode"),
            Targets = [.. root.List("targets", 0).Select(node => root.Text(node)).OfType<string>()],
            Ends = [.. root.List("exceptions", 0).Select(node => End(root, node)).OfType<BundledEnd>()],
            Images = inventory is null ? null : BundledImagesReader.Read(root, inventory),
        };
    }

    /// <summary>What a later version says may mean something else, so it is not read at all.</summary>
    private static bool IsKnownVersion(JsonDocumentTree tree, DiagnosticBag bag)
    {
        if ((tree.Root as JsonObject)?[Version] is not { } version)
            return true;
        if (version is JsonString { Value: Bundle.FormatVersion })
            return true;
        var (text, kind) = version is JsonString given
            ? (given.Value, "")
            : (tree.Source.GetText(version.Span), ", which is no text");
        var shown = Sanitize.Text(Shortened.Text(text, LongestShown));
        bag.Report(
            BundleDiagnostics.Unusable,
            tree.At(version),
            $"the bundle has the format version `{shown}`{kind}; this amigov reads {Bundle.FormatVersion}",
            "use the version of amigov that made it, or a later one"
        );
        return false;
    }

    /// <summary>The path of a file that must be among those of the bundle.</summary>
    private static string? Held(ObjectReader root, string key, ImmutableSortedDictionary<string, string> files)
    {
        if (Path(root, key) is not { } path || root.Node[key] is not { } node)
            return null;
        if (!files.ContainsKey(path) && !root.Bag.HasErrors)
            root.Bag.Report(
                BundleDiagnostics.Unusable,
                root.Tree.At(node),
                $"the bundle does not hold `{Sanitize.Text(path)}`"
            );
        return path;
    }

    private static string? Path(ObjectReader reader, string key)
    {
        if (reader.Text(key) is not { } path || reader.Node[key] is not { } node)
            return null;
        if (BundlePath.IsSafe(path))
            return path;
        reader.Bag.Report(
            BundleDiagnostics.Unusable,
            reader.Tree.At(node),
            $"`{Sanitize.Text(path)}` leads out of the bundle",
            "paths in it are relative, with `/`, and have no `..`; ask those who publish it"
        );
        return null;
    }

    private static BundledEnd? End(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, ["account", "ends_on"]) is not { } entry)
            return null;
        return entry.AccountId("account") is { } account && entry.Date("ends_on") is { } day
            ? new BundledEnd(account, day)
            : null;
    }

    private static ImmutableSortedDictionary<string, string> Files(ObjectReader root)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var node in root.List("files", 0))
        {
            if (root.Open(node, ["path", "text"]) is not { } entry)
                continue;
            entry.Require("path");
            entry.Require("text");
            if (Path(entry, "path") is not { } path || entry.Text("text", Bundle.MaxBytes) is not { } text)
                continue;
            if (!files.TryAdd(path, text))
                root.Bag.Report(
                    BundleDiagnostics.Unusable,
                    root.Tree.At(node),
                    $"the file `{path}` is in the bundle twice"
                );
        }
        return files.ToImmutable();
    }
}
