using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Governance.Config;

internal static class ExceptionReader
{
    internal static readonly string[] WordsForPermanent =
    [
        "never",
        "permanent",
        "none",
        "indefinite",
        "unlimited",
        "9999-12-31",
    ];

    public static ExceptionAccount? Read(ObjectReader entry, IReadOnlyDictionary<string, ExceptionType> types)
    {
        entry.Require("account_id");
        entry.Require("expires_on");
        entry.Text("account_name");
        entry.Text("notes");
        var permanent = IsPermanent(entry.Node["expires_on"]) || IsPermanent(entry.Node["type"]);
        var read = new ExceptionAccount(entry.Node, default)
        {
            ExpiresOn = permanent ? null : entry.Date("expires_on"),
            IsPermanent = permanent,
            Type = permanent ? null : entry.Choice("type", [.. types.Keys]),
            // An empty reason or ticket is a missing one: the rules say so in the runbook's words.
            Reason = TextOrEmpty(entry, "reason"),
            Ticket = TextOrEmpty(entry, "ticket"),
            RequestedBy = TextOrEmpty(entry, "requested_by"),
            ApprovedBy = ReadApprovers(entry),
            ApprovalDate = entry.Date("approval_date"),
            UsableBy = entry.AccountIds("usable_by", 1),
            MayCreateImages = entry.Boolean("may_create_images") ?? false,
        };
        return entry.AccountId("account_id") is { } id ? read with { AccountId = id } : null;
    }

    private static bool IsPermanent(JsonNode? node) =>
        node is JsonNull || node is JsonString text && WordsForPermanent.Contains(text.Value.Trim().ToLowerInvariant());

    private static string? TextOrEmpty(ObjectReader entry, string key) =>
        entry.Node[key] is JsonString { Value: var text } && string.IsNullOrWhiteSpace(text) ? null : entry.Text(key);

    private static ImmutableArray<string> ReadApprovers(ObjectReader entry)
    {
        if (entry.Node["approved_by"] is JsonArray)
            return entry.Values("approved_by", 1, int.MaxValue, n => entry.Text(n));
        return TextOrEmpty(entry, "approved_by") is { } one ? [one] : [];
    }
}
