using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Who uses images of an account, for people and for machines.</summary>
internal static class UseText
{
    /// <summary>Images beyond these are told by their number.</summary>
    private const int MostImages = 5;

    public static string Launches(UseAnswer use) =>
        use.State switch
        {
            UseState.Used => $"{(use.IsLeast ? "at least " : "")}{TrailText.Number(use.Launches)}",
            UseState.Unused => "never",
            UseState.NotSeen => "none seen",
            _ => "not looked",
        };

    private static string Name(UseState state) =>
        state switch
        {
            UseState.Used => "used",
            UseState.Unused => "unused",
            UseState.NotSeen => "not_seen",
            _ => "not_looked",
        };

    public static IEnumerable<string> Lines(ImageUse use, AccountId owner, UseAnswer answer)
    {
        if (!use.Looked)
        {
            yield return "use of the images: not looked (`--trail`, `--db`)";
            yield break;
        }
        yield return answer.State == UseState.Used
            ? $"use of the images: {Launches(answer)} {(answer is { Launches: 1 } ? "launch" : "launches")}{(answer.Last is { } last ? $", last on {last.Text()}" : "")}"
            : $"use of the images: {Launches(answer)}";
        foreach (var (account, images, count, seen) in ByAccount(use, owner))
            yield return $"  {(account.Length > 0 ? Visible.Text(account) : "(by whom is not known)")}  {TrailText.Of(count, "launch", "launches")}{(seen is { } at ? $", last on {at.Day().Text()}" : "")}{Images(images)}";
        if (use.Owned.GetValueOrDefault(owner.Value) is { } owned)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  {Plural.Of(owned.Count, "image")} of its own in the inventory{(owned.IsWhole ? "" : ", not all of it read")}{(owned.LastLaunched is { } told ? $", last launched on {told.Day().Text()}" : "")}"
            );
        foreach (var source in use.Sources)
            yield return $"  looked at: {Visible.Text(source.Text)}";
    }

    public static void Write(Utf8JsonWriter writer, ImageUse use, AccountId owner, UseAnswer answer)
    {
        writer.WriteStartObject("image_use");
        WriteMembers(writer, answer);
        writer.WriteStartArray("by");
        foreach (var (account, images, count, last) in ByAccount(use, owner))
        {
            writer.WriteStartObject();
            if (account.Length > 0)
                writer.WriteString("account_id", account);
            writer.WriteNumber("launches", count);
            if (last is { } at)
                writer.WriteString("last_launch", at.Day().Text());
            writer.WriteStrings("images", images);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (use.Owned.GetValueOrDefault(owner.Value) is { } owned)
        {
            writer.WriteStartObject("owned_images");
            writer.WriteNumber("count", owned.Count);
            writer.WriteBoolean("complete", owned.IsWhole);
            if (owned.LastLaunched is { } told)
                writer.WriteString("last_launched", told.Day().Text());
            writer.WriteEndObject();
        }
        writer.WriteStrings("looked_at", use.Sources.Select(s => s.Text));
        writer.WriteEndObject();
    }

    /// <summary>`use`, and what belongs to it, into an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, UseAnswer use)
    {
        writer.WriteString("use", Name(use.State));
        if (use.State != UseState.Used)
            return;
        writer.WriteNumber("launches", use.Launches);
        writer.WriteBoolean("launches_at_least", use.IsLeast);
        if (use.Last is { } last)
            writer.WriteString("last_launch", last.Text());
    }

    /// <summary>Launches at any time by the source that tells most of an account, the most first.</summary>
    private static IEnumerable<(string Account, List<string> Images, long Count, DateTimeOffset? Last)> ByAccount(
        ImageUse use,
        AccountId owner
    ) =>
        use
            .Sources.SelectMany(s =>
                s.Launches.Where(l => l.Owner == owner.Value)
                    .GroupBy(l => l.Account)
                    .Select(g => (Account: g.Key, Launches: g.ToList()))
            )
            .GroupBy(g => g.Account)
            .Select(g =>
                (
                    g.Key,
                    g.SelectMany(s => s.Launches)
                        .Select(l => l.Image)
                        .Where(i => i.Length > 0)
                        .Distinct(StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal)
                        .ToList(),
                    g.Max(s => s.Launches.Sum(l => l.Count)),
                    g.Max(s => s.Launches.Max(l => l.Last))
                )
            )
            .OrderByDescending(g => g.Item3)
            .ThenBy(g => g.Key, StringComparer.Ordinal);

    private static string Images(List<string> images) =>
        images.Count == 0
            ? ""
            : $": {string.Join(", ", images.Take(MostImages).Select(Visible.Text))}{(images.Count > MostImages ? string.Create(CultureInfo.InvariantCulture, $" and {images.Count - MostImages} more") : "")}";
}
