using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Reads one line of the deployment record.</summary>
internal static class DeploymentEntryReader
{
    private static readonly string[] Required = ["event", "at", "deployment", "previous", "hash"];

    private static readonly string[] Keys =
    [
        "event",
        "at",
        "deployment",
        "who",
        "organization",
        "why",
        "mode",
        "kind",
        "command",
        "policy_id",
        "detail",
        "targets",
        "stages",
        "accepted",
        "before",
        "step",
        "parents",
        "lost",
        "previous",
        "hash",
    ];

    /// <summary>Null, or an error in the bag, when it is no entry.</summary>
    public static DeploymentEntry? Read(SourceText line, DiagnosticBag bag)
    {
        if (JsonParser.Parse(line, bag) is not { } tree)
            return null;
        if (ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root)
            return null;
        foreach (var key in Required)
            root.Require(key);
        if (DeploymentEvents.Names.Find(root.Choice("event", DeploymentEvents.Names.All)) is not { } what)
            return null;
        return Time(Raw(root, "at")) is { } at ? Entry(root, what, at) : null;
    }

    private static DeploymentEntry Entry(ObjectReader root, DeploymentEvent what, DateTimeOffset at) =>
        new(what, at, Raw(root, "deployment"))
        {
            Who = Raw(root, "who"),
            Organization = Raw(root, "organization"),
            Why = Raw(root, "why"),
            Mode = Raw(root, "mode"),
            Purpose = Purpose(root),
            Command = Raw(root, "command"),
            PolicyId = Raw(root, "policy_id"),
            Detail = Raw(root, "detail"),
            Targets = Texts(root, "targets"),
            Stages = Texts(root, "stages"),
            Accepted = Texts(root, "accepted"),
            Before = [.. root.List("before", 0).Select(n => RecordedPolicy.Read(root, n)).OfType<RecordedPolicy>()],
            Step = Step(root),
            Parents = Texts(root, "parents"),
            Lost = Texts(root, "lost"),
            Previous = Raw(root, "previous"),
            Hash = Raw(root, "hash"),
        };

    /// <summary>Records of earlier versions have no kind: there a rollback without a reason of its own is told by the one it got.</summary>
    private static DeploymentPurpose Purpose(ObjectReader root)
    {
        if (DeploymentPurposes.Find(Raw(root, "kind")) is { } purpose)
            return purpose;
        return Raw(root, "why") is "rollback" or "rollback to audit_mode" or "rollback: delete"
            ? DeploymentPurpose.Rollback
            : DeploymentPurpose.Update;
    }

    private static PlanStep? Step(ObjectReader root) =>
        root.Node["step"] is { } step ? PlanStepJson.Read(root, step) : null;

    private static DateTimeOffset? Time(string text)
    {
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal;
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Style, out var at);
        return isTime ? at : null;
    }

    private static ImmutableArray<string> Texts(ObjectReader root, string key) =>
        [.. root.List(key, 0).Select(n => root.Text(n)).OfType<string>()];

    /// <summary>As it was written, for the hash is over it.</summary>
    private static string Raw(ObjectReader root, string key) => (root.Node[key] as JsonString)?.Value ?? "";
}
