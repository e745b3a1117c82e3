using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.Status;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Shows what others did to our policies since the last deployment, before anything is done to them again.</summary>
internal static class ChangesView
{
    public static void WriteText(TextWriter text, ChangesSince changes)
    {
        if (changes.Found.IsEmpty)
            return;
        text.WriteLine($"Changed since deployment {Sanitize.Text(changes.Deployment)}:");
        foreach (var drift in changes.Found)
        {
            text.WriteLine($"  ! {Sanitize.Text(drift.What)}");
            if (drift.By is { } by)
                text.WriteLine($"      {Sanitize.Text(WritersView.Author(by))}");
        }
        text.WriteLine();
    }

    public static MarkdownText Markdown(ChangesSince changes)
    {
        if (changes.Found.IsEmpty)
            return MarkdownText.Empty;
        var lines = MarkdownText.Concat(changes.Found.Select(drift => MarkdownText.Of($"- {Line(drift)}\n")));
        return MarkdownText.Of($"Changed since deployment {changes.Deployment}:\n\n{lines}\n");
    }

    public static string Line(Drift drift)
    {
        var by = drift.By is { } author ? $", {WritersView.Author(author)}" : "";
        return drift.What + by;
    }
}
