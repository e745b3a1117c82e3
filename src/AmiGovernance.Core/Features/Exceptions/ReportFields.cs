using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Fields of the reports of `amigov trail scan` and `amigov backtest`; what is not there is empty, 0 or null.</summary>
internal static class ReportFields
{
    public const string NotRead = "what is in files that were not read, or not whole";

    public static IEnumerable<string> Gaps(this JsonObject root) =>
        (root["ledger"] as JsonObject)?["complete"] is JsonBoolean { Value: true } ? [] : [NotRead];

    public static IEnumerable<JsonObject> Objects(this JsonObject root, string key) =>
        root[key] is JsonArray array ? array.Items.OfType<JsonObject>() : [];

    public static string Owner(this JsonObject call) =>
        call.Text("owner") is { Length: > 0 } owner ? owner : ImageOwners.Unknown;

    public static string Text(this JsonObject call, string key) => call[key] is JsonString text ? text.Value : "";

    public static long Number(this JsonObject call, string key)
    {
        var text = call[key] is JsonNumber number ? number.Text : "";
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }

    public static DateTimeOffset? Time(this JsonObject call, string key) =>
        IsoTime.TryParse(call.Text(key), out var time) ? time : null;
}
