using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Who uses images of an account, for machines.</summary>
internal static class UseJson
{
    private static readonly EnumNames<UseState> States = new(
        (UseState.Used, "used"),
        (UseState.Unused, "unused"),
        (UseState.NotSeen, "not_seen"),
        (UseState.NotLooked, "not_looked")
    );

    public static void Write(Utf8JsonWriter writer, ImageUse use, AccountId owner, UseAnswer answer)
    {
        writer.WriteStartObject("image_use");
        WriteMembers(writer, answer);
        writer.WriteObjects("by", LaunchesByAccount.Of(use, owner), WriteLaunches);
        if (use.Owned.GetValueOrDefault(owner.Value) is { } owned)
            WriteOwned(writer, owned);
        writer.WriteStrings("looked_at", use.Sources.Select(s => s.Text));
        writer.WriteEndObject();
    }

    /// <summary>`use`, and what belongs to it, into an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, UseAnswer use)
    {
        writer.WriteString("use", States.Of(use.State));
        if (use.State != UseState.Used)
            return;
        writer.WriteNumber("launches", use.Launches);
        writer.WriteBoolean("launches_at_least", use.IsLeast);
        writer.WriteIfAny("last_launch", use.Last);
    }

    private static void WriteLaunches(Utf8JsonWriter writer, LaunchesByAccount launches)
    {
        if (launches.Account.Length > 0)
            writer.WriteString("account_id", launches.Account);
        writer.WriteNumber("launches", launches.Count);
        writer.WriteIfAny("last_launch", launches.Last?.Day());
        writer.WriteStrings("images", launches.Images);
    }

    private static void WriteOwned(Utf8JsonWriter writer, OwnedImages owned)
    {
        writer.WriteStartObject("owned_images");
        writer.WriteNumber("count", owned.Count);
        writer.WriteBoolean("complete", owned.IsWhole);
        writer.WriteIfAny("last_launched", owned.LastLaunched?.Day());
        writer.WriteEndObject();
    }
}
