using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Writers;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Other writers of policies, and who made a change.</summary>
internal static class WritersView
{
    public static void WriteText(TextWriter text, IEnumerable<FoundWriter> writers)
    {
        foreach (var found in writers)
        {
            var (mark, nearness) = found.TouchesOurs ? ("!", found.Nearness) : ("–", "near none of ours");
            text.WriteLine($"  {mark} {Sanitize.Text(found.Title)}, {Sanitize.Text(nearness)}");
            foreach (var evidence in found.Evidence)
                text.WriteLine($"      {Sanitize.Text(evidence)}");
            if (!found.TouchesOurs)
                continue;
            text.WriteLine($"      what it does: {found.Writer.Does}");
            text.WriteLine($"      → {found.Writer.LiveWith}");
        }
    }

    private static readonly string[] Headers =
    [
        "other writer",
        "where",
        "signs",
        "what it does",
        "how to live with it",
    ];

    public static MarkdownText Markdown(IEnumerable<FoundWriter> writers) =>
        TableOutput.Markdown(Headers, writers.Select(Row));

    public static Table Table(IEnumerable<FoundWriter> writers) =>
        PageTables.Of("Other writers of policies", Headers, writers.Select(Row));

    private static string[] Row(FoundWriter found) =>
        [
            found.Title,
            found.TouchesOurs ? found.Nearness : "near none of ours",
            string.Join("; ", found.Evidence),
            found.Writer.Does,
            found.Writer.LiveWith,
        ];

    /// <summary>Such as `by arn:… (Landing Zone Accelerator), 2026-01-03 12:00 UTC, from 192.0.2.0 (DetachPolicy)`.</summary>
    public static string Author(DriftAuthor by)
    {
        if (by.Call is not { } call)
            return $"by whom: {by.Unknown}";
        var address = call.Caller.Address.Length > 0 ? $", from {call.Caller.Address}" : "";
        return $"by {call.Caller.Name}{Writer(by)}, {call.At.MinuteText()}{address} ({call.Operation})";
    }

    private static string Writer(DriftAuthor by)
    {
        if (by.Writer is not { } writer)
            return "";
        return by.IsCertain ? $" ({writer.Name})" : $" (perhaps {writer.Name})";
    }
}
