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
        return Time(root.Written("at")) is { } at ? Entry(root, what, at) : null;
    }

    private static DeploymentEntry Entry(ObjectReader root, DeploymentEvent what, DateTimeOffset at) =>
        new(what, at, root.Written("deployment"))
        {
            Who = root.Written("who"),
            Organization = root.Written("organization"),
            Why = root.Written("why"),
            Mode = root.Written("mode"),
            Purpose = DeploymentPurposes.Find(root.Written("kind")) ?? DeploymentPurpose.Update,
            Command = root.Written("command"),
            PolicyId = root.Written("policy_id"),
            Detail = root.Written("detail"),
            Targets = root.WrittenTexts("targets"),
            Stages = root.WrittenTexts("stages"),
            Accepted = root.WrittenTexts("accepted"),
            Before = [.. root.List("before", 0).Select(n => RecordedPolicy.Read(root, n)).OfType<RecordedPolicy>()],
            Step = Step(root),
            Parents = root.WrittenTexts("parents"),
            Lost = root.WrittenTexts("lost"),
            Previous = root.Written("previous"),
            Hash = root.Written("hash"),
        };

    private static PlanStep? Step(ObjectReader root) =>
        root.Node["step"] is { } step ? PlanStepJson.Read(root, step) : null;

    private static DateTimeOffset? Time(string text)
    {
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal;
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Style, out var at);
        return isTime ? at : null;
    }
}
