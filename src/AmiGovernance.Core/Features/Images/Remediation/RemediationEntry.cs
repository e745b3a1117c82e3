using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>One line of `remediation-log.jsonl`.</summary>
/// <param name="Run">Names the run that made it.</param>
public sealed record RemediationEntry(RemediationEvent Event, DateTimeOffset At, string Run, ImagePlace Image)
    : ChainedEntry
{
    /// <summary>The ARN that AWS knows the caller by.</summary>
    public string Who { get; init; } = "";

    /// <summary>Launch permissions before and after the call.</summary>
    public ImmutableArray<LaunchPermission> Before { get; init; } = [];

    public ImmutableArray<LaunchPermission> After { get; init; } = [];

    public string ApprovedBy { get; init; } = "";

    public string Ticket { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>For a rollback the run that it takes back.</summary>
    public string Undoes { get; init; } = "";

    /// <summary>For a failure AWS's code and text.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What is logged when its call has had its effect.</summary>
    internal RemediationEvent SuccessEvent => Undoes.Length > 0 ? RemediationEvent.Undone : RemediationEvent.Done;

    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("event", RemediationEvents.Names.Of(Event));
        writer.WriteString("at", At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteString("run", Run);
        // Text from people and from AWS: what is invisible or turns text around is written visibly, for people read the log.
        WriteText(writer, "who", Sanitize.Text(Who));
        writer.WriteString("account", Image.Account.Value);
        writer.WriteString("region", Image.Region.Value);
        writer.WriteString("image_id", Image.Id.Value);
        writer.WriteStrings("before", Before.Select(p => p.ToString()));
        writer.WriteStrings("after", After.Select(p => p.ToString()));
        WriteText(writer, "approved_by", Sanitize.Text(ApprovedBy));
        WriteText(writer, "ticket", Sanitize.Text(Ticket));
        WriteText(writer, "reason", Sanitize.Text(Reason));
        WriteText(writer, "undoes", Undoes);
        WriteText(writer, "detail", Sanitize.Text(Detail));
    }
}
