using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>Reads a line of the remediation log.</summary>
internal static class RemediationEntryReader
{
    private static readonly string[] RequiredKeys =
    [
        "event",
        "at",
        "run",
        "account",
        "region",
        "image_id",
        "before",
        "after",
        "previous",
        "hash",
    ];

    private static readonly string[] Keys =
    [
        .. RequiredKeys,
        "who",
        "approved_by",
        "ticket",
        "reason",
        "undoes",
        "detail",
    ];

    /// <summary>Null, or an error in the bag, when the line is no entry.</summary>
    public static RemediationEntry? Parse(SourceText line, DiagnosticBag bag)
    {
        if (JsonParser.Parse(line, bag) is not { } tree)
            return null;
        if (ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root)
            return null;
        foreach (var key in RequiredKeys)
            root.Require(key);

        var known = RemediationEvents.Names.Find(root.Choice("event", RemediationEvents.Names.All));
        if (known is not { } what || Time(root) is not { } at || Image(root) is not { } image)
            return null;
        return new RemediationEntry(what, at, Raw(root, "run"), image)
        {
            Who = Raw(root, "who"),
            Before = Permissions(root, "before"),
            After = Permissions(root, "after"),
            ApprovedBy = Raw(root, "approved_by"),
            Ticket = Raw(root, "ticket"),
            Reason = Raw(root, "reason"),
            Undoes = Raw(root, "undoes"),
            Detail = Raw(root, "detail"),
            Previous = Raw(root, "previous"),
            Hash = Raw(root, "hash"),
        };
    }

    private static ImagePlace? Image(ObjectReader root)
    {
        if (root.AccountId("account") is not { } account)
            return null;
        if (!RegionName.TryParse(Raw(root, "region"), out var region))
            return null;
        return ImageId.TryParse(Raw(root, "image_id"), out var id) ? new ImagePlace(account, region, id) : null;
    }

    private static DateTimeOffset? Time(ObjectReader root) =>
        DateTimeOffset.TryParse(
            Raw(root, "at"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : null;

    private static ImmutableArray<LaunchPermission> Permissions(ObjectReader root, string key) =>
        [
            .. root.List(key, 0)
                .Select(n => root.Text(n))
                .OfType<string>()
                .Select(LaunchPermission.Parse)
                .OfType<LaunchPermission>(),
        ];

    private static string Raw(ObjectReader root, string key) => (root.Node[key] as JsonString)?.Value ?? "";
}
