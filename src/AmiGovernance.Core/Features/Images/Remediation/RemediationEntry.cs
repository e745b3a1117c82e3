using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>What an entry of the remediation log tells.</summary>
public enum RemediationEvent
{
    /// <summary>A call is about to be made; what was before is kept for the way back.</summary>
    Changing,

    /// <summary>The launch permissions were read back and are as they should be.</summary>
    Done,

    /// <summary>The call was refused, or its effect does not show.</summary>
    Failed,

    /// <summary>What a run had done was taken back.</summary>
    Undone,
}

/// <summary>One line of `remediation-log.jsonl`.</summary>
public sealed record RemediationEntry(
    RemediationEvent Event,
    DateTimeOffset At,
    string Run,
    AccountId Account,
    string Region,
    string ImageId
) : ChainedEntry
{
    public static readonly IReadOnlyList<string> EventNames = ["changing", "done", "failed", "undone"];

    private static readonly string[] Keys =
    [
        "event",
        "at",
        "run",
        "who",
        "account",
        "region",
        "image_id",
        "before",
        "after",
        "approved_by",
        "ticket",
        "reason",
        "undoes",
        "detail",
        "previous",
        "hash",
    ];

    /// <summary>The ARN that AWS knows the caller by.</summary>
    public string Who { get; init; } = "";

    /// <summary>Launch permissions before and after the call.</summary>
    public ImmutableArray<LaunchPermission> Before { get; init; } = [];

    public ImmutableArray<LaunchPermission> After { get; init; } = [];

    public string ApprovedBy { get; init; } = "";

    public string Ticket { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>For a way back the run that it takes back.</summary>
    public string Undoes { get; init; } = "";

    /// <summary>For a failure AWS's code and text.</summary>
    public string Detail { get; init; } = "";

    public (AccountId Account, string Region, string ImageId) Place => (Account, Region, ImageId);

    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("event", EventNames[(int)Event]);
        writer.WriteString("at", At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteString("run", Run);
        // Text from people and from AWS: what is invisible or turns text around is written visibly, for people read the log.
        WriteText(writer, "who", Visible.Text(Who));
        writer.WriteString("account", Account.Value);
        writer.WriteString("region", Region);
        writer.WriteString("image_id", ImageId);
        writer.WriteStrings("before", Before.Select(p => p.ToString()));
        writer.WriteStrings("after", After.Select(p => p.ToString()));
        WriteText(writer, "approved_by", Visible.Text(ApprovedBy));
        WriteText(writer, "ticket", Visible.Text(Ticket));
        WriteText(writer, "reason", Visible.Text(Reason));
        WriteText(writer, "undoes", Undoes);
        WriteText(writer, "detail", Visible.Text(Detail));
    }

    /// <summary>Null, or an error in the bag, when the line is no entry.</summary>
    public static RemediationEntry? Parse(SourceText line, DiagnosticBag bag)
    {
        if (
            JsonParser.Parse(line, bag) is not { } tree
            || ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root
        )
            return null;
        foreach (
            var key in new[]
            {
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
            }
        )
            root.Require(key);
        var known = EventNames.ToList().IndexOf(root.Choice("event", EventNames) ?? "");
        if (
            known < 0
            || root.AccountId("account") is not { } account
            || !DateTimeOffset.TryParse(
                Raw(root, "at"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var at
            )
        )
            return null;
        return new RemediationEntry(
            (RemediationEvent)known,
            at,
            Raw(root, "run"),
            account,
            Raw(root, "region"),
            Raw(root, "image_id")
        )
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
