using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Rehearsal.Stage;

/// <summary>
/// Shows a rehearsal as it happens: acts, the commands in them, and what each found. Without a terminal it is plain text.
/// </summary>
internal sealed class RehearsalView(CliContext context)
{
    private const int LongestLine = 110;

    private readonly bool color = context.ColorsOut;

    private int act;

    public void Title(string title, string subtitle)
    {
        context.Out.WriteLine(Bold(title));
        context.Out.WriteLine(subtitle);
    }

    public void Act(string title, string date)
    {
        context.Out.WriteLine();
        context.Out.WriteLine($"{Bold($"{++act}. {title}")}{Dim($"  ({date})")}");
        context.Out.Flush();
    }

    /// <summary>While a command runs, a terminal shows which.</summary>
    public ProgressLine Running(string line)
    {
        var progress = new ProgressLine(context);
        progress.Show($"   … amigov {WithoutReports(line)}");
        return progress;
    }

    public void Command(CommandRun run) =>
        context.Out.WriteLine($"   {Dim("$")} {Cyan($"amigov {WithoutReports(run.Line)}")}");

    /// <summary>Where the reports of a command go is in the transcript.</summary>
    private static string WithoutReports(string line) =>
        line.IndexOf(" -o ", StringComparison.Ordinal) is >= 0 and var cut ? line[..cut] : line;

    public void Good(string text) => Line(Paint(Colors.Green, "✓"), text);

    public void Bad(string text) => Line(Paint(Colors.Red, "✗"), text);

    /// <summary>Something that happens outside amigov, or a detail.</summary>
    public void Note(string text) => Line("·", text);

    private void Line(string mark, string text)
    {
        var line = $"     {mark} {Sanitize.Text(text)}";
        context.Out.WriteLine(FoldedLine.Of(line, Math.Min(context.Width, LongestLine)));
        context.Out.Flush();
    }

    public void Heading(string text)
    {
        context.Out.WriteLine();
        context.Out.WriteLine(Bold(text));
    }

    public void Row(string left, string right) => context.Out.WriteLine($"   {Cyan(left.PadRight(35))} {right}");

    public void Text(string text) => context.Out.WriteLine(text);

    private string Bold(string text) => Paint(Colors.Bold, text);

    private string Dim(string text) => Paint(Colors.Dim, text);

    private string Cyan(string text) => Paint(Colors.Cyan, text);

    private string Paint(string code, string text) => color ? $"{code}{text}{Colors.Reset}" : text;
}
